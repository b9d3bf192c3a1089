"""How restless a picture is: the length, the corners and the crossings of its lines."""

from itertools import pairwise

from powers.calculations import drawings

CROSSING, CORNER = 160.0, 24.0

Segment = tuple[float, float, float]


def cost(drawing: drawings.Drawing) -> float:
    """One number to compare two drawings of a chart by: pixels of line, with so many more a corner and a crossing."""
    length, corners = 0.0, 0
    across: list[tuple[str, Segment]] = []
    down: list[tuple[str, Segment]] = []
    for edge in drawing.edges:
        corners += len(edge.points) - 2
        for (x, y), (end_x, end_y) in pairwise(edge.points):
            length += abs(end_x - x) + abs(end_y - y)
            if y == end_y:
                across.append((edge.target, (y, min(x, end_x), max(x, end_x))))
            else:
                down.append((edge.target, (x, min(y, end_y), max(y, end_y))))
    crossings = sum(
        target != other and low < x < high and top < y < bottom
        for target, (y, low, high) in across
        for other, (x, top, bottom) in down
    )
    return length + CORNER * corners + CROSSING * crossings
