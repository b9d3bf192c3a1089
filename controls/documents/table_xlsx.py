"""The 一览表 as a sheet set up for printing: one line a measure, a point merged over its lines, pages ended between points."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from controls import calculations
from controls.documents import table_words
from core.documents import pdf

PAPERS = {"A3": (8, 1191, 842), "A4": (9, 842, 595)}
"""Excel's numbers of the papers, with width and height in points."""
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.6, "bottom": 0.7}
"""In inches."""
LAST = len(table_words.WIDTHS) - 1
LINE, HIGHEST = 14.5, 408.75
"""Points that one line of text takes (merged cells don't grow by themselves), and the most that Excel opens."""
HEAD_ROW, HEAD_HEIGHT, BAND_HEIGHT, SIGNER_HEIGHT = 2, 24, 20, 28
CHANGED_LINES = 3
"""Lines kept above the signers, for what changed since approval."""
SPARE = 0.94
"""Part of a page that is filled: programs differ by a little in how high they draw a line."""
FONT = "宋体"


class Sheet:
    """One sheet being written from top to bottom; `at` is the next free line, `left` the points left on the page."""

    def __init__(self, book: xlsxwriter.Workbook, paper: str) -> None:
        self.page = book.add_worksheet(_("一览表"))
        thin = {"border": 1, "text_wrap": True, "valign": "vcenter", "font_name": FONT, "font_size": 10}
        plain = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        self.formats = {
            "title": book.add_format(
                {"font_name": "方正小标宋简体", "font_size": 20, "align": "center", "valign": "vcenter"}
            ),
            "fact": book.add_format(plain),
            "changed": book.add_format({**plain, "text_wrap": True}),
            "note": book.add_format({**plain, "bold": True, "align": "right"}),
            "head": book.add_format({**thin, "bold": True, "align": "center", "bg_color": "#ECECEC"}),
            "band": book.add_format({**thin, "bold": True, "bg_color": "#F6F6F6"}),
            "text": book.add_format(thin),
            "middle": book.add_format({**thin, "align": "center"}),
            "high": book.add_format({**thin, "align": "center", "bold": True}),
        }
        self.room = _room(paper)
        self.at, self.left, self.breaks = 0, self.room, []

    def take(self, height: float) -> None:
        """Have `height` points for what comes next: on this page, else on a new one, below the repeated headings."""
        if height > self.left and self.left < self.room - HEAD_HEIGHT:
            self.breaks.append(self.at)
            self.left = self.room - HEAD_HEIGHT
        self.left -= height

    def span(self, top: int, left: int, bottom: int, right: int, text: Any, style: str) -> None:
        """One cell over a range; a number stays a number, all else is text."""
        if (top, left) != (bottom, right):
            self.page.merge_range(top, left, bottom, right, "", self.formats[style])
        if isinstance(text, int):
            self.page.write_number(top, left, text, self.formats[style])
        else:
            self.page.write_string(top, left, text, self.formats[style])

    def line(self, text: str, style: str, *, height: float, left: int = 0, right: int = LAST) -> None:
        """A line of its own over the columns from `left` to `right`."""
        self.page.set_row(self.at, height)
        self.left -= height
        self.span(self.at, left, self.at, right, text, style)
        self.at += 1


