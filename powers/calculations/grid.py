"""Rows, columns and exits of a flow chart: which cell a step stands in, and which side each of its links leaves by."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from powers.calculations import drawings, walks

LEFT, RIGHT, DOWN = "left", "right", "down"
OTHER = {LEFT: RIGHT, RIGHT: LEFT}


@dataclass(frozen=True)
class Exit:
    """How a link leaves its step: downwards, or to a side; further ones on the same side leave a level lower."""

    way: walks.Way
    side: str
    level: int = 0

    @property
    def direction(self) -> int:
        return {LEFT: -1, RIGHT: 1, DOWN: 0}[self.side]


class Grid:
    """Steps in cells: a row for each rank, a lane for each post, as many columns a lane as stand side by side in it.

    The links of `mirrored` steps leave by the other side than they would by themselves.
    """

    def __init__(self, walk: walks.Walk, mirrored: frozenset[int] = frozenset()) -> None:
        self.walk = walk
        self.mirrored = mirrored
        self.row = walk.ranks
        self.rows = 1 + max(self.row, default=-1)
        self.lanes = list(dict.fromkeys(step.lane for step in sorted(walk.steps, key=lambda step: step.number)))
        self.lane = [self.lanes.index(step.lane) for step in walk.steps]
        self.slots = [1] * len(self.lanes)
        self.column = self._columns()
        self.cells = {(self.row[index], column): index for index, column in enumerate(self.column)}
        self.exits = [self._exits(index) for index in range(len(walk.steps))]

    @property
    def columns(self) -> int:
        return sum(self.slots)

    def lane_columns(self, lane: int) -> range:
        """The columns that make up a lane."""
        start = sum(self.slots[:lane])
        return range(start, start + self.slots[lane])

    def _columns(self) -> list[int]:
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for index in self.walk.in_order:
            groups[self.row[index], self.lane[index]].append(index)
        for (_row, lane), members in groups.items():
            self.slots[lane] = max(self.slots[lane], len(members))
        slot = [0] * len(self.row)
        for (_row, lane), members in sorted(groups.items()):
            ordered = sorted(members, key=lambda index: (self.walk.steps[index].number, index))
            for position, index in enumerate(ordered):
                slot[index] = position if len(members) > 1 else self._slot_above(index, lane, slot)
        return [self.lane_columns(lane)[slot[index]] for index, lane in enumerate(self.lane)]

    def _slot_above(self, index: int, lane: int, slot: list[int]) -> int:
        above = [way.source for way in self.incoming[index] if self.lane[way.source] == lane]
        return slot[max(above, key=lambda source: (self.row[source], -slot[source]))] if above else 0

    @cached_property
    def incoming(self) -> dict[int, list[walks.Way]]:
        """The links that lead on to each step."""
        found: dict[int, list[walks.Way]] = defaultdict(list)
        for index in range(len(self.walk.steps)):
            for way in self.walk.forward(index):
                found[way.target].append(way)
        return found

    def is_free(self, rows: range, columns: range) -> bool:
        """Whether no step stands in these cells."""
        return not any((row, column) in self.cells for row in rows for column in columns)

    def gateway(self, index: int) -> str:
        """The kind of gateway behind a step: none where a single link simply leads on or ends."""
        ways = self.walk.ways[index]
        if len(ways) > 1:
            return drawings.PARALLEL if all(way.link.is_parallel for way in ways) else drawings.EXCLUSIVE
        needs_label = any(self.walk.is_back(way) and way.link.condition for way in ways)
        return drawings.EXCLUSIVE if needs_label else ""

    def _exits(self, index: int) -> list[Exit]:
        main = self._main(index)
        used = {LEFT: 0, RIGHT: 0}
        exits = [] if main is None else [Exit(main, DOWN)]
        for way in sorted((way for way in self.walk.ways[index] if way is not main), key=self._urgency):
            side = self._side(way, used)
            shown = OTHER[side] if index in self.mirrored else side
            exits.append(Exit(way, shown, used[side]))
            used[side] += 1
        return exits

    def _urgency(self, way: walks.Way) -> tuple[int, int, int]:
        """Which link chooses its side first: those that lead on, the farthest before the nearer, then those back."""
        if not way.has_step:
            return 2, 0, way.position
        distance = abs(self.column[way.target] - self.column[way.source])
        return (1, 0, way.position) if self.walk.is_back(way) else (0, -distance, way.position)

    def _main(self, index: int) -> walks.Way | None:
        """The link that leaves downwards: the nearest that leads on, else an end; links back never do."""
        onward = self.walk.forward(index)
        if self.gateway(index) == drawings.PARALLEL and onward:
            return self._main_of_parallel(index, onward)
        if onward:
            return min(onward, key=lambda way: (self.row[way.target], way.position))
        return next((way for way in self.walk.ways[index] if not way.has_step), None)

    def _main_of_parallel(self, index: int, onward: list[walks.Way]) -> walks.Way | None:
        distances = [self.column[way.target] - self.column[index] for way in onward]
        if len(onward) == 2 and distances[0] * distances[1] < 0:
            return None
        return min(onward, key=lambda way: (abs(self.column[way.target] - self.column[index]), way.position))

    def _side(self, way: walks.Way, used: dict[str, int]) -> str:
        column = self.column[way.source]
        if not way.has_step:
            wish = RIGHT
        elif self.column[way.target] != column:
            wish = LEFT if self.column[way.target] < column else RIGHT
        elif self.walk.is_back(way):
            wish = RIGHT if column and column == self.columns - 1 else LEFT
        else:
            wish = RIGHT
        is_onward = way.has_step and not self.walk.is_back(way)
        return OTHER[wish] if used[wish] > used[OTHER[wish]] and not is_onward else wish
