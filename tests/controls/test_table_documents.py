"""The printed 一览表 as PDF: what a signer must find on it."""

import dataclasses
import functools
import io
import re

import docx
import openpyxl
import pypdf
import pytest
import segno

from controls import documents
from controls.documents import table_words
from risks.states import Grade
from tests.controls.printed import HEADINGS, URL, measure, post, row, table


@functools.lru_cache
def pages(printed, paper="A4"):
    """Text of each page, all white space taken out: lines break anywhere in a narrow column."""
    reader = pypdf.PdfReader(io.BytesIO(documents.draw(printed, kind="pdf", paper=paper)))
    return ["".join(page.extract_text().split()) for page in reader.pages]


@functools.lru_cache
def long_table():
    """Enough rows for several pages, in two posts."""
    first = post(rows=[row(number) for number in range(1, 31)])
    return table(first, post("药库管理岗", rows=[row(number, post="药库管理岗") for number in range(31, 61)]))


@pytest.mark.parametrize(("paper", "size"), [("A3", [420, 297]), ("A4", [297, 210])])
def test_pdf_lies_across_the_paper(paper, size):
    reader = pypdf.PdfReader(io.BytesIO(documents.draw(table(post()), kind="pdf", paper=paper)))

    assert [round(float(side) / 72 * 25.4) for side in reader.pages[0].mediabox[2:]] == size
    assert reader.metadata.title == "江州市第一人民医院岗位权力风险防控一览表"


def test_pdf_repeats_headings_number_and_hash_on_every_page():
    found = pages(long_table())

    count = len(found)
    assert count > 2
    assert [text.count("".join(HEADINGS)) for text in found] == [1] * count
    assert [re.search(r"第\d+页共\d+页", text).group() for text in found] == [
        f"第{number}页共{count}页" for number in range(1, count + 1)
    ]
    assert ["校验码a3f09c1b" in text for text in found] == [True] * count


def test_pdf_holds_every_row_once_and_in_order():
    text = "".join(pages(long_table()))

    assert re.findall(r"第(\d+)点", text) == [str(number) for number in range(1, 61)]


def test_pdf_writes_a_row_in_the_order_of_its_columns():
    (text,) = pages(table(post()))

    row_text = "1药剂科药品采购岗药品采购计划业务流程第1点账实不符◆中双人验收（程序规范）药库管理岗分管副院长长期"
    assert row_text in text


def test_pdf_says_on_the_next_page_which_post_goes_on():
    first, second, *others = pages(long_table())

    marks = [re.findall(r"药\w{3}岗（续）", text) for text in (first, second, *others)]
    assert marks[0] == []
    assert marks[1] == ["药品采购岗（续）"]
    assert marks[-1] == ["药库管理岗（续）"]


@functools.lru_cache
def single_posts():
    """Posts of one row each, over several pages."""
    return table(*(post(f"岗{number}号", rows=[row(number, post=f"岗{number}号")]) for number in range(1, 31)))


def test_pdf_page_that_begins_with_a_new_post_has_no_mark_of_the_last():
    found = pages(single_posts())

    assert ["（续）" in text for text in found] == [False] * len(found)
    assert len(found) > 1


def test_pdf_keeps_a_post_together_with_its_first_row():
    for text in pages(single_posts()):
        assert re.findall(r"(岗\d+号)岗位等级", text) == re.findall(r"药剂科(岗\d+号)", text)


def test_pdf_numbers_several_measures_and_sets_who_and_when_beside_each():
    both = (measure("甲措施", responsible="甲岗", due="2026-12-31"), measure("乙措施", responsible="乙岗"))

    (text,) = pages(table(post(rows=[row(measures=both)])))

    assert "1.甲措施（程序规范）甲岗分管副院长2026-12-312.乙措施（程序规范）乙岗长期" in text


def test_pdf_shows_a_row_without_measures_by_dashes():
    (text,) = pages(table(post(rows=[row(measures=())])))

    assert "◆中——分管副院长—" in text


@pytest.mark.parametrize(
    ("grade", "words"), [("high", "▲高"), ("medium", "◆中"), ("low", "●低"), ("pending", "○待定"), ("", "○待定")]
)
def test_grade_is_a_shape_and_a_word(grade, words):
    assert table_words.grade(grade) == words
    assert f"账实不符{words}双人验收" in pages(table(post(rows=[row(grade=grade)])))[0]


