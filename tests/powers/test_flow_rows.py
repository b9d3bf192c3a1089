"""Charts told in words: the table under each picture."""

import pytest

from powers import calculations
from powers.calculations import text
from tests.powers.flow_charts import chart, real_charts

REAL = real_charts()


def test_a_row_tells_what_follows_under_which_condition():
    rows = calculations.step_rows(chart("2", "3:同意|1:补正|结束:否则", "结束"))

    assert [row.next_steps for row in rows] == [
        "第2步“环节2”",
        "同意→第3步“环节3”；补正→退回第1步“环节1”；否则→结束",
        "结束",
    ]


def test_a_row_tells_of_steps_at_the_same_time_and_what_waits_for_them():
    rows = calculations.step_rows(chart("2:并行|3:并行", "4", "4", "结束"))

    assert rows[0].next_steps == "同时→第2步“环节2”、第3步“环节3”"
    assert [row.waits_for for row in rows] == ["", "", "", "第2、3步都办完后开始"]


def test_a_row_tells_what_is_missing():
    rows = calculations.step_rows(chart("2|9:是", "", limit=None))

    assert [(row.next_steps, row.limit) for row in rows] == [
        ("（未写条件）→第2步“环节2”；是→第9步（没有这一步）", "未定"),
        ("未写", "未定"),
    ]


def test_a_row_carries_post_function_limit_and_note():
    row = calculations.step_rows(REAL["SB-01 内部"])[7]

    assert (row.number, row.post, row.department, row.function) == (8, "设备科科长", "设备科", "执行")
    assert (row.limit, row.focus, row.note) == ("10 工作日（可暂停计时）", "", "主管部门许可审批期间停止计时")


@pytest.mark.parametrize("name", REAL)
def test_the_table_has_a_row_for_every_step(name):
    numbers = [row.number for row in calculations.step_rows(REAL[name])]

    assert numbers == sorted(step.number for step in REAL[name].steps)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("审核", ("审核",)),
        ("廉洁风险与合规前置审核", ("廉洁风险", "与合规前置审核")),
        ("笔试命题阅卷（委托第三方）", ("笔试命题阅卷", "（委托第三方）")),
        ("列入年度计划，申报配置", ("列入年度计划，", "申报配置")),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", ("ABCDEFGHIJKLM", "NOPQRSTUVWXYZ")),
        ("", ()),
    ],
)
def test_chinese_is_broken_at_pauses_into_even_lines(words, lines):
    assert text.wrap(words, 140, 14) == lines
