"""The swim-lane picture of a flow chart as coordinates: `layout` puts grid, routes and pixels together."""

from functools import lru_cache

from powers.calculations import blocks, charts, clutter, drawings, grid, placing, routes, sizes, text, walks
from powers.calculations.drawings import Box

HEAD_PADDING = 10
MOST_TURNS = 12


@lru_cache(maxsize=500)
def layout(chart: charts.Chart) -> drawings.Drawing:
    """Lay a chart out in lanes: the same chart gives the same drawing, and no line or label crosses a box.

    Faulty charts are drawn too: a link to a step that does not exist ends in a node of kind `missing`.
    """
    if not chart.steps:
        return drawings.Drawing(0, 0)
    walk = walks.Walk(chart)
    plan = grid.Grid(walk)
    best = _Drawer(chart, plan).draw()
    turning = [index for index, exits in enumerate(plan.exits) if any(_may_turn(exit_) for exit_ in exits)]
    mirrored: frozenset[int] = frozenset()
    for index in turning[:MOST_TURNS]:
        other = _Drawer(chart, grid.Grid(walk, mirrored | {index})).draw()
        if clutter.cost(other) < clutter.cost(best):
            best, mirrored = other, mirrored | {index}
    return best


def _may_turn(exit_: grid.Exit) -> bool:
    return exit_.side != grid.DOWN and exit_.way.has_step


def _label(x: float, bottom: float, lines: tuple[str, ...], direction: int) -> drawings.Label | None:
    """A label whose near edge is at `x` and that stands on `bottom`; it runs right, or left for direction -1."""
    if not lines:
        return None
    width = max(text.width(line, sizes.SMALL_SIZE) for line in lines)
    height = len(lines) * sizes.SMALL_LINE
    return drawings.Label(Box(x if direction >= 0 else x - width, bottom - height, width, height), lines)


