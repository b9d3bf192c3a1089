"""Tables written to xlsx and CSV: memory stays flat, and nothing in a cell is ever run as a formula or a link."""

import csv
import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

FORMULA_LEADS = tuple("=+-@\t\r＝＋－＠")
"""A CSV cell that begins with one of these would be run by a spreadsheet; it gets a quote in front."""
CELL_LIMIT = 32_767
"""Excel drops a longer text without a word; it is cut here and says so."""


def write_xlsx(
    file: BinaryIO, *, title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int] = ()
) -> int:
    """Write one sheet to `file` row by row, dates as dates and numbers as numbers; returns how many rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet(_sheet_name(title))
    head = book.add_format({"bold": True, "bg_color": "#E9EEF6", "border": 1, "border_color": "#D8DDE3"})
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for column, width in enumerate(widths or [16] * len(headings)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, str(heading), head)
    number = 0
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats)
    sheet.autofilter(0, 0, number, max(len(headings) - 1, 0))
    book.close()
    return number


def _write_cell(sheet: Any, number: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(number, column, _cut(value))
    elif isinstance(value, bool):
        sheet.write_string(number, column, _("是") if value else _("否"))
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(number, column, value)
    elif isinstance(value, datetime.datetime):
        sheet.write_datetime(number, column, _naive(value), formats["time"])
    elif isinstance(value, datetime.date):
        sheet.write_datetime(number, column, value, formats["day"])
    else:
        sheet.write_string(number, column, _cut(str(value)))


def _cut(text: str) -> str:
    if len(text) <= CELL_LIMIT:
        return text
    mark = _("…（超出单元格长度，已截断）")
    return text[: CELL_LIMIT - len(mark)] + mark


def _naive(value: datetime.datetime) -> datetime.datetime:
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _sheet_name(title: str) -> str:
    """At most 31 characters without those that Excel refuses in a sheet's name."""
    return "".join(mark for mark in str(title) if mark not in "[]:*?/\\'")[:31] or "Sheet1"


class _Line:
    """A file that gives back what is written to it, so that a CSV can be streamed."""

    def write(self, text: str) -> str:
        return text


def csv_lines(*, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a CSV in the form Chinese spreadsheets open rightly: with a byte order mark, formulas quoted."""
    write: Callable[[Sequence[Any]], str] = csv.writer(_Line()).writerow  # type: ignore[assignment]
    yield "\ufeff" + write([str(heading) for heading in headings])
    for row in rows:
        yield write([_csv_cell(value) for value in row])


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | float | Decimal):
        return value
    if isinstance(value, datetime.datetime):
        return _naive(value).strftime("%Y-%m-%d %H:%M")
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_LEADS) else text
