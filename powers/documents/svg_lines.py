"""The lines of a flow chart as SVG: those to one target drawn as one, on a pale bed that parts them from what they cross."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise

from powers.calculations import drawings, sizes
from powers.documents.svg_elements import CANVAS, INK, MUTED, element, number, text_lines

ARROW_LENGTH, ARROW_HALF = 8, 3.5
BED = 6

Spans = dict[float, list[tuple[float, float]]]


def draw_edges(drawing: drawings.Drawing) -> list[str]:
    """All lines with their arrowheads, those that lead back first and paler, and the conditions beside them."""
    groups: dict[tuple[bool, str], list[drawings.Edge]] = defaultdict(list)
    for edge in sorted(drawing.edges, key=lambda edge: not edge.is_back):
        groups[edge.is_back, edge.target].append(edge)
    starts = _shared_starts(drawing.edges)
    parts: list[str] = []
    for (is_back, _target), edges in groups.items():
        colour, width = (MUTED, 1.25) if is_back else (INK, 1.5)
        beds = [_bed(edge.points) if edge.points[0] in starts else edge.points for edge in edges]
        parts.append(element("path", d=_union(beds), stroke=CANVAS, stroke_width=BED, fill="none"))
        lines = _union(_shaft(edge) for edge in edges)
        parts.append(element("path", d=lines, stroke=colour, stroke_width=width, stroke_linecap="square", fill="none"))
        tips = dict.fromkeys((edge.points[-2], edge.points[-1]) for edge in edges if edge.has_arrow)
        parts += [_head(start, end, colour) for start, end in tips]
    for edge in drawing.edges:
        if edge.label:
            box = edge.label.box
            parts += text_lines(edge.label.lines, box.x, box.y, sizes.SMALL_LINE)
    return parts


def _bed(points: tuple[drawings.Point, ...]) -> tuple[drawings.Point, ...]:
    """The line without the stretch from its start that others share, and clear of where it leaves them."""
    if len(points) < 3:
        return ()
    (x, y), after = points[1], points[2]
    across, down = _direction(points[1], after)
    return ((x + across * BED, y + down * BED), *points[2:])


def _shared_starts(edges: Iterable[drawings.Edge]) -> set[drawings.Point]:
    """Where more than one line begins: a bed there would cut the lines beside it."""
    counts = Counter(edge.points[0] for edge in edges)
    return {start for start, count in counts.items() if count > 1}


def _union(lines: Iterable[tuple[drawings.Point, ...]]) -> str:
    """One path over several orthogonal lines in which no stretch is drawn twice."""
    across: Spans = defaultdict(list)
    down: Spans = defaultdict(list)
    for points in lines:
        for (x, y), (end_x, end_y) in pairwise(points):
            if y == end_y:
                across[y].append((min(x, end_x), max(x, end_x)))
            else:
                down[x].append((min(y, end_y), max(y, end_y)))
    horizontal = (f"M{number(low)} {number(y)}H{number(high)}" for y, low, high in _merged(across))
    vertical = (f"M{number(x)} {number(low)}V{number(high)}" for x, low, high in _merged(down))
    return "".join((*horizontal, *vertical))


def _merged(spans: Spans) -> list[tuple[float, float, float]]:
    found: list[tuple[float, float, float]] = []
    for place, stretches in spans.items():
        for low, high in sorted(stretches):
            if found and found[-1][0] == place and low <= found[-1][2]:
                found[-1] = (place, found[-1][1], max(high, found[-1][2]))
            else:
                found.append((place, low, high))
    return found


def _direction(start: drawings.Point, end: drawings.Point) -> tuple[int, int]:
    return (end[0] > start[0]) - (end[0] < start[0]), (end[1] > start[1]) - (end[1] < start[1])


def _shaft(edge: drawings.Edge) -> tuple[drawings.Point, ...]:
    """The line without the tip that its arrowhead covers."""
    if not edge.has_arrow:
        return edge.points
    across, down = _direction(*edge.points[-2:])
    x, y = edge.points[-1]
    return (*edge.points[:-1], (x - across * (ARROW_LENGTH - 2), y - down * (ARROW_LENGTH - 2)))


def _head(start: drawings.Point, end: drawings.Point, colour: str) -> str:
    (across, down), (x, y) = _direction(start, end), end
    base_x, base_y = x - across * ARROW_LENGTH, y - down * ARROW_LENGTH
    corners = [
        (x, y),
        (base_x - down * ARROW_HALF, base_y + across * ARROW_HALF),
        (base_x + down * ARROW_HALF, base_y - across * ARROW_HALF),
    ]
    return element("polygon", points=" ".join(f"{number(left)},{number(top)}" for left, top in corners), fill=colour)
