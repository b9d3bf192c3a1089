"""The printed 一览表 as a sheet and as a Word document."""

import io
import re
import zipfile

import docx
import openpyxl
import pytest

from controls import documents
from tests.controls.printed import HEADINGS, measure, post, row, table


def sheet(printed, paper="A4"):
    return openpyxl.load_workbook(io.BytesIO(documents.draw(printed, kind="xlsx", paper=paper))).active


def word(printed, paper="A4"):
    return docx.Document(io.BytesIO(documents.draw(printed, kind="docx", paper=paper)))


def word_rows(printed):
    return [[cell.text for cell in line.cells] for line in word(printed).tables[0].rows]


# xlsx


def test_xlsx_is_set_up_for_printing():
    found = sheet(table(post(), state_note="送审稿 未经审定"), paper="A3")

    assert found.page_setup.orientation == "landscape"
    assert found.page_setup.paperSize == 8
    assert (found.sheet_properties.pageSetUpPr.fitToPage, found.page_setup.fitToHeight) == (True, 0)
    assert found.print_title_rows == "$3:$3"
    assert found.oddFooter.center.text == "第 &P 页　共 &N 页"
    assert found.oddFooter.left.text == "校验码 a3f09c1b"
    assert found.oddHeader.right.text == "送审稿 未经审定"


def test_xlsx_has_title_headings_and_the_words_of_a_row():
    found = sheet(table(post()))

    assert found["A1"].value == "江州市第一人民医院岗位权力风险防控一览表"
    assert [cell.value for cell in found[3]] == HEADINGS
    assert found["A4"].value == "岗位：药品采购岗　　岗位等级：▲高　　最高风险点等级　　任职人：王玥"
    assert [cell.value for cell in found[5]] == [
        1,
        "药剂科",
        "药品采购岗",
        "药品采购计划",
        "业务流程",
        "第1点",
        "账实不符",
        "◆中",
        "双人验收（程序规范）",
        "药库管理岗",
        "分管副院长",
        "长期",
    ]


def test_xlsx_merges_a_post_over_the_columns_and_a_point_over_its_measures():
    both = (measure("甲"), measure("乙"))

    found = sheet(table(post(rows=[row(1, measures=both), row(2)])))

    merged = {str(area) for area in found.merged_cells.ranges}
    assert {area for area in merged if area[1:].startswith(("4", "5", "6", "7"))} == {
        "A4:L4",
        *(f"{column}5:{column}6" for column in "ABCDEFGHK"),
    }
    words = [found[f"I{line}"].value for line in (5, 6, 7)]
    assert words == ["1. 甲（程序规范）", "2. 乙（程序规范）", "双人验收（程序规范）"]


def test_xlsx_ends_a_page_before_a_post_or_a_point_and_never_inside_one():
    points = [row(number, measures=(measure(), measure())) for number in range(1, 41)]

    found = sheet(table(post(rows=points[:10]), post(rows=points[10:])))

    begins = [found.cell(line.id + 1, 1).value for line in found.row_breaks.brk]
    assert len(begins) > 1
    assert [str(begin)[:2] == "岗位" or begin in range(1, 41) for begin in begins] == [True] * len(begins)


def test_xlsx_keeps_a_band_with_its_first_row_and_the_signers_together():
    posts = [post(rows=[row(number)]) for number in range(1, 61)]

    found = sheet(table(*posts))

    begins = [str(found.cell(line.id + 1, 1).value)[:2] for line in found.row_breaks.brk]
    assert set(begins) <= {"岗位", "None"}
    assert begins.count("岗位") > 1


@pytest.mark.parametrize("lead", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://example.com", "{=1}"])
def test_xlsx_keeps_text_that_looks_like_a_formula_or_link_as_text(lead):
    data = table(
        post(
            lead,
            rows=[
                row(department=lead, post=lead, power=lead, description=lead, measures=(measure(lead, kind=""),) * 2)
            ],
            holders=lead,
        ),
        hospital_name=lead,
        title="",
        filler=lead,
    )

    found = sheet(data)

    assert [found[place].value for place in ("A1", "B5", "C5", "D5", "F5")] == [lead] * 5
    cells = [cell for line in found.iter_rows() for cell in line]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []


def test_xlsx_makes_lines_high_enough_for_merged_text():
    found = sheet(table(post(rows=[row(description="长" * 150)])))

    assert found.row_dimensions[5].height == pytest.approx(11 * 14.5 + 4)


def test_xlsx_carries_the_qr_code_and_who_signs():
    printed = table(post())
    found = sheet(printed)

    archive = zipfile.ZipFile(io.BytesIO(documents.draw(printed, kind="xlsx", paper="A4")))
    assert [name for name in archive.namelist() if name.endswith(".png")] == ["xl/media/image1.png"]
    signers = [found[f"A{line}"].value.split("　")[0] for line in range(7, 11)]
    assert signers == [
        "填表人：李堃",
        "科室负责人：陈喆",
        "分管领导：分管副院长",
        "党总支审定：2026年第9次会议（2026年4月2日）",
    ]


# docx


def test_docx_lies_across_the_paper_and_repeats_its_headings():
    document = word(table(post()), paper="A3")

    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (420, 297)
    flags = [[flag.tag.rpartition("}")[2] for flag in line._tr.trPr] for line in document.tables[0].rows]
    assert flags == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]]


