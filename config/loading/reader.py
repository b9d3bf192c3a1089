"""Reading the workbook's cells safely: within bounds, no formulas, no merged cells, nine known sheets."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from config.loading import values
from config.loading.faults import Fault, WorkbookFaults
from config.loading.sheets import SHEETS, Sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 200
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_FAULTS_A_SHEET = 200
CHUNK = 1024 * 1024
MERGED = re.compile(rb'<mergeCell ref="([A-Z0-9:]+)"')


@dataclass(frozen=True)
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


def read(data: bytes) -> Workbook:
    """Read the nine sheets; a cell that can't be read is a fault and counts as empty.

    Raises `WorkbookFaults` when the file itself can't be opened or is too big.
    """
    _refuse_unsafe(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, zipfile.BadZipFile, OSError) as error:
        raise WorkbookFaults([Fault("", 0, "", _("打不开，可能已损坏。请用 Excel 另存为 .xlsx 后再试。"))]) from error
    workbook = Workbook(faults=_sheet_faults(book.sheetnames))
    workbook.is_whole = all(sheet.title in book.sheetnames for sheet in SHEETS)
    for sheet in SHEETS:
        if sheet.title in book.sheetnames:
            found = _read_sheet(book[sheet.title], sheet, data)
            workbook.rows[sheet.title] = found.rows
            workbook.faults += found.faults
            workbook.is_whole &= found.is_whole
    book.close()
    return workbook


def _refuse_unsafe(data: bytes) -> None:
    """Type by content, and bounds before and while unpacking (quality.md part 3)."""
    if len(data) > MOST_BYTES:
        _refuse(_("文件超过 5 MB，请删去无关内容后再传。"))
    if not zipfile.is_zipfile(io.BytesIO(data)):
        _refuse(_("不是 .xlsx 工作簿。请用 Excel 另存为“Excel 工作簿（.xlsx）”。"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            _refuse(_("文件内部条目过多，不是普通的工作簿。"))
        if "xl/workbook.xml" not in archive.namelist():
            _refuse(_("不是 Excel 工作簿。"))
        unpacked = 0
        for entry in entries:
            with archive.open(entry) as stream:
                while chunk := stream.read(CHUNK):
                    unpacked += len(chunk)
                    if unpacked > MOST_UNPACKED:
                        _refuse(_("解压后超过 60 MB，请删去无关内容后再传。"))


def _refuse(message: str) -> None:
    raise WorkbookFaults([Fault("", 0, "", message)])


def _sheet_faults(titles: list[str]) -> list[Fault]:
    known = [sheet.title for sheet in SHEETS]
    faults = [Fault(title, 0, "", _("缺少这张工作表。")) for title in known if title not in titles]
    message = _("多出的工作表，请删去；应只有：%(all)s。") % {"all": "、".join(known)}
    return faults + [Fault(title, 0, "", message) for title in titles if title not in known]


@dataclass
class _Found:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_whole: bool = True


def _read_sheet(worksheet: Any, sheet: Sheet, data: bytes) -> _Found:
    found = _Found()
    found.faults += [
        Fault(
            sheet.title,
            int(re.sub(r"\D", "", ref.split(":")[0])),
            "",
            _("单元格 %(ref)s 是合并的，请取消合并并逐格填写。") % {"ref": ref},
        )
        for ref in _merged(worksheet, data)
    ]
    lines = worksheet.iter_rows()
    header = next(lines, ())
    places = _places(sheet, header, found.faults)
    if any(column.heading not in places for column in sheet.columns):
        found.is_whole = False
        return found
    for number, cells in enumerate(lines, 2):
        if number > MOST_ROWS + 1:
            found.faults.append(Fault(sheet.title, number, "", _("超过 20,000 行。")))
            break
        if len(found.faults) >= MOST_FAULTS_A_SHEET:
            found.faults.append(Fault(sheet.title, number, "", _("问题太多，其后不再检查；请先改正以上各处。")))
            break
        if any(cell.value not in (None, "") for cell in cells):
            _read_row(sheet, number, cells, places, found)
    return found


def _places(sheet: Sheet, header: Any, faults: list[Fault]) -> dict[str, int]:
    """Heading → position; says which are missing, unknown or there twice."""
    if len(header) > MOST_COLUMNS:
        faults.append(Fault(sheet.title, 1, "", _("超过 60 列。")))
    headings = [str(cell.value).strip() if cell.value is not None else "" for cell in header[:MOST_COLUMNS]]
    known = [column.heading for column in sheet.columns]
    faults += [Fault(sheet.title, 1, heading, _("缺少这一列。")) for heading in known if heading not in headings]
    for heading in dict.fromkeys(filter(None, headings)):
        if headings.count(heading) > 1:
            faults.append(Fault(sheet.title, 1, heading, _("这一列出现了不止一次。")))
        elif heading not in known:
            faults.append(Fault(sheet.title, 1, heading, _("多出的列，请删去。")))
    return {heading: place for place, heading in enumerate(headings) if heading}


def _read_row(sheet: Sheet, number: int, cells: Any, places: dict[str, int], found: _Found) -> None:
    row: dict[str, Any] = {}
    for column in sheet.columns:
        place = places[column.heading]
        cell = cells[place] if place < len(cells) else None
        raw = cell.value if cell is not None else None
        if cell is not None and cell.data_type == "f":
            message = _("是公式“%(formula)s”，请粘贴为数值。") % {"formula": raw}
            found.faults.append(Fault(sheet.title, number, column.heading, message))
            row[column.name] = values.nothing(column)
            continue
        try:
            row[column.name] = values.read(column, raw)
        except ValueError as error:
            found.faults.append(Fault(sheet.title, number, column.heading, str(error)))
            row[column.name] = values.nothing(column)
    found.rows.append(Row(number, row))


def _merged(worksheet: Any, data: bytes) -> Iterator[str]:
    """References of merged cells, found in the sheet's own XML: the streaming reader does not tell them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(worksheet._worksheet_path.lstrip("/")) as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            window = tail + chunk
            for match in MERGED.finditer(window):
                yield match[1].decode()
            cut = window.rfind(b"<")
            tail = window[cut:] if cut >= 0 and not MERGED.match(window[cut:]) else b""
