"""Routes of links through the grid, before any pixel is known: along columns, rows, channels and gutters.

Channel r runs below row r (channel -1 above row 0), gutter c runs left of column c. Links to the same target may
share their lines; any two others may cross but never run on top of each other.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from powers.calculations import drawings, grid, tracks, walks

COLUMN, GUTTER, ROW, CHANNEL = "column", "gutter", "row", "channel"
# What stands where within a row, from above to below.
JOIN_TOP, JOIN, TOP, IN_LEFT, IN_RIGHT, OUT, FOOT, LEVEL, GATE_FOOT = 90, 100, 200, 300, 310, 400, 450, 500, 505
GATE_HALF = 16.0


class X(NamedTuple):
    """A place across: the middle of a column moved by `shift` pixels, or a gutter's track of the path's net."""

    kind: str
    at: int
    shift: float = 0
    is_left: bool = False

    @property
    def order(self) -> float:
        return 2 * self.at + (1 if self.kind == COLUMN else 0)


class Y(NamedTuple):
    """A place down: a zone of a row, or a channel's track of the path's net."""

    kind: str
    at: int
    zone: int = 0

    @property
    def order(self) -> float:
        return 2 * self.at + (1 if self.kind == CHANNEL else self.zone / 1000)


Spot = tuple[X, Y]


class Path(NamedTuple):
    """The route of a link; paths of one `net` have the same target and enter it at the same place."""

    way: walks.Way
    net: tuple[int, str]
    spots: tuple[Spot, ...]

    @property
    def legs(self) -> list[tuple[Spot, Spot]]:
        return list(itertools.pairwise(self.spots))


class Router:
    """Routes the links of a grid one after the other, the short ones first."""

    def __init__(self, plan: grid.Grid, box_half: float) -> None:
        self.plan = plan
        self.box_half = box_half
        self.joins = plan.walk.joins
        self.arrivals = {(way.source, way.position) for join in self.joins.values() for way in join.arrivals}
        self.channels = {index: tracks.Channel() for index in range(-1, plan.rows + 1)}
        self.gutters = [tracks.Gutter() for _ in range(plan.columns + 1)]
        self.columns_used: dict[int, list[tuple[float, float, object]]] = defaultdict(list)
        self.rows_used: dict[Y, list[tuple[float, float, object]]] = defaultdict(list)
        exits = [exit_ for group in plan.exits for exit_ in group if exit_.way.has_step]
        self.paths = [self._route(exit_) for exit_ in sorted(exits, key=self._length)]
        for channel in self.channels.values():
            channel.settle()
        for gutter in self.gutters:
            gutter.settle()

    def _length(self, exit_: grid.Exit) -> tuple[bool, int, int, int, int]:
        way, plan = exit_.way, self.plan
        down = abs(plan.row[way.target] - plan.row[way.source])
        across = abs(plan.column[way.target] - plan.column[way.source])
        return plan.walk.is_back(way), down, across, way.source, way.position

    # Choosing

    def _route(self, exit_: grid.Exit) -> Path:
        way, plan = exit_.way, self.plan
        if plan.walk.is_back(way):
            options = list(self._back(exit_))
        elif way.target in self.joins and (way.source, way.position) not in self.arrivals:
            options = list(self._beside_join(exit_))
        elif exit_.side == grid.DOWN:
            options = list(self._down(exit_))
        else:
            options = list(self._sideways(exit_))
        chosen = next((option for option in options if self._fits(option)), options[-1])
        path = chosen._replace(spots=tuple(dict.fromkeys(chosen.spots)))
        self._take(path)
        return path

    def _fits(self, path: Path) -> bool:
        for (x, y), (other_x, other_y) in path.legs:
            if x == other_x and x.kind == COLUMN and not _is_trunk(y, other_y):
                used, low, high = self.columns_used[x.at], y.order, other_y.order
            elif y == other_y and y.kind == ROW:
                used, low, high = self.rows_used[y], x.order, other_x.order
            else:
                continue
            low, high = min(low, high), max(low, high)
            if any(net != path.net and start < high and low < end for start, end, net in used):
                return False
        return True

    def _take(self, path: Path) -> None:
        for (x, y), (other_x, other_y) in path.legs:
            across, down = (x.order, other_x.order), (y.order, other_y.order)
            if y == other_y and y.kind == CHANNEL:
                self.channels[y.at].add(path.net, across)
            elif y == other_y:
                self.rows_used[y].append((min(across), max(across), path.net))
            elif x.kind == GUTTER:
                self.gutters[x.at].add(path.net, down, is_left=x.is_left)
            elif not _is_trunk(y, other_y):
                self.columns_used[x.at].append((min(down), max(down), path.net))
                if other_y.kind == CHANNEL:
                    self.channels[other_y.at].from_above[path.net].add(x.order)
                if y.kind == CHANNEL:
                    self.channels[y.at].to_below[path.net].add(x.order)

    # Leaving and arriving

    def leave(self, exit_: grid.Exit) -> list[Spot]:
        """The first spots of a route, up to where it may turn."""
        source = exit_.way.source
        row, column = self.plan.row[source], self.plan.column[source]
        if not self.plan.gateway(source):
            down = (X(COLUMN, column), Y(ROW, row, FOOT))
            aside = (X(COLUMN, column, exit_.direction * self.box_half), Y(ROW, row, OUT))
            return [down if exit_.side == grid.DOWN else aside]
        if exit_.side == grid.DOWN:
            return [(X(COLUMN, column), Y(ROW, row, GATE_FOOT))]
        if exit_.level == 0:
            return [(X(COLUMN, column, exit_.direction * GATE_HALF), Y(ROW, row, LEVEL))]
        lower = Y(ROW, row, LEVEL + 10 * exit_.level)
        return [(X(COLUMN, column), Y(ROW, row, GATE_FOOT)), (X(COLUMN, column), lower)]

    def _top(self, target: int) -> Spot:
        zone = JOIN_TOP if target in self.joins else TOP
        return X(COLUMN, self.plan.column[target]), Y(ROW, self.plan.row[target], zone)

    def _side_gutter(self, exit_: grid.Exit) -> X:
        column = self.plan.column[exit_.way.source]
        is_left_of_it = exit_.side != grid.LEFT
        return X(GUTTER, column + 1 if is_left_of_it else column, is_left=is_left_of_it)

    def _enter_side(self, target: int, gutter: X) -> tuple[str, list[Spot]]:
        """From a gutter straight into the side of a step; returns which side, and the spots."""
        is_from_right = self.plan.column[target] < gutter.at
        y = Y(ROW, self.plan.row[target], IN_RIGHT if is_from_right else IN_LEFT)
        half = self.box_half if is_from_right else -self.box_half
        return ("right" if is_from_right else "left"), [(gutter, y), (X(COLUMN, self.plan.column[target], half), y)]

    def _cells_to(self, target: int, gutter: X) -> range:
        """The columns that a line from a gutter into the side of `target` crosses."""
        column = self.plan.column[target]
        return range(column + 1, gutter.at) if column < gutter.at else range(gutter.at, column)

    # The four kinds of route

    def _back(self, exit_: grid.Exit) -> Iterator[Path]:
        """Out to the side, up the gutter, and into the side of the target."""
        yield from self._to_side(exit_, self.leave(exit_), self._side_gutter(exit_))

    def _beside_join(self, exit_: grid.Exit) -> Iterator[Path]:
        """To a step behind a join without taking part in it: into its side, since its top is the join's."""
        spots = self.leave(exit_)
        if exit_.side != grid.DOWN:
            yield from self._to_side(exit_, spots, self._side_gutter(exit_))
            return
        column, row = self.plan.column[exit_.way.source], self.plan.row[exit_.way.source]
        target = exit_.way.target
        gutter = self._near(target, towards=column)
        side, entry = self._enter_side(target, gutter)
        channel = Y(CHANNEL, row)
        yield Path(exit_.way, (target, side), (*spots, (X(COLUMN, column), channel), (gutter, channel), *entry))

    def _near(self, target: int, *, towards: int) -> X:
        """The gutter beside a target on the side of a column."""
        column = self.plan.column[target]
        return X(GUTTER, column + 1, is_left=True) if towards > column else X(GUTTER, column)

    def _to_side(self, exit_: grid.Exit, spots: list[Spot], gutter: X) -> Iterator[Path]:
        target, y = exit_.way.target, spots[-1][1]
        row = self.plan.row[target]
        side, entry = self._enter_side(target, gutter)
        if self.plan.is_free(range(row, row + 1), self._cells_to(target, gutter)):
            yield Path(exit_.way, (target, side), (*spots, (gutter, y), *entry))
        near = self._near(target, towards=gutter.at - (side == "left"))
        side, entry = self._enter_side(target, near)
        channel = Y(CHANNEL, row - 1)
        if near.at == gutter.at:
            yield Path(exit_.way, (target, side), (*spots, (gutter, y), (gutter, entry[0][1]), *entry[1:]))
        else:
            yield Path(exit_.way, (target, side), (*spots, (gutter, y), (gutter, channel), (near, channel), *entry))

    def _sideways(self, exit_: grid.Exit) -> Iterator[Path]:
        """Out to the side and down: over the target's column if that is free, else down the gutter."""
        plan, way = self.plan, exit_.way
        row, column = plan.row[way.source], plan.column[way.source]
        low, across = plan.row[way.target], plan.column[way.target]
        spots, top, net = self.leave(exit_), self._top(way.target), (way.target, "top")
        y = spots[-1][1]
        between = range(column + 1, across + 1) if exit_.side == grid.RIGHT else range(across, column)
        is_open = plan.is_free(range(row, row + 1), between) and plan.is_free(
            range(row, low), range(across, across + 1)
        )
        if (across - column) * exit_.direction > 0 and is_open:
            yield Path(way, net, (*spots, (top[0], y), top))
        gutter, channel = self._side_gutter(exit_), Y(CHANNEL, low - 1)
        yield Path(way, net, (*spots, (gutter, y), (gutter, channel), (top[0], channel), top))

    def _down(self, exit_: grid.Exit) -> Iterator[Path]:
        """Straight down, or over a channel into the target's column, or down the own column first, or by a gutter."""
        plan, way = self.plan, exit_.way
        row, column = plan.row[way.source], plan.column[way.source]
        low, across = plan.row[way.target], plan.column[way.target]
        spots, top, net = self.leave(exit_), self._top(way.target), (way.target, "top")
        own, upper, lower = X(COLUMN, column), Y(CHANNEL, row), Y(CHANNEL, low - 1)
        is_own_free = plan.is_free(range(row + 1, low), range(column, column + 1))
        if column == across and is_own_free:
            yield Path(way, net, (*spots, top))
        elif column != across:
            yield from self._into_join(exit_, spots)
            if plan.is_free(range(row + 1, low), range(across, across + 1)):
                yield Path(way, net, (*spots, (own, upper), (top[0], upper), top))
            if is_own_free:
                yield Path(way, net, (*spots, (own, lower), (top[0], lower), top))
        gutter = X(GUTTER, column + 1, is_left=True) if across >= column else X(GUTTER, column)
        yield Path(way, net, (*spots, (own, upper), (gutter, upper), (gutter, lower), (top[0], lower), top))

    def _into_join(self, exit_: grid.Exit, spots: list[Spot]) -> Iterator[Path]:
        """Down the own column and into the corner of a join gateway."""
        plan, way = self.plan, exit_.way
        if way.target not in self.joins:
            return
        column, across, low = plan.column[way.source], plan.column[way.target], plan.row[way.target]
        between = range(across + 1, column + 1) if column > across else range(column, across)
        is_own_free = plan.is_free(range(plan.row[way.source] + 1, low + 1), range(column, column + 1))
        if is_own_free and plan.is_free(range(low, low + 1), between):
            y, side = Y(ROW, low, JOIN), 1 if column > across else -1
            corner = (X(COLUMN, across, side * GATE_HALF), y)
            yield Path(way, (way.target, f"corner{side}"), (*spots, (X(COLUMN, column), y), corner))


def _is_trunk(y: Y, other: Y) -> bool:
    """Whether a leg only leads down from a gateway to where its lower links leave, a stretch all of them share."""
    return y.kind == other.kind == ROW and y.at == other.at


def gateway_of(plan: grid.Grid, target: int) -> str:
    """The kind of the join in front of a step, or nothing."""
    join = plan.walk.joins.get(target)
    if join is None:
        return ""
    return drawings.PARALLEL if join.is_strict else drawings.INCLUSIVE
