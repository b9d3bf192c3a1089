"""Charts as SVG for page and paper: presentation attributes only, no ids, no style, no script (ADR 0017)."""

from django.utils.safestring import SafeString, mark_safe

from powers.documents.svg_elements import INK, LINE, MUTED, PAPER, element, number
from supervision.calculations import charts

FONTS = "PingFang SC, Microsoft YaHei, Noto Sans SC, Lianfang Sans, Print Sans, sans-serif"
CHARACTER = 13.0
ROOM = 8.0
"""Width of a digit: a number stands in its piece only where it fits."""


def draw(chart: charts.Chart) -> SafeString:
    """The chart as one SVG, every text in it escaped."""
    content = [
        element("title", chart.title, is_text=True),
        element("desc", chart.text, is_text=True),
        element("g", [*_legend(chart), *(part for bar in chart.bars for part in _bar(bar))], aria_hidden="true"),
    ]
    drawn = element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(charts.WIDTH)} {number(chart.height)}",
        width=charts.WIDTH,
        height=chart.height,
        role="img",
        aria_label=f"{chart.title}。{chart.text}",
        font_family=FONTS,
        font_size=13,
        fill=INK,
    )
    # Every text in the picture has gone through `element`, which escapes it.
    return mark_safe(drawn)  # noqa: S308


def _legend(chart: charts.Chart) -> list[str]:
    x, parts = charts.LABEL, []
    for series in chart.series:
        words = f"{series.shape} {series.label}".strip()
        parts.append(element("rect", x=x, y=5.0, width=12.0, height=12.0, fill=series.colour))
        parts.append(element("text", words, is_text=True, x=x + 17, y=16.0, fill=MUTED))
        x += 17 + CHARACTER * len(words) + 16
    return parts


def _bar(bar: charts.Bar) -> list[str]:
    base = bar.y + charts.BAR / 2 + 4.6
    axis = {"x1": charts.LABEL, "x2": charts.LABEL, "y1": bar.y - 3, "y2": bar.y + charts.BAR + 3}
    parts = [
        element("text", bar.label, is_text=True, x=charts.LABEL - 8, y=base, text_anchor="end"),
        element("line", **axis, stroke=LINE),  # type: ignore[arg-type]
        *(part for piece in bar.pieces for part in _piece(piece, bar.y, base)),
    ]
    return [*parts, element("text", str(bar.total), is_text=True, x=bar.end + 7, y=base, font_weight=600)]


def _piece(piece: charts.Piece, y: float, base: float) -> list[str]:
    box = {"x": piece.x, "y": y, "width": piece.width, "height": charts.BAR}
    parts = [element("rect", **box, fill=piece.series.colour, stroke=PAPER, stroke_width=1)]  # type: ignore[arg-type]
    words = f"{piece.series.shape}{piece.number}"
    if piece.width > ROOM * len(words) + 10:
        middle = piece.x + piece.width / 2
        parts.append(element("text", words, is_text=True, x=middle, y=base, text_anchor="middle", fill=PAPER))
    return parts
