"""职责分离: which posts, people and leaders have in one hand what should stand apart, from plain rows (part 二(四))."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from controls.states import (
    KIND_OF_FUNCTIONS,
    NEVER_TOGETHER,
    NOT_BY_MAIN_LEADER,
    SEVERITIES,
    SEVERITY_RANK,
    ConflictKind,
    Severity,
)
from powers.states import StepFunction

Holders = Mapping[int, Iterable[int]]
"""Post → people who hold it today."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an internal chart with the post that does it."""

    number: int
    name: str
    function: str
    post: int


@dataclass(frozen=True, slots=True)
class Way:
    """From one step to the next (0: the end)."""

    start: int
    end: int
    is_parallel: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The internal chart of a power, as far as separation asks."""

    power: Any
    is_major: bool
    steps: Sequence[Step]
    ways: Sequence[Way]


@dataclass(frozen=True, slots=True)
class Oversight:
    """A department of a business area under a leader: by a post (分管领导岗位), or granted to a person."""

    department: int
    area: str
    post: int | None = None
    person: int | None = None


@dataclass(frozen=True)
class Found:
    """One conflict: in a post, whoever holds it; or in a person, through posts or grants that do no harm alone."""

    kind: str
    severity: str
    power: Any = None
    post: int | None = None
    person: int | None = None
    steps: tuple[Step, ...] = ()
    oversights: tuple[Oversight, ...] = ()


def of_functions(charts: Iterable[Chart], holders: Holders) -> list[Found]:
    """决策, 执行 and 监督 of one power in one hand: by post, then by people who hold several of its posts."""
    return [found for chart in charts for found in _in_chart(chart, holders)]


def _in_chart(chart: Chart, holders: Holders) -> list[Found]:
    by_post: dict[int, list[Step]] = defaultdict(list)
    posts_of: dict[int, list[int]] = defaultdict(list)
    for step in chart.steps:
        by_post[step.post].append(step)
    if len({step.function for step in chart.steps}) < 2:
        return []
    found = [_conflict(chart, steps, post=post) for post, steps in by_post.items() if _kind(steps)]
    for post in by_post:
        for person in holders.get(post, ()):
            posts_of[person].append(post)
    for person, posts in posts_of.items():
        steps = [step for post in posts for step in by_post[post]]
        if _pairs(steps) - {pair for post in posts for pair in _pairs(by_post[post])}:
            found.append(_conflict(chart, sorted(steps, key=lambda step: step.number), person=person))
    return found


def _kind(steps: Iterable[Step]) -> str:
    return KIND_OF_FUNCTIONS.get(frozenset(step.function for step in steps), "")


def _pairs(steps: Iterable[Step]) -> set[tuple[str, ...]]:
    return set(combinations(sorted({step.function for step in steps}), 2))


def _conflict(chart: Chart, steps: Sequence[Step], *, post: int | None = None, person: int | None = None) -> Found:
    severity = _severity(_meeting(chart, steps), is_major=chart.is_major)
    return Found(_kind(steps), severity, power=chart.power, post=post, person=person, steps=tuple(steps))


def _severity(pairs: set[frozenset[str]], *, is_major: bool) -> str:
    """Of all functions where every two of them meet, else of the worst two that do; a notice where none meet."""
    if len(pairs) == len(StepFunction):
        return SEVERITIES[ConflictKind.ALL_FUNCTIONS, is_major]
    met = [SEVERITIES[KIND_OF_FUNCTIONS[pair], is_major] for pair in pairs]
    return max(met, key=SEVERITY_RANK.__getitem__, default=Severity.NOTICE)


def _meeting(chart: Chart, steps: Sequence[Step]) -> set[frozenset[str]]:
    """Which two functions one transaction runs through.

    A step of one follows from a step of the other, or they stand on ways that are gone at the same time. A chart without
    ways is not drawn yet: then all count as met.
    """
    reach = _reach(chart.ways)
    forks = [{way.end for way in chart.ways if way.start == start and way.is_parallel} for start in reach]
    return {
        frozenset({one.function, other.function})
        for one, other in combinations(steps, 2)
        if one.function != other.function
        and (
            not chart.ways
            or _is_after(reach, one.number, other.number)
            or _is_beside(reach, forks, one.number, other.number)
        )
    }


def _is_after(reach: Mapping[int, set[int]], one: int, other: int) -> bool:
    return other in reach.get(one, ()) or one in reach.get(other, ())


def _is_beside(reach: Mapping[int, set[int]], forks: Iterable[set[int]], one: int, other: int) -> bool:
    def holds(start: int, number: int) -> bool:
        return number == start or number in reach.get(start, ())

    return any(
        (holds(left, one) and holds(right, other)) or (holds(left, other) and holds(right, one))
        for fork in forks
        for left, right in combinations(sorted(fork), 2)
    )


def _reach(ways: Iterable[Way]) -> dict[int, set[int]]:
    """Step → all steps that may follow it."""
    after: dict[int, set[int]] = defaultdict(set)
    for way in ways:
        after[way.start].add(way.end)
    reach = {}
    for start in list(after):
        seen: set[int] = set()
        open_ends = [start]
        while open_ends:
            fresh = after.get(open_ends.pop(), set()) - seen
            seen |= fresh
            open_ends += fresh
        reach[start] = seen
    return reach


def of_leaders(oversights: Sequence[Oversight], holders: Holders, main_posts: Iterable[int]) -> list[Found]:
    """One leader over 人事, 财务 and 采购; the main leader over any of these or 基建 (the rule of domain.md 3.3).

    First by the posts that oversee, then by people through several posts and grants.
    """
    main = set(main_posts)
    of_post: dict[int, list[Oversight]] = defaultdict(list)
    for each in oversights:
        if each.post is not None:
            of_post[each.post].append(each)
    found = [rule for post, held in of_post.items() for rule in _together(held, post=post)]
    found += [rule for post in sorted(main) for rule in _direct(of_post.get(post, ()), post=post)]
    return [*found, *_of_people(oversights, of_post, holders, main)]


def _together(held: Sequence[Oversight], *, post: int | None = None, person: int | None = None) -> list[Found]:
    """Broken when 人事, 财务 and 采购 are all among what is held."""
    lines = tuple(each for each in held if each.area in NEVER_TOGETHER)
    is_broken = {each.area for each in lines} == NEVER_TOGETHER
    found = Found(ConflictKind.LEADER_AREAS, Severity.HIGH, post=post, person=person, oversights=lines)
    return [found] if is_broken else []


def _direct(held: Sequence[Oversight], *, post: int | None = None, person: int | None = None) -> list[Found]:
    """Broken by any area that a main leader may not manage."""
    lines = tuple(each for each in held if each.area in NOT_BY_MAIN_LEADER)
    found = Found(ConflictKind.MAIN_LEADER, Severity.HIGH, post=post, person=person, oversights=lines)
    return [found] if lines else []


def _of_people(
    oversights: Sequence[Oversight], of_post: Mapping[int, list[Oversight]], holders: Holders, main: set[int]
) -> list[Found]:
    """What a person has together, less what one of the person's posts has alone and already shows."""
    posts_of: dict[int, set[int]] = defaultdict(set)
    granted: dict[int, list[Oversight]] = defaultdict(list)
    for post in {*of_post, *main}:
        for person in holders.get(post, ()):
            posts_of[person].add(post)
    for each in oversights:
        if each.person is not None:
            granted[each.person].append(each)
    found = []
    for person in sorted({*posts_of, *granted}):
        posts = sorted(posts_of[person])
        by_posts = [each for post in posts for each in of_post.get(post, ())]
        known = {each.department for each in by_posts}
        held = [*by_posts, *(each for each in granted[person] if each.department not in known)]
        if not any(_together(of_post.get(post, ()), post=post) for post in posts):
            found += _together(held, person=person)
        if main & posts_of[person]:
            found += _direct([each for each in held if each.post not in main], person=person)
    return found
