"""总览: what the leadership, a department's head or an overseer is shown, in two statements.

One counts, one finds the rows that need a person. Each is a union of what the apps count, because a page of eight
statements has six of the shell's.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear
from django.utils import timezone

from controls.models import Measure
from controls.queries import counted_measures, measure_counts
from controls.states import MeasureStatus
from core.models import Attachment
from core.queries import ask_prepared
from core.states import ListState
from organization import queries as organization_queries
from organization.models import CalendarDay, Department, Person
from organization.roles import Action
from risks.queries import register_counts
from risks.states import Grade
from supervision import calculations
from supervision.calculations.ages import AGES, found_between
from supervision.calculations.dashboard import Overview, Tally
from supervision.models import Cycle, Finding, Participation
from supervision.queries.differences import difference_rows
from supervision.queries.findings import findings_for, overdue
from supervision.queries.standing import standing
from supervision.states.cycles import CycleState
from supervision.states.findings import FindingState

MOST = 10
"""Rows of each kind that are shown by name; the list behind them has all."""
COLUMNS = ("what", "key", "other", "place", "label", "number")


@dataclass(frozen=True)
class Needing:
    """A finding or a measure that is overdue."""

    what: str
    pk: int
    label: str
    department: str
    grade: str
    due_on: date


def overview_departments(by: Person) -> QuerySet[Department]:
    """Departments whose overview `by` sees: all, or those they work for or oversee."""
    return organization_queries.departments_acting_for(by, Action.SEE_OVERVIEW, Action.SEE_DRAFTS)


def sees_whole_overview(by: Person) -> bool:
    """Is the whole hospital's overview opened to `by`? Of a branch's leadership it is the branch's."""
    return organization_queries.may_for_whole(by, Action.SEE_OVERVIEW)


def may_read_overview_print(attachment: Attachment, by: Person) -> bool:
    """Who had it printed: others may see other numbers. One of the whole hospital, while `by` still sees the whole."""
    if attachment.subject_id == printed_subject(by, is_whole=True):
        return sees_whole_overview(by)
    return attachment.subject_id == printed_subject(by, is_whole=False) and overview_departments(by).exists()


def printed_subject(by: Person, *, is_whole: bool) -> str:
    """Subject of a print of the overview: for whom it was drawn, and whether of the whole hospital."""
    return f"{by.pk}:whole" if is_whole else f"{by.pk}:own"


def overview_of(by: Person) -> Overview:
    """The overview of what `by` sees, today, in one statement."""
    today = timezone.localdate()
    rows = ask_prepared(lambda: _all_counted(by, today), key=_key("counted", by, today))
    return calculations.overview((Tally(*row) for row in rows), today=today)


def _key(what: str, by: Person, today: date) -> Hashable | None:
    known = organization_queries.standing_of(by)
    return known and (what, today, *known)


def _all_counted(by: Person, today: date) -> QuerySet[Any]:
    counted = (*_registers(by), _measures(by, today), _findings(by, today), _phases(by), _days(today))
    first, *rest = (*counted, *difference_rows(by, today))
    return first.union(*rest, all=True)  # type: ignore[attr-defined]


def _counted(rows: QuerySet[Any], what: Any, number: Any, **keys: Any) -> QuerySet[Any]:
    """One part of the union: `rows` grouped by the keys given, the others empty."""
    names = {"what": what, "key": Value(""), "other": Value(""), "place": Value(0), "label": Value(""), **keys}
    return rows.order_by().values(**names).annotate(number=number).values_list(*COLUMNS)


def _text(expression: Any) -> Cast:
    return Cast(expression, CharField())