def draw(table: calculations.PrintedTable, *, paper: str, phase: pdf.Phase | None) -> bytes:
    """Write the sheet, set up for `paper` (A3 or A4, landscape); no text in it is ever a formula or a link."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": table.title, "author": table.hospital_name})
    if phase:
        phase(_("排版"), 2, 4)
    sheet = Sheet(book, paper)
    _set_up(sheet, table, paper)
    _head(sheet, table)
    for post in table.posts:
        _post(sheet, post)
    _foot(sheet, table)
    sheet.page.set_h_pagebreaks(sheet.breaks)
    if phase:
        phase(_("写出"), 3, 4)
    book.close()
    return file.getvalue()


def _room(paper: str) -> float:
    """Points of lines that go on a page when the columns fill its width, less what programs differ by."""
    _number, width, height = PAPERS[paper]
    columns = sum(column * 7 + 5 for column in table_words.WIDTHS) * 0.75
    scale = min(1, (width - 72 * (MARGINS["left"] + MARGINS["right"])) / columns)
    return (height - 72 * (MARGINS["top"] + MARGINS["bottom"])) / scale * SPARE


def _set_up(sheet: Sheet, table: calculations.PrintedTable, paper: str) -> None:
    page = sheet.page
    page.set_landscape()
    page.set_paper(PAPERS[paper][0])
    page.set_margins(**MARGINS)
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.repeat_rows(HEAD_ROW)
    page.freeze_panes(HEAD_ROW + 1, 0)
    page.hide_gridlines(2)
    code = _("校验码 %(code)s") % {"code": table.short_hash} if table.short_hash else _("内容未固定")
    page.set_footer(_("&L%(code)s&C第 &P 页　共 &N 页&R%(edition)s") % {"code": code, "edition": _plain(table)})
    if table.state_note:
        page.set_header(f"&R{table.state_note.replace('&', '&&')}")
    for column, width in enumerate(table_words.WIDTHS):
        page.set_column(column, column, width)


def _plain(table: calculations.PrintedTable) -> str:
    """Department and edition for the foot, where & begins a command."""
    return f"{table.department} {table.edition}".replace("&", "&&")


def _head(sheet: Sheet, table: calculations.PrintedTable) -> None:
    sheet.line(f"{table.hospital_name}{table.title}", "title", height=36)
    facts = _("部门：%(department)s　　版次：%(edition)s　　%(counts)s") % {
        "department": table.department,
        "edition": table_words.edition(table),
        "counts": table_words.counts(table),
    }
    sheet.span(sheet.at, 9, sheet.at, LAST, table.state_note, "note")
    sheet.line(facts, "fact", height=18, right=8)
    for column, heading in enumerate(table_words.headings()):
        sheet.page.write_string(sheet.at, column, heading, sheet.formats["head"])
    sheet.page.set_row(sheet.at, HEAD_HEIGHT)
    sheet.left -= HEAD_HEIGHT
    sheet.at += 1


def _post(sheet: Sheet, post: calculations.PrintedPost) -> None:
    """The band of a post, on one page with its first point, and its points."""
    heights = [_heights(row) for row in post.rows]
    sheet.take(BAND_HEIGHT + sum(heights[0] if heights else []))
    sheet.page.set_row(sheet.at, BAND_HEIGHT)
    sheet.span(sheet.at, 0, sheet.at, LAST, table_words.band(post), "band")
    sheet.at += 1
    for index, row in enumerate(post.rows):
        if index:
            sheet.take(sum(heights[index]))
        _point(sheet, row, heights[index])


def _point(sheet: Sheet, row: calculations.PrintedRow, heights: list[float]) -> None:
    """One risk point: a line for each measure, the rest merged over them."""
    lines = table_words.measures(row)
    top, bottom = sheet.at, sheet.at + len(lines) - 1
    for index, height in enumerate(heights):
        sheet.page.set_row(top + index, height)
    sheet.span(top, 0, bottom, 0, row.number, "middle")
    sheet.span(top, 1, bottom, 1, row.department, "text")
    sheet.span(top, 2, bottom, 2, row.post, "text")
    sheet.span(top, 3, bottom, 3, row.power, "text")
    sheet.span(top, 4, bottom, 4, row.risk_type, "middle")
    sheet.span(top, 5, bottom, 5, row.description, "text")
    sheet.span(top, 6, bottom, 6, row.manifestation, "text")
    sheet.span(top, 7, bottom, 7, table_words.grade(row.grade), "high" if row.grade == "high" else "middle")
    sheet.span(top, 10, bottom, 10, table_words.leader(row), "middle")
    for index, cells in enumerate(lines):
        for column, text, style in zip((8, 9, 11), cells, ("text", "middle", "middle"), strict=True):
            sheet.page.write_string(top + index, column, text, sheet.formats[style])
    sheet.at = bottom + 1


def _heights(row: calculations.PrintedRow) -> list[float]:
    """Points of each measure's line."""
    return [min(lines * LINE + 4, HIGHEST) for lines in table_words.heights(row)]


def _foot(sheet: Sheet, table: calculations.PrintedTable) -> None:
    """Who signs, and the QR code beside it, all on one page."""
    signers = table_words.signatures(table)
    above = LINE * CHANGED_LINES if table.since_approval else LINE
    sheet.take(above + SIGNER_HEIGHT * len(signers))
    sheet.line(table.since_approval, "changed", height=above)
    top = sheet.at
    for label, name, asked in signers:
        sheet.line(
            f"{label}：{name}　　{asked}＿＿＿＿＿＿＿＿　　{_('年　　月　　日')}",
            "fact",
            height=SIGNER_HEIGHT,
            right=8,
        )
    picture = io.BytesIO()
    table_words.qr(table).save(picture, kind="png", scale=4, border=2)
    options = {"image_data": picture, "x_offset": 4, "y_offset": 4, "description": _("核对本表的二维码")}
    sheet.page.insert_image(top, 10, "qr.png", options)
    sheet.page.write_string(top, 9, _("扫码核对"), sheet.formats["note"])
    if table.content_hash:
        sheet.page.write_string(top + 1, 9, table.short_hash, sheet.formats["note"])
