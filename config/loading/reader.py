"""Reading the workbook's cells: nine known sheets, known columns, no formulas, no merged cells; rows are streamed."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from config.loading import archive, values
from config.loading.faults import Fault
from config.loading.sheets import SHEETS, Sheet

MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_FAULTS_A_SHEET = 200
UNREADABLE = (
    *archive.BROKEN,
    InvalidFileException,
    AttributeError,
    KeyError,
    IndexError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What openpyxl raises for parts that are missing or not what they should be."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet: its number in Excel and its values by name."""

    number: int
    values: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


@dataclass
class Workbook:
    """All rows by sheet title, and what is wrong with single cells; `is_whole` when every column could be read."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True

    def __getitem__(self, sheet: Sheet) -> list[Row]:
        return self.rows[sheet.title]


@dataclass
class _Found:
    """What one sheet holds, as far as it could be read."""

    sheet: Sheet
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True

    def fault(self, row: int, column: str, message: str) -> None:
        self.faults.append(Fault(self.sheet.title, row, column, message))


def read(data: bytes) -> Workbook:
    """Read the nine sheets; a cell that can't be read is a fault and counts as empty.

    Raises `WorkbookFaults` when the file itself can't be opened or is too big.
    """
    archive.refuse_unsafe(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except UNREADABLE as error:
        archive.refuse_damaged(error)
    worksheets = {worksheet.title: worksheet for worksheet in book.worksheets}
    workbook = Workbook(faults=_sheet_faults(book))
    workbook.is_whole = all(sheet.title in worksheets for sheet in SHEETS)
    for sheet in SHEETS:
        if sheet.title in worksheets:
            found = _read_sheet(worksheets[sheet.title], sheet, data)
            workbook.rows[sheet.title] = found.rows
            workbook.faults += found.faults
            workbook.is_whole &= found.is_whole
    book.close()
    return workbook


def _sheet_faults(book: Any) -> list[Fault]:
    """Sheets that are missing, and sheets that are too many; a workbook of another kind is told as that first."""
    known = [sheet.title for sheet in SHEETS]
    names = {"all": "、".join(known)}
    there = [worksheet.title for worksheet in book.worksheets]
    faults = [Fault(title, 0, "", _("缺少这张工作表。")) for title in known if title not in there]
    if len(faults) == len(known):
        message = _(
            "不是导入用的工作簿：应有%(all)s九张工作表。旧的一览表、职权目录不能直接导入，请按九张表的格式重新填写。"
        )
        faults.insert(0, Fault("", 0, "", message % names))
    for title in book.sheetnames:
        if title not in known:
            message = _("多出的工作表，请删去；应只有：%(all)s。") % names
            is_hidden = title in there and book[title].sheet_state != "visible"
            hint = _("（已隐藏，请先取消隐藏。）") if is_hidden else ""
            faults.append(Fault(title, 0, "", message + hint))
    return faults[:MOST_FAULTS_A_SHEET]


def _read_sheet(worksheet: Any, sheet: Sheet, data: bytes) -> _Found:
    found = _Found(sheet)
    for ref in archive.merged(data, worksheet._worksheet_path):
        row = int(re.sub(r"\D", "", ref.split(":")[0]))
        found.fault(row, "", _("单元格 %(ref)s 是合并的，请取消合并并逐格填写。") % {"ref": ref})
        if len(found.faults) >= MOST_FAULTS_A_SHEET:
            break
    lines = _lines(worksheet)
    header = next(lines, ())
    places = _places(header, found)
    if any(column.heading not in places for column in sheet.columns):
        found.is_whole = False
        return found
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            found.fault(number, "", _("超过 20,000 行。请删去多余的行（包括末尾的空行）。"))
            break
        if len(found.faults) >= MOST_FAULTS_A_SHEET:
            found.fault(number, "", _("问题太多，其后不再检查；请先改正以上各处。"))
            break
        if any(_is_filled(cell) for cell in cells):
            _read_row(number, cells, places, found)
    return found


def _lines(worksheet: Any) -> Iterator[tuple[Any, ...]]:
    """The sheet's rows as they are unpacked, all of them, whatever extent the sheet claims to have."""
    try:
        worksheet.reset_dimensions()
        yield from worksheet.iter_rows()
    except UNREADABLE as error:
        archive.refuse_damaged(error)


def _is_filled(cell: Any) -> bool:
    return cell.value is not None and (not isinstance(cell.value, str) or bool(cell.value.strip()))


def _places(header: tuple[Any, ...], found: _Found) -> dict[str, int]:
    """Heading → position; says which are missing, unknown or there twice."""
    if len(header) > MOST_COLUMNS and any(_is_filled(cell) for cell in header[MOST_COLUMNS:]):
        found.fault(1, "", _("超过 60 列。"))
    headings = [str(cell.value).strip() if _is_filled(cell) else "" for cell in header[:MOST_COLUMNS]]
    known = [column.heading for column in found.sheet.columns]
    for heading in known:
        if heading not in headings:
            found.fault(1, heading, _("缺少这一列。第一行应是列名。"))
    for heading in dict.fromkeys(filter(None, headings)):
        if headings.count(heading) > 1:
            found.fault(1, heading, _("这一列出现了不止一次。"))
        elif heading not in known:
            found.fault(1, heading[:60], _("多出的列，请删去。"))
    return {heading: place for place, heading in enumerate(headings) if heading}


def _read_row(number: int, cells: tuple[Any, ...], places: dict[str, int], found: _Found) -> None:
    row: dict[str, Any] = {}
    for column in found.sheet.columns:
        place = places[column.heading]
        cell = cells[place] if place < len(cells) else None
        try:
            row[column.name] = values.read(column, _plain(cell))
        except ValueError as error:
            found.fault(number, column.heading, str(error))
            row[column.name] = values.nothing(column)
    named = set(places.values())
    for place, cell in enumerate(cells):
        if place not in named and _is_filled(cell):
            message = _("%(letter)s 列没有列名，却有内容；请删去，或移到有列名的列。")
            found.fault(number, "", message % {"letter": get_column_letter(place + 1)})
    found.rows.append(Row(number, row))


def _plain(cell: Any) -> Any:
    """The cell's value. Raises ValueError for what Excel has computed, or failed to."""
    if cell is None:
        return None
    if cell.data_type == "f":
        formula = cell.value if isinstance(cell.value, str) and len(cell.value) > 1 else _("数组公式")
        raise ValueError(_("是公式“%(formula)s”，请粘贴为数值。") % {"formula": formula[:60]})
    if cell.data_type == "e":
        raise ValueError(_("是错误值“%(value)s”，请改成应有的内容。") % {"value": cell.value})
    return cell.value
