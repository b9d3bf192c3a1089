"""What of controls comes due: measures to be carried out and reviewed, tables to be renewed, accepted conflicts that run out, key posts to be rotated."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable, DutyConflict, Measure
from controls.queries import rotations
from controls.states import ConflictState, MeasureStatus
from core import calculations as core_calculations
from core.registry import DueItem
from core.states import ListState
from organization.roles import Action


def _of(department: str, *, is_leadership: bool) -> str:
    return _("班子成员") if is_leadership else department


def _actions(*, is_leadership: bool) -> tuple[str, ...]:
    """Whom a table waits for: who files for the department, for the leadership's who submits it."""
    return (Action.SUBMIT_LEADERSHIP if is_leadership else Action.FILE,)


def due_measures(on: date, until: date) -> Iterator[DueItem]:
    """Measures of tables in force that are not done, one a table and day; one query."""
    open_ones = Measure.objects.filter(table__state=ListState.IN_FORCE, due_on__lte=until).exclude(
        status=MeasureStatus.DONE
    )
    names = "table table__department table__department__name table__is_leadership due_on".split()
    for row in open_ones.values(*names).annotate(count=Count("pk")).order_by("table", "due_on"):
        is_leadership = row["table__is_leadership"]
        words = {"of": _of(row["table__department__name"], is_leadership=is_leadership), "count": row["count"]}
        yield DueItem(
            key=f"measures:{row['table__department']}:{is_leadership:d}",
            text=_("%(of)s%(count)d项防控措施到完成时限") % words,
            url=reverse("controls:table", args=[row["table"]]),
            due_on=row["due_on"],
            department_id=row["table__department"],
            actions=_actions(is_leadership=is_leadership),
            count=row["count"],
        )


def due_tables(on: date, until: date) -> Iterator[DueItem]:
    """Every table is renewed once a year: by the end of the year after it came into force, the next edition does."""
    for table, due_on in _to_renew(until):
        of = _of(str(table.department), is_leadership=table.is_leadership)
        yield DueItem(
            key=f"table:{table.department_id}:{table.is_leadership:d}",
            text=_("%(of)s一览表的年度修订") % {"of": of},
            url=table.get_absolute_url(),
            due_on=due_on,
            department_id=table.department_id,
            actions=_actions(is_leadership=table.is_leadership),
        )


def due_measure_reviews(on: date, until: date) -> Iterator[DueItem]:
    """The annual review of every measure (第三阶段), those without a day and those carried out too: by the day its table is
    to be renewed by; one query."""
    for table, due_on in _to_renew(until):
        of = _of(str(table.department), is_leadership=table.is_leadership)
        if table.count:  # type: ignore[attr-defined]
            yield DueItem(
                key=f"measure_reviews:{table.department_id}:{table.is_leadership:d}",
                text=_("%(of)s%(count)d项防控措施的年度复核") % {"of": of, "count": table.count},  # type: ignore[attr-defined]
                url=table.get_absolute_url(),
                due_on=due_on,
                department_id=table.department_id,
                actions=_actions(is_leadership=table.is_leadership),
                count=table.count,  # type: ignore[attr-defined]
            )


def _to_renew(until: date) -> Iterator[tuple[ControlTable, date]]:
    """Tables in force, with the `count` of their measures, and the day by which each is to be renewed; one query."""
    tables = ControlTable.objects.in_force().filter(department__retired_on__isnull=True)
    for table in tables.select_related("department").annotate(count=Count("measures")).order_by("id"):
        due_on = core_calculations.year_after(timezone.localdate(table.in_force_at).year)
        if due_on <= until:
            yield table, due_on


def due_conflicts(on: date, until: date) -> Iterator[DueItem]:
    """职责冲突 whose acceptance runs out, one a department and day: to be separated, or accepted anew. One query."""
    accepted = DutyConflict.objects.filter(state=ConflictState.ACCEPTED, expires_on__lte=until).order_by()
    rows = accepted.values("department", "department__name", "expires_on").annotate(count=Count("pk"))
    for row in rows.order_by("expires_on", "department"):
        words = {"department": row["department__name"], "count": row["count"]}
        yield DueItem(
            key=f"conflicts:{row['department']}",
            text=_("%(department)s%(count)d项已接受的职责冲突到期") % words,
            url=f"{reverse('controls:conflicts')}?state={ConflictState.ACCEPTED}",
            due_on=row["expires_on"],  # type: ignore[arg-type]
            department_id=row["department"],
            actions=(Action.FILE, Action.ACCEPT_CONFLICT),
            count=row["count"],
        )


def due_rotations(on: date, until: date) -> Iterator[DueItem]:
    """Key posts whose holder reaches the post's limit of years (part 二(四), 轮岗) or the day it was deferred to; told to
    who plans the rotation. It names the post by its code only: its name would name the holder."""
    for due in rotations.rotations_due(until):
        post = due.tenure.post
        yield DueItem(
            key=f"tenure:{due.tenure.pk}:{due.due_on}",
            text=_("%(department)s岗位 %(code)s 到轮岗期限") % {"department": post.department, "code": post.code},
            url=due.url,
            due_on=due.due_on,
            department_id=post.department_id,
            actions=(Action.PLAN_ROTATION,),
        )
