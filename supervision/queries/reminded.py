"""What of the year's supervision comes due."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from core.registry import DueItem
from organization.roles import Action
from supervision.models import Finding
from supervision.states.findings import FindingState

WITH_THE_DEPARTMENT = (FindingState.OPEN, FindingState.UNDER_WAY)
"""States in which the department is to act; in the other living ones those who keep findings are."""


def due_findings(on: date, until: date) -> Iterator[DueItem]:
    """整改 not closed, told to the department while it is to act, else to who keeps findings; one query."""
    living = Finding.objects.filter(state__in=FindingState.living(), due_on__lte=until).select_related("department")
    for finding in living.order_by("due_on", "id"):
        is_theirs = finding.state in WITH_THE_DEPARTMENT
        words = {"department": finding.department, "code": finding.code, "state": finding.get_state_display()}
        yield DueItem(
            key=f"finding:{finding.pk}:{finding.state}",
            text=_("%(department)s问题%(code)s%(state)s") % words,
            url=f"/supervision/findings/{finding.pk}/",
            due_on=finding.due_on,
            department_id=finding.department_id,
            actions=(Action.FILE if is_theirs else Action.KEEP_FINDINGS,),
        )
