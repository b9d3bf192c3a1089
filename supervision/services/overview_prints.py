"""Having the worker print the overview on one page for the meeting."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from organization import queries as organization_queries
from organization.models import Person
from supervision import documents, queries, rules
from supervision.documents.overview_paper import Paper
from supervision.queries import dashboard

TEMPLATE_VERSION = 2
SUBJECT = "supervision.overview"


@transaction.atomic
def ask_overview_print(*, by: Person) -> Duty:
    """Ask for the page; the same numbers are drawn once for a person. Raises `Denied` to whom is shown no overview."""
    rules.see_overview(by)
    digest = core_services.print_digest(_paper(by))
    duty = core_services.ask(
        kind="supervision.print_overview",
        key=f"supervision:overview:{by.pk}:{TEMPLATE_VERSION}:{digest}",
        payload={"by": by.pk},
        title=_("廉洁风险防控总览"),
        by=by,
    )
    core_services.record(by=by, verb="supervision.ask_overview_print", subject=by)
    return duty


def print_overview(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the page as the numbers are now, and keep the file; harmless when run twice.

    Raises `Denied` when who asked is shown no overview any more.
    """
    by = Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    rules.see_overview(by)
    subject = dashboard.printed_subject(by, is_whole=queries.sees_whole_overview(by))
    data = documents.draw_overview(_paper(by), phase=phase)
    return core_services.keep_print(duty, data, phase, kind="pdf", subject_type=SUBJECT, subject_id=subject, by=by)


def _paper(by: Person) -> Paper:
    found = queries.overview_of(by)
    scope = _("全院") if queries.sees_whole_overview(by) else _("本人负责和分管的部门")
    hospital = organization_queries.hospital().name
    return documents.overview_paper(found, queries.needing(by), hospital=hospital, scope=scope)