def test_docx_has_headings_band_and_the_words_of_a_row():
    head, band, first = word_rows(table(post()))

    assert head == HEADINGS
    assert set(band) == {"岗位：药品采购岗　　岗位等级：▲高　　最高风险点等级　　任职人：王玥"}
    assert first[:8] == ["1", "药剂科", "药品采购岗", "药品采购计划", "业务流程", "第1点", "账实不符", "◆中"]
    assert first[8:] == ["双人验收（程序规范）", "药库管理岗", "分管副院长", "长期"]


def test_docx_merges_a_point_over_its_measures():
    both = (measure("甲", responsible="甲岗"), measure("乙", responsible="乙岗"))

    *_head, first, second = word_rows(table(post(rows=[row(measures=both)])))

    assert (first[0], first[5], first[10]) == (second[0], second[5], second[10])
    assert (first[8:10], second[8:10]) == (["1. 甲（程序规范）", "甲岗"], ["2. 乙（程序规范）", "乙岗"])


def test_docx_foot_has_page_fields_hash_and_qr_code():
    foot = word(table(post())).sections[0].footer

    xml = foot._element.xml
    assert re.findall(r'w:instr="(\w+)"', xml) == ["PAGE", "NUMPAGES"]
    assert foot.paragraphs[0].text.split() == ["第", "页", "共", "页", "校验码", "a3f09c1b"]
    assert len(re.findall("<pic:pic[ >]", xml)) == 1


def test_docx_of_a_draft_says_so_in_the_head_of_every_page():
    draft, approved = word(table(post(), state_note="送审稿 未经审定")), word(table(post()))

    heads = [document.sections[0].header.paragraphs[0].text for document in (draft, approved)]
    assert heads == ["送审稿 未经审定", ""]


def test_docx_ends_with_those_who_sign():
    signers = word(table(post())).tables[1].rows[0].cells

    assert [cell.text.split()[:2] for cell in signers] == [
        ["填表人", "李堃"],
        ["科室负责人", "陈喆"],
        ["分管领导", "分管副院长"],
        ["党总支审定", "2026年第9次会议（2026年4月2日）"],
    ]


def test_docx_drops_marks_that_xml_cannot_hold():
    *_head, first = word_rows(table(post(rows=[row(description="甲\x00\x0b乙", measures=(measure("丙\x1f丁"),))])))

    assert (first[5], first[8]) == ("甲乙", "丙丁（程序规范）")


def test_what_changed_since_approval_stands_above_those_who_sign_in_every_file():
    changed = "审定后有变动 1 处，以审定内容为准：YP-01-F1 岗位审定为“采购员”，现为“采购管理岗”。"
    printed = table(post(), changed=changed, in_force="自2025年12月18日起生效")

    found, document = sheet(printed), word(printed)

    assert (found["A6"].value, found["A7"].value[:3]) == (changed, "填表人")
    assert "2026-1（自2025年12月18日起生效）" in found["A2"].value
    assert [line.text for line in document.paragraphs][-1] == changed
    assert "2026-1（自2025年12月18日起生效）" in document.paragraphs[1].text


def test_names_stand_on_a_line_of_their_own_in_the_narrow_cells():
    shown = row(measures=(measure(responsible="药库管理岗（王玥、李堃）"),), leader="副院长（分管药械保障）（王镕）")

    found, document = sheet(table(post(rows=[shown]))), word(table(post(rows=[shown])))

    wanted = ["药库管理岗\n（王玥、李堃）", "副院长（分管药械保障）\n（王镕）"]
    assert [found[f"{column}5"].value for column in "JK"] == wanted
    assert [document.tables[0].rows[2].cells[column].text for column in (9, 10)] == wanted
