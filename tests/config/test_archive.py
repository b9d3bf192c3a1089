"""What is refused before it is unpacked, or while: bombs, crowds, foreign parts, damage (quality.md part 3)."""

import io
import re
import tracemalloc
import zipfile

import pytest

from config.loading import archive
from config.loading.faults import WorkbookFaults
from tests.config.test_loading import WORKBOOK

SHEET = "xl/worksheets/sheet1.xml"
OPEN, CLOSE = b"<worksheet><sheetData>", b"</sheetData></worksheet>"


def book(**parts):
    """A zip with a workbook part and `parts` (`__` for `/`), as bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_sheet(content):
    return book(**{SHEET: content})


def damaged():
    data = bytearray(with_sheet(b"<worksheet>" + bytes(range(256)) * 400))
    data[200:400] = b"\xff" * 200
    return bytes(data)


def locked():
    """A zip whose entry says it is encrypted."""
    data = bytearray(with_sheet(b"<worksheet/>"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), bytes(data)):
            data[found.start() + at] |= 1
    return bytes(data)


def zipped_text():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", "<document/>")
    return file.getvalue()


CASES = {
    "a bomb": (lambda: with_sheet(b"0" * (61 * 1024 * 1024)), "解压后超过 60 MB"),
    "a bomb in many parts": (lambda: book(**{f"p{n}": b"0" * 1024 * 1024 for n in range(70)}), "解压后超过 60 MB"),
    "a crowd of entries": (lambda: book(**{f"p{number}": b"" for number in range(200)}), "内部条目过多"),
    "another kind of zip": (zipped_text, "不是 Excel 工作簿"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "旧版 .xls"),
    "no zip after all": (lambda: b"PK\x03\x04 and nothing more", "不是 .xlsx 工作簿"),
    "declared entities": (lambda: with_sheet(b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "内部格式不是 Excel"),
    "wide letters": (lambda: with_sheet("<worksheet/>".encode("utf-16")), "内部格式不是 Excel"),
    "a row without end": (lambda: with_sheet(OPEN + b"<row>" + b"x" * (5 * 1024 * 1024)), "内容过于复杂"),
    "a row of too many cells": (lambda: with_sheet(OPEN + b"<row>" + b"<c/>" * 60_001 + CLOSE), "内容过于复杂"),
    "too many rows": (lambda: with_sheet(OPEN + b"<row/>" * 400_001 + CLOSE), "内容过于复杂"),
    "damage": (damaged, "可能已损坏"),
    "a locked part": (locked, "可能已损坏"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_is_dangerous_to_open_is_refused_in_words(name):
    build, words = CASES[name]

    with pytest.raises(WorkbookFaults, match=words):
        archive.refuse_unsafe(build())


def test_a_bomb_is_refused_in_little_memory():
    bomb = with_sheet(b"0" * (200 * 1024 * 1024))
    assert len(bomb) < archive.MOST_BYTES
    tracemalloc.start()

    with pytest.raises(WorkbookFaults):
        archive.refuse_unsafe(bomb)

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 32 * 1024 * 1024


def test_an_ordinary_workbook_is_let_through():
    assert archive.refuse_unsafe(WORKBOOK.read_bytes()) is None


def test_merged_cells_are_told_though_their_tags_lie_across_two_chunks(monkeypatch):
    monkeypatch.setattr(archive, "CHUNK", 40)
    data = with_sheet(OPEN + CLOSE + b'<mergeCells><mergeCell ref="B2:B3"/><mergeCell ref="C1:D1"/></mergeCells>')

    assert list(archive.merged(data, f"/{SHEET}")) == ["B2:B3", "C1:D1"]
