"""What departments must look at anew because a basis or a regulation has changed."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import Task, TaskGroup
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from powers.models import ReviewDue
from powers.states import DueCause, DueState


def dues_for(by: Person) -> QuerySet[ReviewDue]:
    """What is or was due in departments whose drafts `by` may read; the leadership's for who submits or supervises it."""
    drafts = queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    leads = [
        queries.departments_for(by, action).values("pk") for action in (Action.SUBMIT_LEADERSHIP, Action.SUPERVISE)
    ]
    found = ReviewDue.objects.filter(
        Q(department__in=drafts, is_leadership=False)
        | Q(Q(department__in=leads[0]) | Q(department__in=leads[1]), is_leadership=True)
    )
    return found.select_related("department", "basis", "regulation", "ended_by")


def due(by: Person, pk: int) -> ReviewDue | None:
    """One due, or None where `by` may not know of it."""
    return dues_for(by).filter(pk=pk).first()


def dues_of(by: Person, source: Any) -> QuerySet[ReviewDue]:
    """Reviews that the basis or the regulation has opened, as far as `by` may see them, open ones first."""
    rows = dues_for(by).filter(Q(basis__code=source.code) | Q(regulation__code=source.code))
    return rows.order_by(F("ended_at").desc(nulls_first=True), "code", "id")


def dues_beside(by: Person, due: ReviewDue) -> QuerySet[ReviewDue]:
    """What else is open in the same department for the same reason: it may be confirmed along with `due`."""
    same = {"department": due.department_id, "is_leadership": due.is_leadership, "cause": due.cause}
    rows = dues_for(by).filter(**same, basis=due.basis_id, regulation=due.regulation_id, state=DueState.OPEN)
    return rows.exclude(pk=due.pk).order_by("code", "id")


def stamps_of(dues: Iterable[ReviewDue]) -> dict[int, int]:
    """Due → the number of its latest change, as `core.queries.version_of` has it; one query."""
    found = ReviewDue.history.filter(id__in=[due.pk for due in dues]).order_by()
    return dict(found.values_list("id").annotate(latest=Max("history_id")))


def people_to_review(department: Department, *, is_leadership: bool) -> QuerySet[Person]:
    """Who is told: those who file for the department, for the leadership's list who submits it."""
    return queries.holders(Action.SUBMIT_LEADERSHIP if is_leadership else Action.FILE, department)


def due_tasks(by: Person) -> TaskGroup:
    """What is due in departments `by` files for, one line a department and change, in one query."""
    filing = queries.departments_for(by, Action.FILE).values("pk")
    leading = queries.departments_for(by, Action.SUBMIT_LEADERSHIP).values("pk")
    mine = Q(department__in=filing, is_leadership=False) | Q(department__in=leading, is_leadership=True)
    names = (
        "department",
        "department__name",
        "cause",
        "basis__code",
        "basis__title",
        "regulation__code",
        "regulation__name",
    )
    grouped = ReviewDue.objects.filter(mine, state=DueState.OPEN).order_by().values(*names)
    rows = grouped.annotate(count=Count("pk"), since=Min("opened_at")).order_by("since", "department")[:20]
    return TaskGroup(_("依据变动复核"), tuple(map(_task, rows)))


def _task(row: dict[str, Any]) -> Task:
    code, name = row["basis__code"] or row["regulation__code"], row["basis__title"] or row["regulation__name"]
    asked = urlencode({"state": DueState.OPEN, "department": row["department"], "q": code})
    return Task(
        what=_("复核《%(name)s》变动涉及的%(count)d项") % {"name": name, "count": row["count"]},
        who=row["department__name"],
        url=f"{reverse('powers:dues')}?{asked}",
        since=row["since"],
        note=str(DueCause(row["cause"]).label),
    )