def _registers(by: Person) -> list[QuerySet[Any]]:
    """Points in force by register and by type, and by the years in which their register was in force."""
    every = register_counts(by)
    standing_now = every.filter(register__state=ListState.IN_FORCE)
    department = "register__department__"
    return [
        _counted(
            standing_now,
            Case(When(register__is_leadership=True, then=Value("leadership")), default=Value("register")),
            Sum("count"),
            key=F(f"{department}path"),
            other=F("grade"),
            place=F("register_id"),
            label=F(f"{department}name"),
        ),
        _counted(standing_now, Value("type"), Sum("count"), key=F("type"), other=F("grade")),
        _counted(
            every,
            Value("year"),
            Sum("count"),
            key=_text(ExtractYear("register__in_force_at")),
            other=F("grade"),
            place=Coalesce(ExtractYear("register__superseded_at"), Value(0)),
        ),
    ]


def _measures(by: Person, today: date) -> QuerySet[Any]:
    place = Case(
        When(status=MeasureStatus.DONE, then=Value("done")),
        When(due_on__lt=today, then=Value("overdue")),
        default=Value("open"),
    )
    return _counted(measure_counts(by), Value("measure"), Sum("count"), key=place)


def _findings(by: Person, today: date) -> QuerySet[Any]:
    """Findings not closed by age, those overdue apart."""
    ages = [When(found_on__gte=found_between(code, today)[0], then=Value(code)) for code, _least, _most in AGES[:-1]]
    is_late = Q(state__in=FindingState.before_report(), due_on__lt=today)
    return _counted(
        findings_for(by).filter(state__in=FindingState.living()),
        Value("finding"),
        Count("pk"),
        key=Case(*ages, default=Value(AGES[-1][0])),
        other=Case(When(is_late, then=Value("overdue")), default=Value("open")),
    )


def _phases(by: Person) -> QuerySet[Any]:
    """Each department in each phase of the year under way that has begun; its place in the year as `number`."""
    current = Cycle.objects.filter(state=CycleState.OPEN).order_by("-year").values("pk")[:1]
    part = Participation.objects.filter(cycle__in=current, department__in=overview_departments(by).values("pk"))
    begun, place = standing(part)
    return begun.order_by().values_list(
        Value("phase"),
        Concat(*_phase_key(), output_field=CharField()),
        place,
        "department_id",
        "department__name",
        "cycle__phases__position",
    )


def _phase_key() -> tuple[Any, ...]:
    """`find/2026-10-16/3`: the phase, its last day, and whose phase it is."""
    slash = Value("/")
    return F("cycle__phases__kind"), slash, _text(F("cycle__phases__to_on")), slash, _text(F("cycle_id"))


def _days(today: date) -> QuerySet[Any]:
    """The hospital's own days of this year and the last, by which lateness is counted."""
    is_worked = Case(When(is_workday=True, then=Value(1)), default=Value(0))
    days = CalendarDay.objects.filter(day__gte=date(today.year - 1, 1, 1)).order_by()
    return days.values_list(Value("day"), _text(F("day")), Value(""), Value(0), Value(""), is_worked)


def needing(by: Person) -> list[Needing]:
    """Overdue findings, and overdue measures of high points, the longest overdue first, in one statement."""
    today = timezone.localdate()
    rows = ask_prepared(lambda: _all_needing(by, today), key=_key("needing", by, today))
    found = [
        Needing(what, pk, label, department, grade, date.fromisoformat(due_on))
        for what, pk, label, department, grade, due_on in rows
    ]
    return sorted(found, key=lambda each: (each.due_on, each.pk))


def _all_needing(by: Person, today: date) -> QuerySet[Any]:
    late = overdue(findings_for(by)).order_by("due_on", "pk").values("pk")[:MOST]
    findings = Finding.objects.filter(pk__in=late).order_by()
    grade = Coalesce(F("point__grade"), Value(""))
    due_on = _text(F("due_on"))
    found = findings.values_list(Value("finding"), "pk", "text", "department__name", grade, due_on)
    rows = counted_measures(by, Measure.objects.exclude(status=MeasureStatus.DONE))
    undone = rows.filter(due_on__lt=today, point__grade=Grade.HIGH).order_by("due_on", "pk").values("pk")[:MOST]
    measures = Measure.objects.filter(pk__in=undone).order_by()
    own = measures.values_list(Value("measure"), "pk", "text", "table__department__name", "point__grade", due_on)
    return found.union(own, all=True)
