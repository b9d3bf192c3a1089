"""The 检查记录表 as PDF, docx and xlsx, and a filled sheet read back in."""

import io
from datetime import timedelta

import docx
import openpyxl
import pypdf
import pytest
from django.utils import timezone

from core import services as core_services
from core.documents.uploads import Upload
from core.models import Attachment, Duty
from core.rules import Denied
from supervision import documents, queries, services
from supervision.documents import record_xlsx
from supervision.services import record_sheets
from tests import factories
from tests.supervision import spot_factories

pytestmark = pytest.mark.django_db
FIRST = record_xlsx.HEAD_ROW + 1
"""The first row with an item, as Excel numbers it."""


def drawn_as(record, kind):
    by = spot_factories.first_inspector(record)
    duty = services.ask_print(by=by, paper="record", thing=record, kind=kind)
    core_services.sweep()
    duty.refresh_from_db()
    return duty


def sheet_of(record):
    """The sheet as somebody opens it in Excel."""
    data = documents.draw_paper("record", queries.printed_record(record), kind="xlsx")
    return openpyxl.load_workbook(io.BytesIO(data))


def kept(record, book, *, name="检查记录表.xlsx"):
    """The sheet handed in."""
    file = io.BytesIO()
    book.save(file)
    upload = Upload(file.getvalue(), name, record_sheets.XLSX)
    return services.upload_record_sheet(by=spot_factories.first_inspector(record), record=record, file=upload)


def faults(record, book):
    record.refresh_from_db()
    plan = services.plan_record_sheet(record, kept(record, book))
    return [(fault.row, fault.column, fault.message) for fault in plan.faults]


def test_the_sheet_is_filled_in_excel_and_read_back():
    record = spot_factories.record(spot_factories.measured())
    by, book = spot_factories.first_inspector(record), sheet_of(record)
    sheet = book.active
    today = timezone.localdate()
    sheet["B3"], sheet["D3"], sheet["B4"] = today, "药库", "基本落实"
    for row in range(FIRST, FIRST + 5):
        sheet.cell(row, 6, "符合")
    sheet.cell(FIRST, 6, "不符合"), sheet.cell(FIRST, 7, "缺三个月台账")

    file = kept(record, book)
    changes = services.plan_record_sheet(record, file).changes
    loaded = services.load_record_sheet(by=by, record=record, kept=file)

    assert [change.answer_word for change in changes] == ["不符合", "符合", "符合", "符合", "符合"]
    assert (loaded.checked_on, loaded.place, loaded.summary) == (today, "药库", "基本落实")
    found = [(item.answer, item.note) for item in spot_factories.items(record)]
    assert found == [("no", "缺三个月台账"), *[("yes", "")] * 4]


def test_what_is_read_back_unchanged_changes_nothing():
    record = spot_factories.record()
    spot_factories.answer(record, "na")
    record.refresh_from_db()

    plan = services.plan_record_sheet(record, kept(record, sheet_of(record)))

    assert (plan.faults, plan.changes) == ([], [])


def test_what_is_emptied_in_the_sheet_is_emptied():
    record = spot_factories.record()
    spot_factories.answer(record, "yes")
    record.refresh_from_db()
    book = sheet_of(record)
    book.active.cell(FIRST, 6, "")

    plan = services.plan_record_sheet(record, kept(record, book))

    assert [(change.answer, change.answer_word) for change in plan.changes] == [("", "")]


def test_every_fault_is_told_with_its_row_and_column():
    record = spot_factories.record()
    book = sheet_of(record)
    sheet = book.active
    sheet["B3"], sheet["D3"] = "昨天", "长" * 81
    sheet.cell(FIRST, 6, "大概")
    sheet.cell(FIRST + 1, 6, "不符合")
    sheet.cell(FIRST + 2, 7, "=1+1")
    sheet.cell(FIRST + 3, 1, "x")
    sheet.cell(FIRST + 4, 1, sheet.cell(FIRST, 1).value)

    assert faults(record, book) == [
        (3, "B", "不是日期，请写成 2026-11-24 的样子。"),
        (3, "D", "超过80字，请精简。"),
    ]
    sheet["B3"], sheet["D3"] = "2026/11/20", ""
    assert faults(record, book) == [
        (FIRST, "F", "“大概”不是可选的结果，应为：符合、不符合、不适用。"),
        (FIRST + 1, "G", "结果为“不符合”，请写明情况。"),
        (FIRST + 2, "G", "是公式或错误值，请粘贴为数值。"),
        (FIRST + 3, "A", "行号被改动，认不出是哪一项。请重新下载检查记录表再填。"),
        (FIRST + 4, "A", "这一行出现了不止一次。"),
    ]


