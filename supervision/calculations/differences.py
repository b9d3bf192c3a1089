"""What differs from last year's editions, by department: counts, and the sentences that tell them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from risks.states import GRADE_RANK

COUNTED = ("added", "removed", "raised", "lowered", "measures_added", "measures_removed")
Scope = tuple[int, bool]
"""Whose lists: the department's key, and whether they are the leadership's."""


@dataclass(frozen=True)
class Moved:
    """Rows of one department with the same fate: their grade at the end of last year and now, empty where they were or are
    not there."""

    department_id: int
    is_leadership: bool
    department: str
    what: str
    before: str
    now: str
    number: int

    @property
    def fate(self) -> str:
        """Which of `COUNTED` it counts for; empty for what stayed."""
        if self.what == "measure":
            return "measures_removed" if self.before else "measures_added"
        if not self.before or not self.now:
            return "removed" if self.before else "added"
        difference = GRADE_RANK[self.now] - GRADE_RANK[self.before]
        return {-1: "lowered", 0: "", 1: "raised"}[(difference > 0) - (difference < 0)]


@dataclass(frozen=True)
class Difference:
    """What differs for one department, or for all of them together."""

    label: str
    is_leadership: bool = False
    register_id: int = 0
    """Its register in force, 0 where there is none."""
    added: int = 0
    removed: int = 0
    raised: int = 0
    lowered: int = 0
    measures_added: int = 0
    measures_removed: int = 0

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(getattr(self, name) for name in COUNTED)

    def __bool__(self) -> bool:
        return any(self.numbers)


@dataclass(frozen=True)
class Differences:
    """This year against the end of last year: all together, and each department in which anything differs."""

    year: int
    whole: Difference
    lines: tuple[Difference, ...]


def differences(rows: Iterable[Moved], *, year: int, registers: dict[Scope, int]) -> Differences:
    """Departments in the order of their first row; `registers` are those in force by scope."""
    labels: dict[Scope, str] = {}
    counts: dict[Scope, dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for row in rows:
        scope = (row.department_id, row.is_leadership)
        labels.setdefault(scope, row.department)
        if row.fate:
            counts[scope][row.fate] += row.number
    lines = [Difference(labels[each], each[1], registers.get(each, 0), **counts[each]) for each in labels]
    whole = {name: sum(getattr(line, name) for line in lines) for name in COUNTED}
    return Differences(year, Difference("", **whole), tuple(line for line in lines if line))
