"""The 一览表 as PDF: one group of lines a risk point, one line a measure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from controls import calculations
from controls.documents import table_words
from core.documents import pdf

PAGES = {
    "A3": "@page { size: A3 landscape; margin: 17mm 15mm 20mm; font-size: 10pt; } html { font-size: 10pt; }",
    "A4": "@page { size: A4 landscape; margin: 14mm 10mm 20mm; font-size: 7.5pt; } html { font-size: 7.5pt; }",
}
TALL = 20
"""Lines, about half a page, from which a point may go on overleaf: kept whole it could fit on no page at all."""
BETWEEN_TAGS = re.compile(r">\s+<")


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of a point; `opens` and `closes` mark a post's first and last line, between which a page says （续）."""

    text: str
    responsible: str
    due: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One risk point with as many lines as it has measures, at least one."""

    row: calculations.PrintedRow
    grade: str
    leader: str
    height: int
    is_tall: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One post with its points."""

    post: calculations.PrintedPost
    grade: str
    points: tuple[Point, ...]


def draw(table: calculations.PrintedTable, *, paper: str, phase: pdf.Phase | None) -> bytes:
    """Draw the sheet on `paper` (A3 or A4, landscape)."""
    context = {
        "title": f"{table.hospital_name}{table.title}",
        "author": table.hospital_name,
        "table": table,
        "headings": table_words.headings(),
        "blocks": [_block(post) for post in table.posts],
        "edition": table_words.edition(table),
        "counts": table_words.counts(table),
        "signatures": table_words.signatures(table),
        "qr": SafeString(table_words.qr(table).svg_inline(border=0, omitsize=True)),
    }
    html = render_to_string("documents/control_table.html", context)
    return pdf.render(BETWEEN_TAGS.sub("><", html), css=PAGES[paper], phase=phase)


def _block(post: calculations.PrintedPost) -> Block:
    last = len(post.rows) - 1
    points = (_point(row, is_first=index == 0, is_last=index == last) for index, row in enumerate(post.rows))
    return Block(post, table_words.grade(post.grade), tuple(points))


def _point(row: calculations.PrintedRow, *, is_first: bool, is_last: bool) -> Point:
    lines = tuple(_lines(row, is_first=is_first, is_last=is_last))
    is_tall = sum(table_words.heights(row)) > TALL
    return Point(row, table_words.grade(row.grade), table_words.leader(row), len(lines), is_tall, lines)


def _lines(row: calculations.PrintedRow, *, is_first: bool, is_last: bool) -> Iterator[Line]:
    cells = table_words.measures(row)
    end = len(cells) - 1
    for index, (text, responsible, due) in enumerate(cells):
        closes = is_last and index == end
        yield Line(text, responsible, due, opens=is_first and index == 0 and not closes, closes=closes)
