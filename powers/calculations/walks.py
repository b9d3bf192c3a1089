"""Walks through a flow chart: what is reached, which links lead back, how deep a step lies, where parallel ways join.

Steps go by their position in `chart.steps`, not by number, so that charts with doubled numbers can be walked too.
"""

from dataclasses import dataclass
from functools import cached_property

from powers.calculations import charts

END, MISSING = -1, -2


@dataclass(frozen=True)
class Way:
    """A link with both ends found: `target` is a step, or END, or MISSING where the named step does not exist."""

    source: int
    position: int
    link: charts.Link
    target: int

    @property
    def has_step(self) -> bool:
        """Whether the link leads to a step."""
        return self.target >= 0


@dataclass(frozen=True)
class Join:
    """Where the ways of parallel splits meet again: the step, and the ways that have to arrive before it starts.

    It is strict where each branch arrives by exactly one way; else only an inclusive gateway waits for the right ones.
    """

    target: int
    arrivals: tuple[Way, ...]
    is_strict: bool = True


class Walk:
    """The graph of one chart, each answer worked out once when asked for."""

    def __init__(self, chart: charts.Chart) -> None:
        self.chart = chart
        self.steps = chart.steps
        first: dict[int, int] = {}
        for index, step in enumerate(self.steps):
            first.setdefault(step.number, index)
        self.by_number = first
        self.ways: list[list[Way]] = [
            [
                Way(index, position, link, END if link.to is None else first.get(link.to, MISSING))
                for position, link in enumerate(step.links)
            ]
            for index, step in enumerate(self.steps)
        ]

    @cached_property
    def entry(self) -> int | None:
        """The step the flow starts at: the one with the lowest number."""
        return min(range(len(self.steps)), key=lambda index: (self.steps[index].number, index), default=None)

    def targets(self, index: int) -> list[int]:
        return [way.target for way in self.ways[index] if way.has_step]

    def reach(self, *starts: int) -> set[int]:
        """All steps that can be come to from `starts`, themselves included."""
        seen, waiting = set(starts), list(starts)
        while waiting:
            for target in self.targets(waiting.pop()):
                if target not in seen:
                    seen.add(target)
                    waiting.append(target)
        return seen

    @cached_property
    def reached(self) -> set[int]:
        """The steps that can be come to from the entry."""
        return set() if self.entry is None else self.reach(self.entry)

    @cached_property
    def loops(self) -> list[frozenset[int]]:
        """Groups of steps that can all be come to from each other (a step linked to itself is one)."""
        beyond = [self.reach(*self.targets(index)) for index in range(len(self.steps))]
        found: list[frozenset[int]] = []
        for index, reached in enumerate(beyond):
            if index in reached and not any(index in loop for loop in found):
                found.append(frozenset(other for other in reached if index in beyond[other]))
        return found

    @cached_property
    def back(self) -> set[tuple[int, int]]:
        """Links that lead back, as (source, position): depth-first from the entry, lower numbers first.

        A link from a step that is never reached into the reached part counts as leading back, so that what is
        not reached can stand below the rest.
        """
        back = {
            (way.source, way.position)
            for ways in self.ways
            for way in ways
            if way.source not in self.reached and way.target in self.reached
        }
        done: set[int] = set()
        for root in sorted(range(len(self.steps)), key=lambda index: (index not in self.reached, self._order(index))):
            if root not in done:
                self._find_back(root, done, back)
        return back

    def _order(self, index: int) -> tuple[int, int]:
        return self.steps[index].number, index

    def _ways_in_order(self, index: int) -> list[Way]:
        ways = [way for way in self.ways[index] if way.has_step]
        return sorted(ways, key=lambda way: self._order(way.target), reverse=True)

    def _find_back(self, root: int, done: set[int], back: set[tuple[int, int]]) -> None:
        path, on_path = [(root, self._ways_in_order(root))], {root}
        done.add(root)
        while path:
            index, waiting = path[-1]
            if not waiting:
                path.pop()
                on_path.discard(index)
                continue
            way = waiting.pop()
            if way.target in on_path:
                back.add((way.source, way.position))
            elif way.target not in done:
                done.add(way.target)
                on_path.add(way.target)
                path.append((way.target, self._ways_in_order(way.target)))

    def is_back(self, way: Way) -> bool:
        return (way.source, way.position) in self.back

    def forward(self, index: int) -> list[Way]:
        """The links of a step that lead on to another step."""
        return [way for way in self.ways[index] if way.has_step and not self.is_back(way)]

    @cached_property
    def in_order(self) -> list[int]:
        """All steps so that every link that leads on points to a later one."""
        indegree = [0] * len(self.steps)
        for index in range(len(self.steps)):
            for way in self.forward(index):
                indegree[way.target] += 1
        ready = sorted((i for i, count in enumerate(indegree) if not count), key=self._order)
        order: list[int] = []
        while ready:
            index = ready.pop(0)
            order.append(index)
            for way in self.forward(index):
                indegree[way.target] -= 1
                if not indegree[way.target]:
                    ready.append(way.target)
        return order

    @cached_property
    def ranks(self) -> list[int]:
        """How many steps come before each on the longest way to it; what is never reached lies below the rest."""
        ranks = [0] * len(self.steps)
        for is_reached in (True, False):
            floor = 0 if is_reached else 1 + max((ranks[index] for index in self.reached), default=-1)
            members = [index for index in self.in_order if (index in self.reached) == is_reached]
            for index in members:
                ranks[index] = max(ranks[index], floor)
                for way in self.forward(index):
                    ranks[way.target] = max(ranks[way.target], ranks[index] + 1)
        return ranks

    def splits(self) -> list[list[Way]]:
        """The parallel links of each step that has more than one leading to a step."""
        groups = [[way for way in ways if way.link.is_parallel and way.has_step] for ways in self.ways]
        return [group for group in groups if len(group) > 1]

    def _beyond(self, start: int, *, stop: int | None = None) -> set[int]:
        """Steps come to from `start` by links that lead on, without passing `stop`."""
        seen, waiting = {start}, [start]
        while waiting:
            index = waiting.pop()
            for way in self.forward(index) if index != stop else []:
                if way.target not in seen:
                    seen.add(way.target)
                    waiting.append(way.target)
        return seen

    def join_of(self, split: list[Way]) -> int | None:
        """The first step that every way of a split comes to, or None."""
        branches = [self._beyond(way.target) for way in split if way.has_step and not self.is_back(way)]
        common = set.intersection(*branches) if len(branches) == len(split) else set()
        return min(common, key=lambda index: (self.ranks[index], self._order(index)), default=None)

    def region(self, split: list[Way], target: int) -> list[set[int]]:
        """The steps inside each branch of a split, up to the step where they join."""
        return [self._beyond(way.target, stop=target) - {target} for way in split]

    @cached_property
    def joins(self) -> dict[int, Join]:
        """The joins of the chart by the step behind them; splits that join at the same step share one."""
        found: dict[int, Join] = {}
        for split in self.splits():
            target = self.join_of(split)
            if target is None:
                continue
            branches = [
                self._arrivals(way, region, target)
                for way, region in zip(split, self.region(split, target), strict=True)
            ]
            known = found.get(target, Join(target, ()))
            arrivals = {(way.source, way.position): way for group in [known.arrivals, *branches] for way in group}
            is_strict = known.is_strict and all(len(group) == 1 for group in branches)
            found[target] = Join(target, tuple(arrivals[key] for key in sorted(arrivals)), is_strict)
        return found

    def _arrivals(self, head: Way, region: set[int], target: int) -> list[Way]:
        direct = [head] if head.target == target else []
        return direct + [way for index in sorted(region) for way in self.forward(index) if way.target == target]

    @cached_property
    def in_parallel(self) -> set[int]:
        """Steps inside the branches of a joined split: an end reached there ends the other branches too."""
        inside: set[int] = set()
        for split in self.splits():
            target = self.join_of(split)
            if target is not None:
                inside.update(*self.region(split, target))
        return inside