def test_nothing_is_half_written():
    record = spot_factories.record()
    by, book = spot_factories.first_inspector(record), sheet_of(record)
    book.active.cell(FIRST, 6, "符合")
    book.active.cell(FIRST + 1, 6, "大概")

    with pytest.raises(Denied, match="没有写入任何内容：“大概”"):
        services.load_record_sheet(by=by, record=record, kept=kept(record, book))
    assert {item.answer for item in spot_factories.items(record)} == {""}


def test_lines_that_were_taken_out_or_put_in_are_faults():
    record = spot_factories.record()
    book = sheet_of(record)
    key = book.active.cell(FIRST, 1).value
    item = spot_factories.items(record)[0]
    book.active.cell(FIRST, 1, 999999)

    unknown = "行号被改动，认不出是哪一项。请重新下载检查记录表再填。"
    missing = f"缺少行号{key}（{item}）。请重新下载检查记录表再填。"
    assert faults(record, book) == [(FIRST, "A", unknown), (0, "A", missing)]


def test_a_day_to_come_is_a_fault():
    record = spot_factories.record()
    book = sheet_of(record)
    book.active["B3"] = timezone.localdate() + timedelta(days=2)

    assert faults(record, book) == [(3, "B", "检查日期不能晚于今天。")]


def test_a_day_before_the_draw_is_a_fault():
    record = spot_factories.record()
    book, drawn_on = sheet_of(record), timezone.localdate(record.check_of.drawn_at)
    book.active["B3"] = drawn_on - timedelta(days=1)

    assert faults(record, book) == [(3, "B", f"检查日期不能早于抽取日期（{drawn_on}）。")]


def test_an_answer_on_which_a_finding_rests_is_not_changed_by_a_sheet():
    record = spot_factories.record()
    spot_factories.answer(record, "no", "不符")
    item = spot_factories.items(record)[0]
    services.open_item_finding(by=spot_factories.first_inspector(record), item=item, text="不符", days=5)
    record.refresh_from_db()
    book = sheet_of(record)
    book.active.cell(FIRST, 6, "符合")

    assert faults(record, book) == [(FIRST, "F", "这一项已登记问题，结果不能再改。")]


def test_a_sheet_of_another_record_is_refused():
    record, other = spot_factories.record(), spot_factories.record()

    expected = f"这是{other.code}的检查记录表，不是{record.code}的。"
    assert faults(record, sheet_of(other)) == [(2, "B", expected)]


def test_a_sheet_of_an_older_version_is_refused():
    record = spot_factories.record()
    book = sheet_of(record)
    spot_factories.answer(record, "yes")

    assert faults(record, book) == [(2, "D", "这张表是第1版，记录已改到第2版。请重新下载后再填。")]


def test_a_sheet_without_its_number_is_refused():
    record = spot_factories.record()
    book = sheet_of(record)
    book.active["B2"] = ""

    assert faults(record, book) == [(2, "B", "缺少记录编号。请重新下载检查记录表再填。")]


@pytest.mark.parametrize("version", [True, "一", None])
def test_a_version_that_is_no_number_is_an_older_one(version):
    record = spot_factories.record()
    book = sheet_of(record)
    book.active["D2"] = version

    assert [fault[:2] for fault in faults(record, book)] == [(2, "D")]


def test_another_workbook_is_refused():
    record = spot_factories.record()

    expected = "不是从系统下载的检查记录表：第 5 行的列名对不上。"
    assert faults(record, openpyxl.Workbook()) == [(5, "", expected)]


def test_a_sheet_with_too_many_rows_is_refused():
    record = spot_factories.record()
    book = sheet_of(record)
    book.active.cell(record_xlsx.MOST_ROWS + record_xlsx.HEAD_ROW + 5, 1, 1)

    assert faults(record, book) == [(0, "", "行数超过2000，不是检查记录表。")]


def test_what_only_looks_like_a_workbook_is_refused():
    read = documents.read_record_sheet(b"PK\x03\x04 broken")

    assert [fault.message for fault in read.faults] == ["文件打不开，可能已损坏。请重新下载检查记录表再填。"]


def test_empty_lines_are_passed_over():
    record = spot_factories.record()
    book = sheet_of(record)
    book.active.cell(FIRST + 8, 7, "  ")

    assert faults(record, book) == []


def test_upload_record_sheet_is_denied_to_others_and_for_other_files():
    record = spot_factories.record()
    file = Upload(b"%PDF-1.7", "表.pdf", "application/pdf")

    with pytest.raises(Denied, match="由检查人员填写"):
        services.upload_record_sheet(by=factories.person(), record=record, file=file)
    with pytest.raises(Denied, match="请上传填好的检查记录表"):
        services.upload_record_sheet(by=spot_factories.first_inspector(record), record=record, file=file)


