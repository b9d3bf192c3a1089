"""Where the bars of a chart lie: one bar a row, one piece a series, all on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, LABEL, TOTAL = 480.0, 96.0, 48.0
"""Of the whole chart, of the labels on its left and of the totals on its right."""
BAR, GAP, HEAD = 22.0, 10.0, 30.0
"""Height of a bar, between two bars, and of the legend above them."""


@dataclass(frozen=True)
class Series:
    """One kind of piece: its code, its word, its colour, and the shape that tells it apart without colour."""

    key: str
    label: str
    colour: str
    shape: str = ""


@dataclass(frozen=True)
class Row:
    """One bar: its label and how much of each series it has."""

    label: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Piece:
    """A piece of a bar on the paper."""

    series: Series
    number: int
    x: float
    width: float


@dataclass(frozen=True)
class Bar:
    """A bar on the paper."""

    label: str
    total: int
    y: float
    pieces: tuple[Piece, ...]

    @property
    def end(self) -> float:
        """Where the total stands."""
        return max((piece.x + piece.width for piece in self.pieces), default=LABEL)


@dataclass(frozen=True)
class Chart:
    """Bars with their scale; `title` and `text` say to whom cannot see it what it shows."""

    title: str
    text: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]

    @property
    def height(self) -> float:
        return HEAD + len(self.bars) * (BAR + GAP)


def stacked(title: str, rows: Sequence[Row], series: Sequence[Series]) -> Chart:
    """Bars of the rows' pieces; a piece that is not nothing is at least a line wide."""
    most = max((sum(row.counts.get(each.key, 0) for each in series) for row in rows), default=0)
    scale = (WIDTH - LABEL - TOTAL) / most if most else 0.0
    bars = tuple(_bar(row, number, series, scale) for number, row in enumerate(rows))
    return Chart(title, _in_words(rows, series), tuple(series), bars)


def _bar(row: Row, number: int, series: Sequence[Series], scale: float) -> Bar:
    x, pieces = LABEL, []
    for each in series:
        count = row.counts.get(each.key, 0)
        if count:
            width = max(count * scale, 1.0)
            pieces.append(Piece(each, count, x, width))
            x += width
    return Bar(row.label, sum(piece.number for piece in pieces), HEAD + number * (BAR + GAP), tuple(pieces))


def _in_words(rows: Sequence[Row], series: Sequence[Series]) -> str:
    """`岗位职责：高 3，中 5；…`, for whom cannot see the bars."""
    told = []
    for row in rows:
        parts = [f"{each.label} {row.counts[each.key]}" for each in series if row.counts.get(each.key)]
        told.append(f"{row.label}：{'，'.join(parts) or 0}")
    return "；".join(told)
