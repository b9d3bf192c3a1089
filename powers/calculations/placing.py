"""From rows, columns and tracks to pixels: how high each row and how wide each gutter is, and where all of it lies."""

import itertools

from powers.calculations import blocks, grid, routes, sizes

ASIDE = 14.0


class Frame:
    """The pixels of every column, gutter track, row zone and channel track."""

    def __init__(self, plan: grid.Grid, router: routes.Router, cells: list[blocks.Block], head: float) -> None:
        self.plan = plan
        self.router = router
        self.cells = cells
        self.measures = cells[0].measures
        self.zones: dict[tuple[int, int], float] = {}
        self.channel_top: dict[int, float] = {}
        self.box_heights: dict[int, float] = {}
        self._place_columns()
        self._place_rows(head)

    def _place_columns(self) -> None:
        self.gutter_left: list[float] = []
        self.gutter_width: list[float] = []
        self.column_middle: list[float] = []
        x = 0.0
        for index, gutter in enumerate(self.router.gutters):
            self.gutter_left.append(x)
            self.gutter_width.append(sizes.GUTTER + sizes.TRACK * (gutter.left_size + gutter.right_size))
            x += self.gutter_width[-1]
            if index < self.plan.columns:
                self.column_middle.append(x + self.measures.column / 2)
                x += self.measures.column
        self.width = x

    def _place_rows(self, head: float) -> None:
        start = head + sizes.MARGIN
        self.start_middle = start + sizes.END_HEIGHT / 2
        y = self._place_channel(-1, start + sizes.END_HEIGHT)
        for row in range(self.plan.rows):
            y = self._place_row(row, y)
            y = self._place_channel(row, y) if row < self.plan.rows - 1 else y
        self.height = y + sizes.MARGIN

    def _place_channel(self, index: int, y: float) -> float:
        self.channel_top[index] = y
        tracks = self.router.channels[index].size
        return y + sizes.CHANNEL_HEAD + sizes.TRACK * tracks + sizes.CHANNEL_FOOT

    def _place_row(self, row: int, y: float) -> float:
        members = [index for (at, _column), index in self.plan.cells.items() if at == row]
        here = [self.cells[index] for index in members]
        if any(index in self.router.joins for index in members):
            self.zones[row, routes.JOIN_TOP] = y
            self.zones[row, routes.JOIN] = y + sizes.GATE_HALF
            y += 2 * sizes.GATE_HALF + sizes.STUB + sizes.CLEAR
        height = max(block.box_height for block in here)
        self.box_heights[row] = height
        self.zones |= {
            (row, routes.TOP): y,
            (row, routes.IN_LEFT): y + 18,
            (row, routes.IN_RIGHT): y + 26,
            (row, routes.OUT): y + height - 14,
            (row, routes.FOOT): y + height,
        }
        last = self._place_levels(row, y + height, here)
        return max((last[block.levels - 1] if block.gateway else y + height) + block.tail() for block in here)

    def _place_levels(self, row: int, foot: float, here: list[blocks.Block]) -> list[float]:
        """The height of each level at which links leave the gateways of a row."""
        levels: list[float] = []
        for level in range(max(block.levels for block in here)):
            above = max(block.above(level) for block in here if block.levels > level)
            if level == 0:
                levels.append(foot + max(sizes.STUB + sizes.GATE_HALF, sizes.CLEAR + above))
                self.zones[row, routes.GATE_FOOT] = levels[0] + sizes.GATE_HALF
            else:
                levels.append(levels[-1] + sizes.END_HEIGHT / 2 + sizes.CLEAR + max(above, sizes.END_HEIGHT / 2))
            self.zones[row, routes.LEVEL + 10 * level] = levels[-1]
        return levels

    def lane_edge(self, gutter: int) -> float:
        """The line between two lanes: between the tracks of the left and those of the right column."""
        if gutter in (0, self.plan.columns):
            return 0 if gutter == 0 else self.width
        return self.gutter_left[gutter] + sizes.GUTTER / 2 + sizes.TRACK * self.router.gutters[gutter].left_size

    def x(self, place: routes.X, path: routes.Path) -> float:
        """Pixels of a place across."""
        if place.kind == routes.COLUMN:
            return self.column_middle[place.at] + place.shift
        gutter = self.router.gutters[place.at]
        if place.is_left:
            return self.gutter_left[place.at] + sizes.GUTTER / 2 + sizes.TRACK * gutter.left_tracks[path.net]
        right = self.gutter_left[place.at] + self.gutter_width[place.at]
        return right - sizes.GUTTER / 2 - sizes.TRACK * gutter.right_tracks[path.net]

    def y(self, place: routes.Y, path: routes.Path) -> float:
        """Pixels of a place down."""
        if place.kind == routes.ROW:
            return self.zones[place.at, place.zone]
        track = self.router.channels[place.at].tracks[path.net]
        return self.channel_top[place.at] + sizes.CHANNEL_HEAD + sizes.TRACK * track

    def points(self, path: routes.Path) -> list[tuple[float, float]]:
        """The corners of a path in pixels, without those on a straight line."""
        spots = self._part(path)
        points = [(self.x(x, path), self.y(y, path)) for x, y in spots]
        kept = points[:1]
        for point, after in itertools.pairwise(points[1:]):
            is_straight = kept[-1][0] == point[0] == after[0] or kept[-1][1] == point[1] == after[1]
            if not is_straight:
                kept.append(point)
        return [*kept, points[-1]]

    def _part(self, path: routes.Path) -> list[routes.Spot]:
        """Move a way down aside where its channel could not keep it clear of another that comes from above."""
        spots = list(path.spots)
        (x, y), (last_x, last_y) = spots[-2:]
        if y.kind != routes.CHANNEL or x.kind != routes.COLUMN or path.net not in self.router.channels[y.at].shifted:
            return spots
        if last_y.zone == routes.TOP:
            spots[-2:] = [(x._replace(shift=-ASIDE), y), (last_x._replace(shift=-ASIDE), last_y)]
        elif last_y.zone == routes.JOIN_TOP:
            aside, corner = x._replace(shift=-sizes.GATE_HALF - ASIDE), x._replace(shift=-sizes.GATE_HALF)
            level = last_y._replace(zone=routes.JOIN)
            spots[-2:] = [(aside, y), (aside, level), (corner, level)]
        return spots
