"""Years, their phases, and every department's place in every phase."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import ControlTable
from core.states import ListState
from organization import calculations as organization_calculations
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from powers.models import PowerList
from risks.models import RiskRegister
from supervision.models import Cycle, Participation, Phase, PhaseMove
from supervision.queries.hospital_reports import hospital_reports_for
from supervision.queries.places import PROVIDERS, Asked, Known
from supervision.states.cycles import CycleState, Place

AHEAD = Known(Place.AHEAD)
PHASES = Prefetch("phases", queryset=Phase.objects.select_related("leader").order_by("position"))
SEES_ALL = (Action.RUN_YEAR, Action.SUPERVISE, Action.SEE_OVERVIEW)
UNFINISHED, ON_TIME = "unfinished", "on_time"
"""Asked like a place: whoever has something left to do, and of those who is not late."""


@dataclass(frozen=True)
class Cell:
    """A department's place in one phase; `late_by` in working days, `urged` how often it was urged."""

    phase: Phase
    place: str
    detail: str = ""
    url: str = ""
    late_by: int = 0
    urged: int = 0

    @property
    def word(self) -> str:
        if self.late_by:
            return _("逾期 %(days)d 日") % {"days": self.late_by}
        return str(Place(self.place).label)

    @property
    def is_behind(self) -> bool:
        """Is something still to be done?"""
        return self.place not in (Place.DONE, Place.NOT_CONCERNED)

    def is_at(self, place: str) -> bool:
        """Does the department stand there? Without a place: does the phase concern it at all?"""
        if place in (UNFINISHED, ON_TIME):
            return self.is_behind and not (place == ON_TIME and self.late_by)
        return self.place == place if place else self.place != Place.NOT_CONCERNED


@dataclass(frozen=True)
class Line:
    """A department that takes part, and where it stands phase by phase."""

    department: Department
    post: Any
    cells: tuple[Cell, ...]

    @property
    def late(self) -> int:
        """How many phases it is late in."""
        return sum(bool(cell.late_by) for cell in self.cells)


@dataclass(frozen=True)
class Column:
    """A phase over all the departments shown."""

    phase: Phase
    done: int
    concerned: int
    late: int
    is_current: bool
    has_begun: bool

    @property
    def to_urge(self) -> int:
        """How many departments may be urged."""
        return self.concerned - self.done if self.has_begun else 0


@dataclass(frozen=True)
class Overview:
    """A year at a glance: its phases and a line for each department."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def late_departments(self) -> int:
        return sum(bool(line.late) for line in self.lines)

    @property
    def without_post(self) -> int:
        """How many of the departments shown no post answers for yet."""
        return sum(line.post is None for line in self.lines)

    def standing(self, place: str, *, phase: str = "") -> tuple[Line, ...]:
        """The departments that stand at `place` in the phase of that kind, without one in any phase."""
        if not (place or phase):
            return self.lines
        return tuple(
            line
            for line in self.lines
            if any(cell.is_at(place) for cell in line.cells if phase in ("", cell.phase.kind))
        )


def current_cycle() -> Cycle | None:
    """The year that is under way; the latest one where several are."""
    return Cycle.objects.filter(state=CycleState.OPEN).order_by("-year").first()


def cycles(by: Person) -> QuerySet[Cycle]:
    """Years that were opened, for everyone in the business; plans also for those who run the year or see all."""
    found = Cycle.objects.all() if sees_all(by) else Cycle.objects.exclude(state=CycleState.PLANNED)
    return found.filter(Exists(Person.objects.filter(organization_queries.is_business(by), pk=by.pk)))


def cycle_for(by: Person, pk: int) -> Cycle | None:
    """One year with its phases, or None where `by` may not know of it. `report_id`: of the hospital's 自查总结报告 of it,
    where it was begun and `by` may read it."""
    report = hospital_reports_for(by).order_by().filter(cycle=OuterRef("pk")).values("pk")
    found = cycles(by).select_related("made_by", "opened_by").prefetch_related(PHASES)
    return found.annotate(report_id=Subquery(report)).filter(pk=pk).first()


def cycle_of_year(by: Person, year: int) -> Cycle | None:
    """The year, or None where there is none or `by` may not know of it."""
    return cycles(by).filter(year=year).first()


def phase_for(by: Person, pk: int) -> Phase | None:
    """One phase of a year that `by` may see."""
    found = Phase.objects.filter(pk=pk, cycle__in=cycles(by).values("pk"))
    return found.select_related("cycle", "leader").first()


def sees_all(by: Person) -> bool:
    """Does `by` see every department's place, and what is not told yet? Only who runs, supervises or leads the whole."""
    return organization_queries.may_for_whole(by, *SEES_ALL)


def departments_seen(by: Person) -> QuerySet[Department]:
    """Departments whose place in a year `by` sees: those they run the year of, supervise, lead or see the drafts of, which
    for an office of a branch are the branch's."""
    return organization_queries.departments_acting_for(by, *SEES_ALL, Action.SEE_DRAFTS)


def overview(cycle: Cycle, *, by: Person | None = None) -> Overview:
    """Every department's place in every phase, of the departments that `by` sees (None: all).

    A constant number of queries, however many departments.
    """
    part = _taking_part(cycle).select_related("post")
    if by is not None:
        part = part.filter(department__in=departments_seen(by).values("pk"))
    phases = sorted(cycle.phases.all(), key=attrgetter("position"))
    rows = _places(cycle, phases, part)
    lines = tuple(
        Line(each.department, each.post, tuple(rows[phase.pk][each.department_id] for phase in phases)) for each in part
    )
    is_open = cycle.state == CycleState.OPEN
    columns = tuple(_column(phase, rows[phase.pk].values(), is_open=is_open) for phase in phases)
    return Overview(columns, lines)


