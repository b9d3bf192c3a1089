"""The printed 一览表 at its edges: points taller than a page, lines that Excel would refuse."""

import io
import re

import openpyxl
import pypdf
import pytest

from controls import documents
from tests.controls.printed import measure, post, row, table

LONG = "采购岗与库管、结算岗分开，采购岗两至三年轮换一次，离岗当天更换密钥"


def pages(printed, paper="A4"):
    """Text of each page without its white space."""
    reader = pypdf.PdfReader(io.BytesIO(documents.draw(printed, kind="pdf", paper=paper)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def many(count):
    return tuple(measure(f"第{number}措施{LONG}") for number in range(1, count + 1))


@pytest.mark.parametrize("paper", ["A3", "A4"])
@pytest.mark.parametrize("count", [14, 40])
def test_pdf_of_one_point_taller_than_a_page_goes_on_overleaf(paper, count):
    text = "".join(pages(table(post(rows=[row(measures=many(count))])), paper=paper))

    assert re.findall(r"第(\d+)措施", text) == [str(number) for number in range(1, count + 1)]


def test_pdf_of_one_text_taller_than_a_page_loses_nothing_of_it():
    text = "".join(pages(table(post(rows=[row(description="廉" * 3000)]))))

    assert text.count("廉") == 3000


def test_pdf_says_of_a_tall_point_whose_it_is_on_each_further_page():
    found = pages(table(post(rows=[row(measures=many(40))])))

    assert ["药品采购岗（续）" in text for text in found] == [False] + [True] * (len(found) - 1)


def test_xlsx_has_no_line_higher_than_excel_opens():
    data = documents.draw(table(post(rows=[row(description="廉" * 3000)])), kind="xlsx", paper="A4")

    assert openpyxl.load_workbook(io.BytesIO(data)).active.row_dimensions[5].height == 408.75
