"""What may be opened at all: a workbook by its content, within bounds before and while unpacking (quality.md part 3)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, NoReturn

from django.utils.translation import gettext as _

from config.loading.faults import Fault, WorkbookFaults

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ENTRIES = 200
MOST_PIECES = 400_000
"""Texts of the workbook, or rows of a sheet: each is an object in memory."""
MOST_TAGS = 60_000
"""Tags of one row, or of one part that is read as a whole (styles, names): each becomes an object in memory."""
MOST_OF_A_ROW = 4 * 1024 * 1024
CHUNK = 1024 * 1024
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
WIDE = (b"\xff\xfe", b"\xfe\xff")
ROW, TEXT = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?si\b")
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?)")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError)
"""What unpacking raises for a damaged, locked or unknown archive."""


def refuse(message: str) -> NoReturn:
    """Raises `WorkbookFaults` for the file as a whole."""
    raise WorkbookFaults([Fault("", 0, "", message)])


def refuse_damaged(error: Exception) -> NoReturn:
    """Raises `WorkbookFaults` for a file that can't be read to its end."""
    fault = Fault("", 0, "", _("打不开，可能已损坏。请用 Excel 另存为 .xlsx 后再试。"))
    raise WorkbookFaults([fault]) from error


def refuse_unsafe(data: bytes) -> None:
    """Raises `WorkbookFaults` for anything but a workbook of a size that can be read in bounded memory."""
    if len(data) > MOST_BYTES:
        refuse(_("文件超过 5 MB，请删去无关内容后再传。"))
    if data.startswith(OLE):
        refuse(_("是旧版 .xls 或加了密码的工作簿。请去掉密码，用 Excel 另存为“Excel 工作簿（.xlsx）”。"))
    if not data.startswith(ZIP) or not zipfile.is_zipfile(io.BytesIO(data)):
        refuse(_("不是 .xlsx 工作簿。请用 Excel 另存为“Excel 工作簿（.xlsx）”。"))
    try:
        _refuse_unsafe_parts(data)
    except BROKEN as error:
        refuse_damaged(error)


def _refuse_unsafe_parts(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            refuse(_("文件内部条目过多，不是普通的工作簿。"))
        if "xl/workbook.xml" not in archive.namelist():
            refuse(_("不是 Excel 工作簿。请用 Excel 另存为“Excel 工作簿（.xlsx）”。"))
        unpacked = 0
        for entry in entries:
            with archive.open(entry) as stream:
                for size in _scan(stream):
                    unpacked += size
                    if unpacked > MOST_UNPACKED:
                        refuse(_("解压后超过 60 MB，请删去无关内容后再传。"))


def _scan(stream: IO[bytes]) -> Iterator[int]:
    """The sizes of a part's chunks as they are unpacked; refuses what would take much memory to understand."""
    left, mark, is_xml, count = b"", None, None, 0
    while chunk := stream.read(CHUNK):
        yield len(chunk)
        if is_xml is None:
            is_xml, mark = _is_xml(chunk), _mark(chunk)
        if not is_xml:
            continue
        pieces = mark.split(left + chunk) if mark else [left + chunk]
        left = pieces[-1]
        count += len(pieces) - 1
        if count > MOST_PIECES or any(_is_much(piece) for piece in pieces):
            refuse(_("内容过于复杂，不是普通的工作簿。请新建工作簿，只粘贴数值。"))


def _is_xml(chunk: bytes) -> bool:
    """Is the part XML that can be looked through? Declared entities and wide letters are refused."""
    if chunk.startswith(WIDE) or b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
        refuse(_("内部格式不是 Excel 所写。请用 Excel 另存为 .xlsx 后再试。"))
    return chunk.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def _mark(chunk: bytes) -> re.Pattern[bytes] | None:
    """What a part read piece by piece is divided by: rows of a sheet, texts of the table of texts."""
    if b"sheetData" in chunk:
        return ROW
    return TEXT if b"sst" in chunk else None


def _is_much(piece: bytes) -> bool:
    return len(piece) > MOST_OF_A_ROW or (len(piece) > MOST_TAGS and piece.count(b"<") > MOST_TAGS)


def merged(data: bytes, part: str) -> Iterator[str]:
    """References of merged cells (`B2:B3`) in a sheet's part, which the streaming reader does not tell."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(part.lstrip("/")) as stream:
        left = b""
        while chunk := stream.read(CHUNK):
            window = left + chunk
            cut = max(window.rfind(b"<"), 0)
            yield from (match[1].decode() for match in MERGED.finditer(window, 0, cut))
            left = window[cut:]
        yield from (match[1].decode() for match in MERGED.finditer(left))
