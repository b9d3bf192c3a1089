"""The 检查记录表 as a sheet that is filled in without the system, and reading it back."""

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from core.documents.sheets import CELL_LIMIT
from core.documents.uploads import BROKEN
from supervision.calculations.printed_records import PrintedPoint, PrintedRecord, SheetFault, SheetRead
from supervision.states.spot_checks import Answer

HEAD_ROW = 5
MOST_ROWS = 2_000
COLUMNS = 7
LONGEST_NOTE = 2_000
WIDTHS = (8, 16, 36, 36, 40, 12, 40)
UNREADABLE = (*BROKEN, AttributeError, KeyError, IndexError, OverflowError, SyntaxError, TypeError, ValueError)
"""What openpyxl raises for parts that are missing or not what they should be."""


def headings() -> tuple[str, ...]:
    """The columns; the answers stand in the last two."""
    return (_("行号"), _("风险点编码"), _("风险点"), _("防控措施"), _("检查内容"), _("结果"), _("情况说明"))


def write(record: PrintedRecord) -> bytes:
    """Write the sheet: what may be filled in is open, the rest is protected against slips (without a password)."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_("检查记录"))
    looks = _looks(book)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_head(sheet, record, looks)
    row = HEAD_ROW
    for point in record.points:
        row = _write_point(sheet, point, row, looks)
    words = [str(word) for word in Answer.labels]
    sheet.data_validation(HEAD_ROW, 5, max(row - 1, HEAD_ROW), 5, {"validate": "list", "source": words})
    sheet.freeze_panes(HEAD_ROW, 2)
    sheet.protect()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
    book.close()
    return file.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    plain = {"border": 1, "border_color": "#D8DDE3", "text_wrap": True, "valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#E9EEF6"}),
        "still": book.add_format({**plain, "font_color": "#545B64"}),
        "open": book.add_format({**plain, "locked": False}),
        "day": book.add_format({**plain, "locked": False, "num_format": "yyyy-mm-dd", "align": "left"}),
    }


def _write_head(sheet: Any, record: PrintedRecord, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, f"{record.hospital_name}{record.title}　{record.department}", looks["title"])
    for row, column, label in (
        (1, 0, _("记录编号")),
        (1, 2, _("版本")),
        (2, 0, _("检查日期")),
        (2, 2, _("检查地点")),
        (3, 0, _("总体情况")),
    ):
        sheet.write_string(row, column, label, looks["head"])
    sheet.write_string(1, 1, record.code, looks["still"])
    sheet.write_number(1, 3, record.version, looks["still"])
    if record.checked_on:
        sheet.write_datetime(2, 1, record.checked_on, looks["day"])
    else:
        sheet.write_blank(2, 1, None, looks["day"])
    sheet.write_string(2, 3, record.place, looks["open"])
    sheet.write_string(3, 1, record.summary[:CELL_LIMIT], looks["open"])
    for column, heading in enumerate(headings()):
        sheet.write_string(HEAD_ROW - 1, column, heading, looks["head"])


def _write_point(sheet: Any, point: PrintedPoint, row: int, looks: dict[str, Any]) -> int:
    measures = "\n".join(point.measures) or _("一览表中没有措施。")
    for item in point.items:
        sheet.write_number(row, 0, item.key, looks["still"])
        for column, text in enumerate((point.code, point.description, measures, item.text), 1):
            sheet.write_string(row, column, text[:CELL_LIMIT], looks["still"])
        sheet.write_string(row, 5, item.answer, looks["open"])
        sheet.write_string(row, 6, item.note[:CELL_LIMIT], looks["open"])
        row += 1
    return row


def read(data: bytes) -> SheetRead:
    """What the sheet says, with every fault by row and column; nothing beyond `MOST_ROWS` is looked at."""
    found = SheetRead()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_col=COLUMNS, max_row=MOST_ROWS + HEAD_ROW + 1)
        rows = [tuple(cells) for cells in lines]
        book.close()
    except UNREADABLE:
        found.faults.append(SheetFault(0, "", _("文件打不开，可能已损坏。请重新下载检查记录表再填。")))
        return found
    if len(rows) > MOST_ROWS + HEAD_ROW:
        found.faults.append(SheetFault(0, "", _("行数超过%(most)d，不是检查记录表。") % {"most": MOST_ROWS}))
        return found
    _read_head(rows, found)
    if not found.faults:
        for number, cells in enumerate(rows[HEAD_ROW:], HEAD_ROW + 1):
            _read_row(number, cells, found)
    return found


def _cell(rows: list[tuple[Any, ...]], row: int, column: int) -> Any:
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else None


def _read_head(rows: list[tuple[Any, ...]], found: SheetRead) -> None:
    there = tuple(_text(_cell(rows, HEAD_ROW - 1, column)) for column in range(COLUMNS))
    if there != headings():
        found.faults.append(SheetFault(HEAD_ROW, "", _("不是从系统下载的检查记录表：第 5 行的列名对不上。")))
        return
    reader = _Cells(found)
    found.code = reader.text(_cell(rows, 1, 1), 2, 1)
    version = reader.value(_cell(rows, 1, 3), 2, 3)
    found.version = int(version) if isinstance(version, int | float) and not isinstance(version, bool) else 0
    found.checked_on = reader.day(_cell(rows, 2, 1), 3, 1)
    found.place = reader.text(_cell(rows, 2, 3), 3, 3, most=80)
    found.summary = reader.text(_cell(rows, 3, 1), 4, 1, most=LONGEST_NOTE)


def _read_row(number: int, cells: tuple[Any, ...], found: SheetRead) -> None:
    if not any(_text(cell) for cell in cells):
        return
    reader = _Cells(found)
    key = reader.value(_cell([cells], 0, 0), number, 0)
    words = {str(word): str(code) for code, word in Answer.choices}
    word = reader.text(_cell([cells], 0, 5), number, 5)
    note = reader.text(_cell([cells], 0, 6), number, 6, most=LONGEST_NOTE)
    if not isinstance(key, int | float) or isinstance(key, bool) or key != int(key):
        reader.fault(number, 0, _("行号被改动，认不出是哪一项。请重新下载检查记录表再填。"))
        return
    if word and word not in words:
        choices = "、".join(words)
        reader.fault(
            number, 5, _("“%(word)s”不是可选的结果，应为：%(choices)s。") % {"word": word[:20], "choices": choices}
        )
    if words.get(word) == Answer.NO and not note:
        reader.fault(number, 6, _("结果为“不符合”，请写明情况。"))
    if int(key) in found.answers:
        reader.fault(number, 0, _("这一行出现了不止一次。"))
    found.answers[int(key)] = (number, words.get(word, ""), note)


def _text(cell: Any) -> str:
    value = getattr(cell, "value", None)
    return "" if value is None else str(value).strip()


class _Cells:
    """Values of cells; what a cell should not hold is a fault of its place."""

    def __init__(self, found: SheetRead):
        self.found = found

    def fault(self, row: int, column: int, message: str) -> None:
        self.found.faults.append(SheetFault(row, get_column_letter(column + 1), message))

    def value(self, cell: Any, row: int, column: int) -> Any:
        kind = getattr(cell, "data_type", "")
        if kind in ("f", "e"):
            self.fault(row, column, _("是公式或错误值，请粘贴为数值。"))
            return None
        return getattr(cell, "value", None)

    def text(self, cell: Any, row: int, column: int, *, most: int = CELL_LIMIT) -> str:
        value = self.value(cell, row, column)
        text = "" if value is None else str(value).strip()
        if len(text) > most:
            self.fault(row, column, _("超过%(most)d字，请精简。") % {"most": most})
        return text[:most]

    def day(self, cell: Any, row: int, column: int) -> date | None:
        value = self.value(cell, row, column)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date) or value is None or value == "":
            return value or None
        try:
            return date.fromisoformat(str(value).strip().replace("/", "-").replace(".", "-"))
        except ValueError:
            self.fault(row, column, _("不是日期，请写成 2026-11-24 的样子。"))
            return None
