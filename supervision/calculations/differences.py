"""What differs from last year's editions, by department: how many rows have which fate."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from risks.states import GRADE_RANK, Fate

COUNTED: Mapping[tuple[str, str], str] = {
    ("register", Fate.ADDED): "added",
    ("register", Fate.REMOVED): "removed",
    ("register", Fate.RAISED): "raised",
    ("register", Fate.LOWERED): "lowered",
    ("table", Fate.ADDED): "measures_added",
    ("table", Fate.REMOVED): "measures_removed",
}
"""Of which list and with which fate → what a `Difference` calls it."""
DIFFERS, LEADS = "differs/", "/leadership"
"""How the overview marks what differs, and what of it is the leadership's: `differs/register/leadership`."""


@dataclass(frozen=True)
class Moved:
    """Rows of one list in force with the same fate, as the overview counts them: `what` says of which kind of list, and
    whether it is the leadership's; `place` orders departments."""

    what: str
    place: str
    fate: str
    list_id: int
    department: str
    number: int

    @property
    def owner(self) -> str:
        return self.what.removeprefix(DIFFERS).removesuffix(LEADS)

    @property
    def is_leadership(self) -> bool:
        return self.what.endswith(LEADS)


@dataclass(frozen=True)
class Difference:
    """What differs for one department, or for all of them together."""

    label: str
    is_leadership: bool = False
    register_id: int = 0
    """Its register in force where points differ, else 0."""
    table_id: int = 0
    """Its table in force where measures differ, else 0."""
    added: int = 0
    removed: int = 0
    raised: int = 0
    lowered: int = 0
    measures_added: int = 0
    measures_removed: int = 0

    @property
    def numbers(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in COUNTED.values()}

    def __bool__(self) -> bool:
        return any(self.numbers.values())


@dataclass(frozen=True)
class Differences:
    """This year against the end of last year: all together, and each department in which anything differs."""

    year: int
    whole: Difference
    lines: tuple[Difference, ...]


def fates(before: Mapping[Hashable, str], now: Mapping[Hashable, str]) -> Counter[str]:
    """Fate → how many rows have it, from the grades by lineage of two editions; what stayed is left out."""
    found: Counter[str] = Counter(
        {Fate.ADDED: len(now.keys() - before.keys()), Fate.REMOVED: len(before.keys() - now.keys())}
    )
    for lineage in before.keys() & now.keys():
        difference = GRADE_RANK.get(now[lineage], 0) - GRADE_RANK.get(before[lineage], 0)
        if difference:
            found[Fate.RAISED if difference > 0 else Fate.LOWERED] += 1
    return +found


def differences(rows: Iterable[Moved], *, year: int) -> Differences:
    """The leadership first, then departments in the order of the tree."""
    labels: dict[tuple[bool, str], str] = {}
    counts: dict[tuple[bool, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        scope = (not row.is_leadership, row.place)
        labels[scope] = row.department
        counts[scope][COUNTED[row.owner, row.fate]] = row.number
        counts[scope][f"{row.owner}_id"] = row.list_id
    lines = tuple(Difference(labels[each], not each[0], **counts[each]) for each in sorted(labels))
    whole = {name: sum(getattr(line, name) for line in lines) for name in COUNTED.values()}
    return Differences(year, Difference("", **whole), lines)
