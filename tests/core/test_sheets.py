"""Sheets: what is written is text, numbers and dates, and nothing that runs."""

import csv
import datetime
import io
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from core.documents import sheets

ROW = ["=1+1", 12, Decimal("2.5"), datetime.date(2026, 3, 2), True, None, "http://example.com"]


def read_xlsx(rows, headings=tuple("abcdefg")):
    file = io.BytesIO()
    sheets.write_xlsx(file, title="职权/目录", headings=headings, rows=rows)
    return openpyxl.load_workbook(file).active


def test_xlsx_keeps_types_and_never_a_formula_or_link():
    sheet = read_xlsx([ROW])

    cells = list(sheet[2])
    assert [cell.value for cell in cells] == [
        "=1+1",
        12,
        2.5,
        datetime.datetime(2026, 3, 2),  # noqa: DTZ001 — a sheet's days have no zone
        "是",
        None,
        "http://example.com",
    ]
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "s", "n", "s"]
    assert [cell.hyperlink for cell in cells] == [None] * 7


@timezone.override("Asia/Shanghai")
def test_xlsx_writes_a_time_as_the_clock_of_the_hospital_shows_it():
    moment = datetime.datetime(2026, 3, 2, 6, 32, tzinfo=datetime.UTC)

    assert read_xlsx([[moment]]).cell(2, 1).value == datetime.datetime(2026, 3, 2, 14, 32)  # noqa: DTZ001
    assert timezone.is_aware(moment)


def test_xlsx_cuts_a_text_too_long_for_a_cell_and_says_so():
    value = read_xlsx([["字" * 40_000]]).cell(2, 1).value

    assert len(value) == sheets.CELL_LIMIT
    assert value.endswith("已截断）")


def test_xlsx_names_its_sheet_without_what_excel_refuses():
    assert read_xlsx([]).title == "职权目录"


@pytest.mark.parametrize("lead", list(sheets.FORMULA_LEADS))
def test_csv_quotes_a_cell_that_a_spreadsheet_would_run(lead):
    lines = "".join(sheets.csv_lines(headings=["名称"], rows=[[f"{lead}cmd|' /C calc'!A0"]]))

    rows = list(csv.reader(io.StringIO(lines, newline="")))
    assert rows[1] == [f"'{lead}cmd|' /C calc'!A0"]


def test_csv_begins_with_a_byte_order_mark_and_leaves_numbers_alone():
    lines = list(sheets.csv_lines(headings=["名称", "数"], rows=[["药品", -5], ["是否", False], [None, ""]]))

    assert lines == ["\ufeff名称,数\r\n", "药品,-5\r\n", "是否,否\r\n", ",\r\n"]
