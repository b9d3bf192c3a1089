"""总览 from counted rows: exposure by department, type and year, measures, findings by age, phases, what differs from last year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property

from organization import calculations as organization_calculations
from risks.states import Grade
from supervision.calculations.differences import DIFFERS, Differences, Moved, differences
from supervision.states.cycles import Place

Counts = Mapping[str, int]
STILL_IN_FORCE = 9999
"""The year in which an edition in force will have been superseded."""


@dataclass(frozen=True)
class Tally:
    """One counted row: what is counted, by which two keys, of which thing, how many."""

    what: str
    key: str
    other: str
    place: int
    label: str
    number: int


@dataclass(frozen=True)
class Exposure:
    """A register in force and its points by grade; `label` is its department's name, `is_leadership` the leadership's."""

    register_id: int
    label: str
    is_leadership: bool
    grades: Counts

    @property
    def total(self) -> int:
        return sum(self.grades.values())


@dataclass(frozen=True)
class Behind:
    """A department that has not finished a phase which has begun; `late_by` in working days, 0 before its last day."""

    department_id: int
    department: str
    phase: str
    until: date
    late_by: int


@dataclass(frozen=True)
class Late:
    """A department that is late, with every phase it is late in and the most days."""

    department: str
    phases: tuple[str, ...]
    late_by: int


@dataclass(frozen=True)
class PhaseCount:
    """A phase that has begun: how many departments have finished it, are behind, or late."""

    kind: str
    until: date
    cycle_id: int
    done: int
    behind: int
    late: int


@dataclass(frozen=True)
class Overview:
    """Everything the overview counts, for one person on one day."""

    today: date
    exposures: tuple[Exposure, ...]
    types: Mapping[str, Counts]
    years: Mapping[int, Counts]
    """Year → grade → points in force at its end, of this year today."""
    measures: Counts
    """done, overdue, open."""
    ages: Mapping[str, Counts]
    """Age → open or overdue → findings not closed."""
    phases: tuple[PhaseCount, ...]
    behind: tuple[Behind, ...]
    """Those who are late by most days first."""
    differences: Differences
    """What differs from the end of last year."""

    @cached_property
    def grades(self) -> Counts:
        """Points in force by grade."""
        return {grade: sum(row.grades.get(grade, 0) for row in self.exposures) for grade in Grade.values}

    @property
    def points(self) -> int:
        return sum(self.grades.values())

    @property
    def high_before(self) -> int | None:
        """High points at the end of last year; None when nothing was in force then."""
        before = self.years.get(self.today.year - 1)
        return before.get(Grade.HIGH, 0) if before else None

    @property
    def findings(self) -> int:
        return sum(sum(counts.values()) for counts in self.ages.values())

    @property
    def overdue_findings(self) -> int:
        return sum(counts.get("overdue", 0) for counts in self.ages.values())

    @property
    def late_departments(self) -> int:
        """Departments late in one phase at least."""
        return len(self.late)

    @property
    def current(self) -> PhaseCount | None:
        """Of the phases that concern anybody the one that began last."""
        return self.phases[-1] if self.phases else None

    @cached_property
    def late(self) -> tuple[Late, ...]:
        """Departments that are late, by most days first."""
        own: dict[int, list[Behind]] = defaultdict(list)
        for each in self.behind:
            if each.late_by:
                own[each.department_id].append(each)
        return tuple(
            Late(rows[0].department, tuple(row.phase for row in rows), rows[0].late_by) for rows in own.values()
        )


@dataclass
class _Sorted:
    """The rows by what they count."""

    by_what: dict[str, list[Tally]] = field(default_factory=lambda: defaultdict(list))

    def counts(self, what: str) -> dict[str, dict[str, int]]:
        """Key → other key → number."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for row in self.by_what[what]:
            found[row.key][row.other] = found[row.key].get(row.other, 0) + row.number
        return dict(found)

    def moved(self) -> Iterable[Moved]:
        """What differs from last year."""
        found = (rows for what, rows in self.by_what.items() if what.startswith(DIFFERS))
        return (Moved(row.what, row.key, row.other, row.place, row.label, row.number) for rows in found for row in rows)


def overview(rows: Iterable[Tally], *, today: date) -> Overview:
    """The overview from what was counted."""
    known = _Sorted()
    for row in rows:
        known.by_what[row.what].append(row)
    overrides = {date.fromisoformat(row.key): bool(row.number) for row in known.by_what["day"]}
    places = known.by_what["phase"]
    late_by = cache(lambda until: _workdays_over(until, today, overrides))
    behind = [_behind(row, late_by) for row in places if row.other == Place.UNDER_WAY]
    return Overview(
        today=today,
        exposures=_exposures([*known.by_what["register"], *known.by_what["leadership"]]),
        types=known.counts("type"),
        years=_years(known.by_what["year"], today.year),
        measures={row.key: row.number for row in known.by_what["measure"]},
        ages=known.counts("finding"),
        phases=_phases(places, behind),
        behind=tuple(sorted(behind, key=lambda each: (-each.late_by, each.until))),
        differences=differences(known.moved(), year=today.year),
    )


def _exposures(rows: Iterable[Tally]) -> tuple[Exposure, ...]:
    """The most exposed first."""
    grades: dict[int, dict[str, int]] = defaultdict(dict)
    first: dict[int, Tally] = {}
    for row in rows:
        first.setdefault(row.place, row)
        grades[row.place][row.other] = row.number
    found = [
        Exposure(pk, row.label, row.what == "leadership", grades[pk])
        for pk, row in sorted(first.items(), key=lambda item: item[1].key)
    ]
    return tuple(sorted(found, key=lambda row: (-row.grades.get("high", 0), -row.grades.get("medium", 0), -row.total)))


def _years(rows: Sequence[Tally], this_year: int) -> dict[int, dict[str, int]]:
    """Each year's last state: what came into force in it or before and was not superseded by its end."""
    spans = [(int(row.key), int(row.place or STILL_IN_FORCE), row) for row in rows]
    first = min((begun for begun, _ended, _row in spans), default=this_year)
    found: dict[int, dict[str, int]] = {year: {} for year in range(first, this_year + 1)} if spans else {}
    for year, grades in found.items():
        for begun, ended, row in spans:
            if begun <= year < ended:
                grades[row.other] = grades.get(row.other, 0) + row.number
    return found


def _workdays_over(until: date, today: date, overrides: Mapping[date, bool]) -> int:
    return organization_calculations.workdays_between(until, today, overrides) if until < today else 0


def _behind(row: Tally, late_by: Callable[[date], int]) -> Behind:
    phase, day, _cycle = row.key.split("/")
    until = date.fromisoformat(day)
    return Behind(row.place, row.label, phase, until, late_by(until))


def _phases(rows: Iterable[Tally], behind: Sequence[Behind]) -> tuple[PhaseCount, ...]:
    """Those that concern anybody, in the order of the year, which their rows say as `number`."""
    places: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda each: each.number):
        places[row.key].append(row.other)
    found = []
    for key, own in places.items():
        kind, day, cycle = key.split("/")
        late = sum(1 for each in behind if each.phase == kind and each.late_by)
        counts = own.count(Place.DONE), own.count(Place.UNDER_WAY)
        if any(counts):
            found.append(PhaseCount(kind, date.fromisoformat(day), int(cycle), *counts, late))
    return tuple(found)