def test_a_sheet_is_opened_by_who_handed_it_in_alone():
    record = spot_factories.record()
    first, second = (each.person for each in queries.inspectors_of(record))

    file = kept(record, sheet_of(record))

    assert queries.may_read_sheet(file, first)
    assert not queries.may_read_sheet(file, second)
    assert queries.sheet_for(first, record, file.pk) == file
    assert queries.sheet_for(second, record, file.pk) is None


def test_the_blank_sheet_is_printed_with_boxes_lines_and_the_appendix():
    record = spot_factories.record(spot_factories.measured(), seed="3456.78")

    duty = drawn_as(record, "pdf")

    text = "".join(page.extract_text() for page in pypdf.PdfReader(duty.result.file).pages).replace("\n", "")
    check = record.check_of
    told = ("□符合", "签字", "被查部门负责人", "lianfang-min-hash-1", "3456.78", "上证综指收盘点数", "draw_spot_check")
    assert [word for word in told if word not in text] == []
    assert check.population_sha256[:8] in text


def test_the_filled_sheet_is_printed_as_word_with_answers_and_signatures():
    record = spot_factories.record(spot_factories.measured())
    spot_factories.answer(record, "no", "缺𬭎号台账")
    for item in spot_factories.items(record):
        services.open_item_finding(by=spot_factories.first_inspector(record), item=item, text="不符", days=5)
    by = spot_factories.first_inspector(record)
    services.fill_record(by=by, record=record, checked_on=timezone.localdate(), place="药库", summary="基本落实")
    services.finish_record(by=by, record=record)
    for inspector in record.inspectors.order_by("pk"):
        services.sign_record(by=inspector.person, inspector=inspector)
    services.give_record_opinion(by=spot_factories.head_of(record), record=record, opinion="属实")
    record.refresh_from_db()

    document = docx.Document(drawn_as(record, "docx").result.file)

    text = "\n".join(line.text for line in document.paragraphs)
    table, appendix = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["序号", "检查内容", "结果", "情况说明"]
    assert table.rows[1].cells[2].text == "不符合"
    assert table.rows[1].cells[3].text.startswith("缺𬭎号台账\nWT")
    assert {row.cells[0].text: row.cells[1].text for row in appendix.rows}["种子来源"] == "系统随机生成"
    assert [word for word in ("药库", "基本落实", "属实", "已签字：", "申请、审批、验收") if word not in text] == []
    assert "被查部门负责人" not in text


def test_the_sheet_says_when_there_is_no_measure():
    record = spot_factories.record()

    document = docx.Document(drawn_as(record, "docx").result.file)

    assert "措施：一览表中没有措施。" in [line.text for line in document.paragraphs]
    assert sheet_of(record).active.cell(FIRST, 4).value == "一览表中没有措施。"


def test_the_same_sheet_is_drawn_once_for_all_who_see_the_record():
    record = spot_factories.record()
    first, second = (each.person for each in queries.inspectors_of(record))

    duty = services.ask_print(by=first, paper="record", thing=record, kind="xlsx")

    assert services.ask_print(by=second, paper="record", thing=record, kind="xlsx") == duty
    assert queries.may_watch_paper(duty, second)
    assert not queries.may_watch_paper(duty, factories.person())


def test_a_sheet_whose_content_changed_meanwhile_is_not_drawn():
    record = spot_factories.record()
    services.ask_print(by=spot_factories.first_inspector(record), paper="record", thing=record, kind="xlsx")
    spot_factories.answer(record, "yes")

    core_services.sweep()

    duty = Duty.objects.get(kind="supervision.print")
    assert (duty.state, duty.error) == ("failed", "生成之前内容又有改动，没有生成文件。请重新打印。")
    assert not Attachment.objects.filter(subject_type="supervision.paper").exists()


def test_a_printed_sheet_is_opened_by_who_sees_the_record():
    record = spot_factories.record()

    result = drawn_as(record, "xlsx").result

    assert queries.may_read_paper(result, spot_factories.first_inspector(record))
    assert not queries.may_read_paper(result, factories.person())


def test_who_may_no_longer_see_the_record_gets_no_sheet():
    record = spot_factories.record()
    first, *_others = (each.person for each in queries.inspectors_of(record))
    duty = services.ask_print(by=first, paper="record", thing=record, kind="xlsx")
    record.inspectors.filter(person=first).delete()

    core_services.sweep()

    duty.refresh_from_db()
    assert (duty.state, duty.error) == ("failed", "您已不能查看这份材料，没有生成文件。")
