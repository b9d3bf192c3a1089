"""What follows a publication or a withdrawal: printing its sheet, refreshing what is cached before the public face."""

from core import services as core_services
from core.registry import registry
from disclosure.models import Publication

KINDS = ("disclosure.print", "disclosure.refresh")


def ask(publication: Publication) -> None:
    """Insert a duty of each kind that has a handler, once a link; called in the transaction that inserted the link."""
    for kind in KINDS:
        if kind in registry.duty_handlers:
            core_services.ask(kind=kind, key=f"{kind}:{publication.pk}", payload={"publication": publication.pk})
