"""Faults of charts: each kind by its own chart, and none that raises."""

from fractions import Fraction

import pytest
from hypothesis import given, settings

from powers import calculations
from powers.calculations import Chart, Lane, Limit, Link, Step
from powers.states import LimitUnit
from tests.powers.flow_charts import chart, real_charts
from tests.powers.test_flow_layout import charts

REAL = real_charts()
FAULTY = {
    "unreachable": (chart("结束", "结束"), [(2, "unreachable")]),
    "no end": (chart("2", "1"), [(None, "no_end"), (1, "endless_loop")]),
    "loop": (chart("2:是|4:否", "3", "2", "结束"), [(2, "endless_loop")]),
    "nothing next": (chart("2:是|3:否", "", "结束"), [(2, "no_next")]),
    "dangling": (chart("2:同意|7:退回", "结束"), [(1, "dangling")]),
    "no condition": (chart("2|3:否", "3", "结束"), [(1, "missing_condition")]),
    "same condition": (chart("2:同意|3:同意", "3", "结束"), [(1, "duplicate_condition")]),
    "itself": (chart("1:重做|2:通过", "结束"), [(1, "self_link")]),
    "mixed": (chart("2:并行|3:并行|结束:否", "4", "4", "结束"), [(1, "mixed_links")]),
    "one parallel": (chart("2:并行", "结束"), [(1, "single_parallel")]),
    "never joins": (chart("2:并行|3:并行", "结束", "结束"), [(1, "never_joins")]),
    "parallel end": (chart("2:并行|结束:并行", "结束"), [(1, "never_joins")]),
    "no limit": (chart("结束", limit=None), [(1, "missing_limit")]),
}


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_found_and_nothing_else(name):
    faulty, expected = FAULTY[name]

    assert [(fault.step_number, fault.code) for fault in calculations.faults(faulty)] == expected


@pytest.mark.parametrize("name", REAL)
def test_charts_of_the_hospital_have_no_fault(name):
    assert calculations.faults(REAL[name]) == []


def test_doubled_numbers_are_told_on_the_second_row():
    link = (Link(None),)
    steps = tuple(Step(key, 1, "审核", Lane("科长"), limit_value=1, links=link) for key in ("a", "b"))

    found = calculations.faults(Chart("图", steps))

    assert [(fault.key, fault.code, fault.message) for fault in found] == [("b", "duplicate_number", "序号 1 重复")]


def test_a_step_without_a_post_is_told():
    step = Step("a", 1, "审核", limit_value=1, links=(Link(None),))

    assert [fault.code for fault in calculations.faults(Chart("图", (step,)))] == ["missing_post"]


def test_a_chart_without_steps_is_told():
    assert [fault.code for fault in calculations.faults(Chart("空", ()))] == ["empty"]


def test_all_faults_are_told_at_once_those_of_the_whole_first():
    found = calculations.faults(chart("2:同意|9", "1", "3", limit=None))

    assert [(fault.step_number, fault.code) for fault in found] == [
        (None, "no_end"),
        (1, "missing_limit"),
        (1, "dangling"),
        (1, "missing_condition"),
        (2, "missing_limit"),
        (3, "missing_limit"),
        (3, "self_link"),
        (3, "unreachable"),
        (3, "endless_loop"),
    ]


def test_the_longest_way_is_held_against_the_promise():
    charted = chart("2:小额|3:大额", "4", "4", "结束:办结|1:退回", limit=3, promised=Limit(8))

    found = calculations.faults(charted)

    assert [(fault.code, fault.severity, fault.message) for fault in found] == [
        ("over_promise", "warn", "各环节时限合计 9 个工作日（1→3→4），超过承诺的 8 工作日")
    ]


def test_limits_within_the_promise_are_no_fault():
    assert calculations.faults(chart("2", "结束", limit=4, promised=Limit(8))) == []


@pytest.mark.parametrize(
    ("value", "unit", "workdays"),
    [(3, LimitUnit.WORKDAY, 3), (12, LimitUnit.HOUR, Fraction(3, 2)), (14, LimitUnit.DAY, 10)],
)
def test_eight_hours_and_seven_fifths_of_a_day_make_a_working_day(value, unit, workdays):
    assert Limit(value, unit).workdays == workdays


def test_zero_is_no_limit():
    assert [fault.code for fault in calculations.faults(chart("结束", limit=0))] == ["missing_limit"]


@settings(max_examples=150, deadline=None)
@given(charts())
def test_faults_of_any_chart_are_told_without_raising(any_chart):
    severities = {fault.severity for fault in calculations.faults(any_chart)}

    assert severities <= {calculations.BLOCK, calculations.WARN}