def test_every_grade_has_a_shape():
    assert set(table_words.SHAPES) == set(Grade)


def test_pdf_heads_a_post_with_its_own_grade_and_holder():
    (text,) = pages(table(post(grade="high", rows=[row(grade="low")])))

    assert "药品采购岗岗位等级▲高最高风险点等级任职人王玥签收" in text


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx"])
def test_a_post_is_headed_by_who_signed_for_it(kind):
    signed = table(post(receipts="王玥 2026-04-08、李堃 2026-04-09", has_line=False))

    assert "签收王玥2026-04-08、李堃2026-04-09" in words_of(signed, kind).replace("：", "")


def words_of(printed, kind):
    """All text of the file, white space taken out."""
    data = io.BytesIO(documents.draw(printed, kind=kind, paper="A4"))
    if kind == "pdf":
        return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(data).pages)
    if kind == "xlsx":
        cells = openpyxl.load_workbook(data).active.iter_rows(values_only=True)
        return "".join("".join(str(cell or "").split()) for line in cells for cell in line)
    lines = (cell.text for line in docx.Document(data).tables[0].rows for cell in line.cells)
    return "".join("".join(text.split()) for text in lines)


def test_pdf_counts_posts_points_and_grades_in_the_head():
    rows = [row(1, grade="high"), row(2, grade="low"), row(3, grade="low")]

    assert table_words.counts(table(post(rows=rows))) == "岗位 1 个　风险点 3 个：▲高 1　◆中 0　●低 2　○待定 0"


def test_pdf_of_a_draft_says_so_on_every_page_and_leaves_no_line_to_acknowledge():
    found = pages(dataclasses.replace(long_table(), state_note="送审稿 未经审定", content_hash="", approval=""))

    assert [text.count("送审稿未经审定") for text in found] == [1] * len(found)
    assert ["签收" in text for text in found] == [False] * len(found)
    assert ["内容未固定" in text for text in found] == [True] * len(found)


def test_pdf_of_an_approved_table_has_no_word_of_a_draft():
    assert "送审稿" not in "".join(pages(long_table()))


def test_pdf_ends_with_those_who_sign():
    *_others, last = pages(long_table())

    words = "填表人李堃签字：年月日科室负责人陈喆签字：年月日分管领导分管副院长签字：年月日"
    assert words + "党总支审定2026年第9次会议（2026年4月2日）书记签字（盖章）：年月日" in last


def test_pdf_of_an_empty_table_says_so():
    assert "本表没有风险点。" in pages(table())[0]


def test_pdf_takes_markup_in_a_text_as_text():
    text = pages(table(post(rows=[row(description='<img src="file:///etc/hostname">')])))[0]

    assert '<imgsrc="file:///etc/hostname">' in text


def test_pdf_draws_the_qr_code_of_the_address():
    reader = pypdf.PdfReader(io.BytesIO(documents.draw(table(post()), kind="pdf", paper="A4")))

    strokes = re.findall(
        rb"^(\d+) (\d+)\.5 m\n(\d+) \d+\.5 l$", reader.pages[0].get_contents().get_data(), re.MULTILINE
    )
    drawn = {(x, int(y)) for left, y, right in strokes for x in range(int(left), int(right))}
    matrix = segno.make_qr(URL, error="m").matrix
    assert drawn == {(x, y) for y, line in enumerate(matrix) for x, is_dark in enumerate(line) if is_dark}


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "docx"])
def test_drawing_tells_its_phases(kind):
    heard = []

    documents.draw(table(post()), kind=kind, paper="A4", phase=lambda *words: heard.append(words))

    assert heard == [("排版", 2, 4), ("写出", 3, 4)]


def test_pdf_says_since_when_and_what_changed_since_approval():
    text = "".join(
        pages(table(post(), changed="审定后有变动1处：岗位现为采购管理岗。", in_force="自2025年12月18日起生效"))
    )

    words = "".join(text.split())
    assert "2026-1（自2025年12月18日起生效）" in words
    assert words.index("审定后有变动1处：岗位现为采购管理岗。") < words.index("填表人")
