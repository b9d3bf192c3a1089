"""Loading the hospital's workbook: nothing dropped, the same file changes nothing, nine spoiled ones are refused whole."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from config.loading import apply, checks, plan, sheets
from config.loading.faults import WorkbookFaults
from config.loading.reader import Row
from controls.models import Measure
from core.rules import Denied
from organization import queries
from organization.models import Department, Post
from powers.models import FlowStep, LegalBasis, Material, Power, PowerList, Regulation
from risks.models import GradeOpinion, RiskPoint, RiskRegister

pytestmark = pytest.mark.django_db

WORKBOOK = Path(apply.__file__).parent.parent / "demo" / "hospital.xlsx"
MODELS = {
    "部门": Department,
    "岗位": Post,
    "依据": LegalBasis,
    "职权": Power,
    "申请材料": Material,
    "流程环节": FlowStep,
    "风险点": RiskPoint,
    "防控措施": Measure,
    "制度": Regulation,
}


def load(data=None):
    planned = plan.compare(checks.load(data or WORKBOOK.read_bytes()))
    apply.apply(planned, by=queries.system_actor())
    return planned


def spoiled(change):
    """The workbook after `change(book)`, as bytes."""
    book = openpyxl.load_workbook(WORKBOOK)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(book, sheet, row, heading):
    headings = [each.value for each in book[sheet][1]]
    return book[sheet].cell(row=row, column=headings.index(heading) + 1)


def put(sheet, row, heading, value):
    """A change of one cell."""

    def change(book):
        cell(book, sheet, row, heading).value = value

    return change


def test_every_row_of_every_sheet_is_loaded():
    planned = load()

    in_file = {line["sheet"]: line["file"] for line in planned.counts()}
    in_database = {title: model.objects.count() for title, model in MODELS.items()}
    assert in_database == in_file
    assert in_file["风险点"] == 243


def test_the_same_file_again_changes_nothing_and_says_so(capsys):
    load()
    history = RiskPoint.history.count()

    call_command("load_hospital", str(WORKBOOK))

    assert "没有变化" in capsys.readouterr().out
    assert RiskPoint.history.count() == history


def test_a_dry_run_writes_nothing():
    call_command("load_hospital", str(WORKBOOK), "--dry-run")

    assert {model.objects.count() for model in MODELS.values()} == {0}


def test_a_changed_file_shows_what_would_change_and_changes_only_that():
    load()
    data = spoiled(put("职权", 2, "名称", "重大事项集体决策"))

    planned = load(data)

    changed = planned.of(sheets.POWERS, "changed")
    assert [(change.key, change.fields) for change in changed] == [
        (("JC-01",), (("名称", "“三重一大”事项集体决策", "重大事项集体决策"),))
    ]
    assert Power.objects.get(code="JC-01").name == "重大事项集体决策"


def test_another_edition_of_a_regulation_is_refused_and_an_empty_cell_leaves_it():
    load()
    before = Regulation.objects.order_by("pk")[0].edition

    def rename(book):
        for heading, value in {"版本": None, "名称": "更名的制度"}.items():
            put("制度", 2, heading, value)(book)

    with pytest.raises(WorkbookFaults) as refused:
        load(spoiled(put("制度", 2, "版本", "第99版")))
    assert load(spoiled(put("制度", 2, "版本", None))).is_empty
    load(spoiled(rename))

    (fault,) = refused.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("制度", 2, "版本")
    assert "起草新版" in fault.message
    assert Regulation.objects.get(name="更名的制度").edition == before != ""


def test_a_changed_step_keeps_its_lineage_and_its_risk_points():
    load()
    step = FlowStep.objects.get(code="JC-01-N01")

    load(spoiled(put("流程环节", 2, "环节名称", "提出议题")))

    changed = FlowStep.objects.get(code="JC-01-N01")
    assert (changed.name, changed.lineage_id, changed.pk) == ("提出议题", step.lineage_id, step.pk)


def test_leaders_points_go_to_the_leaderships_register():
    load()

    register = RiskRegister.objects.get(is_leadership=True)
    assert (register.department, register.points.count()) == (queries.root(), 45)


def test_a_measure_that_names_a_regulation_is_linked_to_it():
    load()

    linked = Measure.objects.filter(regulation__isnull=False)
    assert linked.count() == 14
    assert linked.get(text__startswith="把重点岗位目录").regulation.code == "ZD-26"


def test_a_point_belongs_to_the_department_of_its_post_whoever_holds_the_power():
    load()

    point = RiskPoint.objects.get(code="JC-01-F2")
    assert point.register.department == point.post.department


def test_scores_become_an_opinion_named_workbook():
    load()

    opinion = GradeOpinion.objects.get(point__code="JC-01-F1")
    assert (opinion.source, opinion.importance, opinion.frequency, opinion.probability) == ("workbook", 5, 4, 3)


def test_holders_of_posts_are_named_by_post_and_cannot_log_in():
    load()

    tenure = Post.objects.get(code="G1102").tenures.get()
    assert (tenure.person.name, tenure.person.kind, tenure.person.username) == ("药品采购岗", "holder", None)


SPOILED = {
    "missing code": (put("岗位", 5, "编码", None), "“岗位”第 5 行“编码”列：不能为空。"),
    "circular department": (
        put("部门", 3, "上级编码", "D05"),
        "“部门”第 3 行“上级编码”列：上级关系成环：D02 → D05 → D02。",
    ),
    "dangling step": (
        put("流程环节", 2, "后续环节", "99"),
        "“流程环节”第 2 行“后续环节”列：指向第 99 步，JC-01这张图没有这一步。",
    ),
    "duplicate code": (put("职权", 3, "编码", "JC-01"), "“职权”第 3 行“编码”列：与第 2 行重复：JC-01。"),
    "wrong enum": (
        put("风险点", 2, "风险类型", "其他"),
        "“风险点”第 2 行“风险类型”列：“其他”不在可选范围内，应为：岗位职责、业务流程、制度机制、外部环境。",
    ),
    "text in a score": (put("风险点", 2, "重要性", "很高"), "“风险点”第 2 行“重要性”列：应为整数，现为“很高”。"),
    "formula": (put("风险点", 2, "频率", "=1+2"), "“风险点”第 2 行“频率”列：是公式“=1+2”，请粘贴为数值。"),
    "merged cells": (
        lambda book: book["防控措施"].merge_cells("B2:B3"),
        "“防控措施”第 2 行：单元格 B2:B3 是合并的，请取消合并并逐格填写。",
    ),
    "extra sheet": (
        lambda book: book.create_sheet("备用"),
        "“备用”：多出的工作表，请删去；应只有：部门、岗位、依据、职权、申请材料、流程环节、风险点、防控措施、制度。",
    ),
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_spoiled_workbook_is_refused_with_its_own_message_and_nothing_is_written(name):
    change, message = SPOILED[name]

    with pytest.raises(WorkbookFaults) as refused:
        load(spoiled(change))

    assert message in [str(fault) for fault in refused.value.faults]
    assert {model.objects.count() for model in MODELS.values()} == {0}


def test_all_faults_are_told_at_once_whatever_their_kind():
    def change(book):
        put("岗位", 5, "名称", None)(book)
        put("风险点", 2, "重要性", 9)(book)
        put("职权", 2, "责任岗位编码", "G9999")(book)

    with pytest.raises(WorkbookFaults) as refused:
        load(spoiled(change))

    assert [(fault.sheet, fault.row) for fault in refused.value.faults] == [("岗位", 5), ("职权", 2), ("风险点", 2)]


def test_a_file_that_is_no_workbook_is_refused_in_words():
    with pytest.raises(WorkbookFaults, match="不是 .xlsx 工作簿"):
        checks.load(b"%PDF-1.7")


def test_too_big_a_file_is_refused_before_it_is_opened():
    with pytest.raises(WorkbookFaults, match="超过 5 MB"):
        checks.load(b"PK" + b"0" * (5 * 1024 * 1024))


def test_the_command_says_everything_and_fails(tmp_path):
    file = tmp_path / "spoiled.xlsx"
    file.write_bytes(spoiled(put("风险点", 2, "重要性", "很高")))

    with pytest.raises(CommandError, match="有 1 处问题，没有写入任何内容"):
        call_command("load_hospital", str(file))


def test_a_list_under_review_is_not_changed_by_loading():
    load()
    PowerList.objects.filter(department__code="D01").update(state="in_review")

    with pytest.raises(WorkbookFaults, match="正在审核"):
        load(spoiled(put("职权", 2, "名称", "重大事项集体决策")))


def statements_of(workbook):
    planned = plan.compare(workbook)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        apply.apply(planned, by=queries.system_actor())
        transaction.set_rollback(True)
    return len(captured)


@pytest.mark.postgres
def test_statements_grow_with_lists_and_not_with_rows():
    once, twice = (checks.load(WORKBOOK.read_bytes()) for _number in range(2))
    again = [Row(row.number, {**row.values, "code": f"{row['code']}00"}) for row in twice[sheets.POINTS]]
    twice.rows["风险点"] = [*twice[sheets.POINTS], *again]

    assert statements_of(twice) - statements_of(once) <= 4


def row_of(sheet, code):
    """The number of the row with a code in its first column."""
    rows = openpyxl.load_workbook(WORKBOOK)[sheet].iter_rows(values_only=True)
    return next(number for number, row in enumerate(rows, 1) if row[0] == code)


@pytest.mark.parametrize(
    ("sheet", "code", "heading", "value", "message"),
    [
        ("职权", "JC-01", "类别", "财务（资金）管理权", "“职权”第 2 行“类别”列：类别随编码固定"),
        ("职权", "JC-01", "办理主体部门编码", "D02", "“职权”第 2 行“办理主体部门编码”列：已登记在“D01”的清单里"),
        ("风险点", "JC-01-F1", "岗位编码", "G0701", "“风险点”第 2 行“岗位编码”列：已登记在“班子成员”的清单里"),
        ("岗位", "G0701", "部门编码", "D11", "“风险点”第 3 行“岗位编码”列：已登记在“D07”的清单里"),
    ],
)
def test_what_would_move_to_another_list_is_refused_with_its_place(sheet, code, heading, value, message):
    load()

    with pytest.raises(WorkbookFaults, match=message):
        load(spoiled(put(sheet, row_of(sheet, code), heading, value)))


def test_what_lies_below_a_moved_department_follows_it():
    load()
    below = Department.objects.filter(parent__code="D02").order_by("code")[0]

    load(spoiled(put("部门", row_of("部门", "D02"), "上级编码", "D03")))

    below.refresh_from_db()
    assert below.path == f"{Department.objects.get(code='D03').path}D02/{below.code}/"


def without_the_ends_of(code):
    """A workbook in which a power has lost its last material and the last step of its external chart."""

    def change(book):
        steps = [row for row in book["流程环节"].iter_rows(min_row=2) if [row[0].value, row[1].value] == [code, "外部"]]
        for row in steps:
            row[8].value = str(row[2].value + 1) if row is not steps[-2] else "结束"
        book["流程环节"].delete_rows(steps[-1][0].row)
        materials = [row for row in book["申请材料"].iter_rows(min_row=2) if row[0].value == code]
        book["申请材料"].delete_rows(materials[-1][0].row)

    return spoiled(change)


def test_a_material_and_a_step_that_the_file_no_longer_has_stay():
    load()
    power = Power.objects.get(code="RS-03")
    materials, steps = (
        power.materials.count(),
        FlowStep.objects.filter(flow__power=power, flow__kind="external").count(),
    )

    load(without_the_ends_of("RS-03"))

    left = FlowStep.objects.filter(flow__power=power, flow__kind="external").count()
    assert (power.materials.count(), left) == (materials, steps)
    assert plan.compare(checks.load(without_the_ends_of("RS-03"))).is_empty


def test_the_command_passes_on_why_a_service_refuses(monkeypatch):
    def refuse(planned, *, by):
        raise Denied("清单刚刚报审。", help="请稍后再导入。")

    monkeypatch.setattr(apply, "apply", refuse)

    with pytest.raises(CommandError, match="没有写入任何内容：清单刚刚报审。请稍后再导入。"):
        call_command("load_hospital", str(WORKBOOK))