def _taking_part(cycle: Cycle) -> QuerySet[Participation]:
    return cycle.participations.select_related("department").order_by("department__path", "pk")


def _places(cycle: Cycle, phases: Iterable[Phase], part: QuerySet[Participation]) -> dict[int, dict[int, Cell]]:
    """Phase id → department id of those who take part → its place there."""
    today, overrides = timezone.localdate(), organization_queries.workday_overrides()
    departments = [each.department_id for each in part]
    asked = Asked(cycle, departments, among=part.order_by().values("department"))
    found = {}
    for phase in phases:
        known = PROVIDERS[phase.kind](asked)
        late_by = lateness(phase, today, overrides) if cycle.state != CycleState.PLANNED else 0
        found[phase.pk] = {
            pk: _cell(phase, known.get(pk, AHEAD), late_by, asked.urged.get((phase.pk, pk), 0)) for pk in departments
        }
    return found


def _cell(phase: Phase, known: Known, late_by: int, urged: int) -> Cell:
    is_behind = known.place not in (Place.DONE, Place.NOT_CONCERNED)
    place = Place.LATE if is_behind and late_by else known.place
    return Cell(phase, place, known.detail, known.url, late_by if is_behind else 0, urged)


def lateness(phase: Phase, today: date, overrides: Mapping[date, bool] | None = None) -> int:
    """By how many working days the phase is over; 0 while it runs, and over the days off that follow its last day.

    `overrides` is the hospital's own calendar, where it was read before.
    """
    if today <= phase.to_on:
        return 0
    days = organization_queries.workday_overrides() if overrides is None else overrides
    return organization_calculations.workdays_between(phase.to_on, today, days)


def _column(phase: Phase, cells: Collection[Cell], *, is_open: bool) -> Column:
    today = timezone.localdate()
    places = [cell.place for cell in cells]
    concerned = [place for place in places if place != Place.NOT_CONCERNED]
    return Column(
        phase=phase,
        done=places.count(Place.DONE),
        concerned=len(concerned),
        late=places.count(Place.LATE),
        is_current=is_open and phase.from_on <= today <= phase.to_on,
        has_begun=phase.from_on <= today,
    )


@dataclass(frozen=True)
class Behind:
    """A department that has not finished a phase, and where it goes on."""

    department: Department
    url: str


def behind(phase: Phase) -> list[Behind]:
    """Departments that take part and have not finished the phase, in the order of the tree."""
    part = _taking_part(phase.cycle)
    departments = {each.department_id: each.department for each in part}
    cells = _places(phase.cycle, [phase], part)[phase.pk]
    return [
        Behind(departments[pk], cell.url or phase.cycle.get_absolute_url())
        for pk, cell in cells.items()
        if cell.is_behind
    ]


def urging_text(phase: Phase, today: date) -> str:
    """What a department is told when it is urged."""
    words = {"cycle": phase.cycle, "phase": phase, "day": phase.to_on, "late": lateness(phase, today)}
    if words["late"]:
        return _("催办：%(cycle)s“%(phase)s”应于 %(day)s 前完成，已逾期 %(late)d 个工作日，请抓紧办理。") % words
    return _("催办：%(cycle)s“%(phase)s”请于 %(day)s 前完成。") % words


def moves_of(cycle: Cycle) -> QuerySet[PhaseMove]:
    """When phases were moved, the latest first."""
    found = PhaseMove.objects.filter(phase__cycle=cycle).select_related("phase", "by")
    return found.order_by("-at", "-pk")


@dataclass(frozen=True)
class EditionsToOpen:
    """Of which lists a department gets a next edition when its year opens."""

    department: Department
    is_leadership: bool = False
    powers: bool = False
    risks: bool = False
    controls: bool = False


def editions_to_open(cycle: Cycle) -> list[EditionsToOpen]:
    """Departments that take part, and the leadership, with lists in force of which no edition of the year is there yet
    nor any is being worked on."""
    part = _taking_part(cycle)
    places = [(each.department, False) for each in part] + [(organization_queries.root(), True)]
    wanted = {kind: _wanting(model, cycle.year) for kind, model in _MODELS.items()}
    found = []
    for department, leads in places:
        kinds = {kind: (department.pk, leads) in places_of for kind, places_of in wanted.items()}
        if any(kinds.values()):
            found.append(EditionsToOpen(department, leads, **kinds))
    return found


_MODELS: Mapping[str, Any] = {"powers": PowerList, "risks": RiskRegister, "controls": ControlTable}


def _wanting(model: Any, year: int) -> set[tuple[int, bool]]:
    """(department, is leadership) with a list in force and none of the year or being worked on."""
    names = ["department"] + (["is_leadership"] if model is not PowerList else [])
    there = Q(year=year) | Q(state__in=ListState.working())
    grouped = (
        model.objects.values(*names)
        .annotate(standing=Count("pk", filter=Q(state=ListState.IN_FORCE)), there=Count("pk", filter=there))
        .order_by()
    )
    return {
        (row["department"], row.get("is_leadership", False)) for row in grouped if row["standing"] and not row["there"]
    }
