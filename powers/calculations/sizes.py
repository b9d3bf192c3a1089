"""Measures of the picture of a flow chart, in pixels."""

from dataclasses import dataclass

NAME_SIZE, SMALL_SIZE = 14, 12
NAME_LINE, SMALL_LINE = 19, 15
BOX_PADDING = 10
GATE_HALF = 16
END_WIDTH, END_HEIGHT = 44, 24
TRACK = 12
CHANNEL_HEAD, CHANNEL_FOOT = 12, 18
GUTTER = 12
STUB = 14
END_STUB = 20
NOTE = 18
CLEAR = 4
INDENT = 10
MARGIN = 16
WIDE_COLUMNS = 5


@dataclass(frozen=True)
class Sizes:
    """Widths that depend on how many columns stand side by side."""

    box: float
    column: float

    @property
    def inner(self) -> float:
        return self.box - 2 * INDENT

    @property
    def side_label(self) -> float:
        """Room for a condition beside a gateway's corner."""
        return self.column / 2 - GATE_HALF - 6

    @property
    def low_label(self) -> float:
        """Room for a condition beside a line down, or beside one that leaves below the gateway."""
        return self.column / 2 - 8


def fitting(columns: int) -> Sizes:
    """Wide boxes where they fit a desk's page, narrower ones where many posts take part."""
    return Sizes(box=164, column=180) if columns <= WIDE_COLUMNS else Sizes(box=144, column=160)
