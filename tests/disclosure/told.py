"""What stands after a step on a draft's way: its state, the links of the chain, the trail, and that all of it agrees."""

from core.models import AuditEvent
from core.registry import registry
from disclosure.models import Draft, Publication


def state(draft: Draft) -> str:
    return Draft.objects.get(pk=draft.pk).state


def states() -> list[tuple[str, str]]:
    """Kind and state of each link, in order."""
    return list(Publication.objects.order_by("pk").values_list("kind", "state"))


def verbs() -> list[str]:
    """Of disclosure, in the order of the trail."""
    events = AuditEvent.objects.filter(verb__startswith="disclosure.").order_by("sequence")
    return list(events.values_list("verb", flat=True))


def no_breaches() -> list[str]:
    """What `verify_chain` would find."""
    return [str(each) for verifier in registry.proof() for each in verifier.find(lambda: None)]
