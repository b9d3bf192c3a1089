"""What a drawn flow chart consists of, in pixels: lanes, nodes, edges and labels, for SVG and BPMN alike."""

from dataclasses import dataclass

from powers.calculations import charts

START, STEP, SPLIT, JOIN, END, MISSING = "start", "step", "split", "join", "end", "missing"
EXCLUSIVE, PARALLEL, INCLUSIVE = "exclusive", "parallel", "inclusive"

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class LaneBox:
    """One post's column, or the columns that its steps need side by side, from its head to the foot."""

    lane: charts.Lane | None
    box: Box
    head: float
    post_lines: tuple[str, ...]
    department_lines: tuple[str, ...]


@dataclass(frozen=True)
class Node:
    """A step, a gateway (`gateway` says which), or where the flow starts or ends.

    An end is final where it lies in one of several parallel branches: it ends the others too.
    """

    key: str
    kind: str
    box: Box
    lane: int
    step: charts.Step | None = None
    lines: tuple[str, ...] = ()
    gateway: str = ""
    is_final: bool = False


@dataclass(frozen=True)
class Label:
    """The condition of an edge, its lines written from the left edge of the box."""

    box: Box
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """A line from node to node; `link` is None where it only ties a step to its own gateway or the start."""

    key: str
    source: str
    target: str
    points: tuple[Point, ...]
    link: charts.Link | None = None
    label: Label | None = None
    is_back: bool = False
    has_arrow: bool = True


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    lanes: tuple[LaneBox, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