class _Drawer:
    """Collects nodes and edges of one chart."""

    def __init__(self, chart: charts.Chart, plan: grid.Grid) -> None:
        self.plan = plan
        self.walk = plan.walk
        self.measures = sizes.fitting(plan.columns)
        self.router = routes.Router(plan, self.measures.box / 2)
        self.cells = [
            blocks.Block(step, plan.exits[index], plan.gateway(index), self.measures, chart.kind)
            for index, step in enumerate(chart.steps)
        ]
        self.heads = [self._head(lane) for lane in range(len(plan.lanes))]
        self.head = max(height for _posts, _departments, height in self.heads)
        self.frame = placing.Frame(plan, self.router, self.cells, self.head)
        self.nodes: list[drawings.Node] = []
        self.edges: list[drawings.Edge] = []

    def _head(self, lane: int) -> tuple[tuple[str, ...], tuple[str, ...], float]:
        owner = self.plan.lanes[lane]
        room = self.plan.slots[lane] * self.measures.column - 12
        posts = text.wrap(owner.post, room, sizes.NAME_SIZE) if owner else ()
        departments = text.wrap(owner.department, room, sizes.SMALL_SIZE) if owner else ()
        height = len(departments) * sizes.SMALL_LINE + max(1, len(posts)) * sizes.NAME_LINE
        return posts, departments, height + 2 * HEAD_PADDING

    def draw(self) -> drawings.Drawing:
        self._draw_start()
        for index in sorted(range(len(self.cells)), key=lambda index: (self.plan.row[index], self.plan.column[index])):
            self._draw_step(index)
        for path in self.router.paths:
            self._draw_path(path)
        return drawings.Drawing(
            width=self.frame.width,
            height=self.frame.height,
            lanes=tuple(self._lane(lane) for lane in range(len(self.plan.lanes))),
            nodes=tuple(self.nodes),
            edges=tuple(self.edges),
        )

    def _lane(self, lane: int) -> drawings.LaneBox:
        columns = self.plan.lane_columns(lane)
        left, right = self.frame.lane_edge(columns[0]), self.frame.lane_edge(columns[-1] + 1)
        posts, departments, _height = self.heads[lane]
        box = Box(left, 0, right - left, self.frame.height)
        return drawings.LaneBox(self.plan.lanes[lane], box, self.head, posts, departments)

    # Nodes

    def _zone(self, index: int, zone: int) -> float:
        return self.frame.zones[self.plan.row[index], zone]

    def _middle(self, index: int) -> float:
        return self.frame.column_middle[self.plan.column[index]]

    def _add(self, key: str, kind: str, box: Box, index: int, gateway: str = "") -> None:
        is_final = kind == drawings.END and index in self.walk.in_parallel
        self.nodes.append(drawings.Node(key, kind, box, self.plan.lane[index], gateway=gateway, is_final=is_final))

    def _draw_start(self) -> None:
        entry = self.walk.entry or 0
        x, y = self._middle(entry), self.frame.start_middle
        self._add("start", drawings.START, _around(x, y, sizes.END_WIDTH, sizes.END_HEIGHT), entry)
        target, foot = self._entrance(entry)
        points = ((x, y + sizes.END_HEIGHT / 2), (x, foot))
        self.edges.append(drawings.Edge("start-link", "start", target, points))

    def _entrance(self, index: int) -> tuple[str, float]:
        return f"step-{index}", self._zone(index, routes.TOP)

    def _draw_step(self, index: int) -> None:
        block, x = self.cells[index], self._middle(index)
        if index in self.router.joins:
            self._draw_join(index)
        top = self._zone(index, routes.TOP)
        box = Box(x - self.measures.box / 2, top, self.measures.box, self.frame.box_heights[self.plan.row[index]])
        self.nodes.append(
            drawings.Node(
                f"step-{index}", drawings.STEP, box, self.plan.lane[index], step=block.step, lines=block.name_lines
            )
        )
        if block.gateway:
            level = self._zone(index, routes.LEVEL)
            gate = _around(x, level, 2 * sizes.GATE_HALF, 2 * sizes.GATE_HALF)
            self._add(f"split-{index}", drawings.SPLIT, gate, index, block.gateway)
            points = ((x, box.bottom), (x, gate.y))
            key = f"split-link-{index}"
            self.edges.append(drawings.Edge(key, f"step-{index}", f"split-{index}", points, has_arrow=False))
        for exit_ in block.exits:
            if not exit_.way.has_step:
                self._draw_end(index, exit_)

    def _draw_join(self, index: int) -> None:
        x, y = self._middle(index), self._zone(index, routes.JOIN)
        gate = _around(x, y, 2 * sizes.GATE_HALF, 2 * sizes.GATE_HALF)
        self._add(f"join-{index}", drawings.JOIN, gate, index, routes.gateway_of(self.plan, index))
        points = ((x, gate.bottom), (x, self._zone(index, routes.TOP)))
        self.edges.append(drawings.Edge(f"join-link-{index}", f"join-{index}", f"step-{index}", points))

    def _draw_end(self, index: int, exit_: grid.Exit) -> None:
        way, x = exit_.way, self._middle(index)
        kind = drawings.END if way.target == walks.END else drawings.MISSING
        key = f"{kind}-{index}-{way.position}"
        start = self._start_of(exit_)
        if exit_.side == grid.DOWN:
            label = self.cells[index].label_height(exit_)
            low = self._tail_top(index, start[-1][1])
            top = low + (label + 2 * sizes.CLEAR if label else 0) + sizes.END_STUB
            box = Box(x - sizes.END_WIDTH / 2, top, sizes.END_WIDTH, sizes.END_HEIGHT)
            points = (*start, (x, top))
        else:
            reach = self.measures.column / 2 - 2 - sizes.END_WIDTH / 2
            box = _around(x + exit_.direction * reach, start[-1][1], sizes.END_WIDTH, sizes.END_HEIGHT)
            points = (*start, (box.x if exit_.direction > 0 else box.right, start[-1][1]))
        self._add(key, kind, box, index)
        self._add_edge(exit_, key, points)

    # Edges

    def _source(self, index: int) -> str:
        return f"split-{index}" if self.cells[index].gateway else f"step-{index}"

    def _start_of(self, exit_: grid.Exit) -> tuple[drawings.Point, ...]:
        """Where the line of a link begins, in pixels."""
        path = routes.Path(exit_.way, (0, ""), tuple(self.router.leave(exit_)))
        return tuple((self.frame.x(x, path), self.frame.y(y, path)) for x, y in path.spots)

    def _draw_path(self, path: routes.Path) -> None:
        way = path.way
        exit_ = next(exit_ for exit_ in self.plan.exits[way.source] if exit_.way is way)
        target = f"step-{way.target}"
        if (way.source, way.position) in self.router.arrivals and not self.walk.is_back(way):
            target = f"join-{way.target}"
        self._add_edge(exit_, target, tuple(self.frame.points(path)))

    def _add_edge(self, exit_: grid.Exit, target: str, points: tuple[drawings.Point, ...]) -> None:
        way = exit_.way
        self.edges.append(
            drawings.Edge(
                key=f"link-{way.source}-{way.position}",
                source=self._source(way.source),
                target=target,
                points=points,
                link=way.link,
                label=self._condition(exit_),
                is_back=self.walk.is_back(way),
            )
        )

    def _tail_top(self, index: int, foot: float) -> float:
        """Where the way down comes out below the lowest line to a side."""
        lowest = self.cells[index].levels - 1
        return self._zone(index, routes.LEVEL + 10 * lowest) + sizes.GATE_HALF if lowest > 0 else foot

    def _condition(self, exit_: grid.Exit) -> drawings.Label | None:
        """The condition: beside a line down, above a line to the side."""
        index = exit_.way.source
        lines = self.cells[index].labels[exit_.way.position]
        x, y = self._start_of(exit_)[-1]
        if exit_.side == grid.DOWN:
            bottom = self._tail_top(index, y) + sizes.CLEAR + len(lines) * sizes.SMALL_LINE
            return _label(x + 6, bottom, lines, 1)
        rise = 0 if exit_.way.has_step else sizes.END_HEIGHT / 2
        return _label(x + exit_.direction * sizes.CLEAR, y - rise - 2, lines, exit_.direction)


def _around(x: float, y: float, width: float, height: float) -> Box:
    return Box(x - width / 2, y - height / 2, width, height)
