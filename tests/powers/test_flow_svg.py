"""The drawn picture: well formed, escaped, clean under a strict policy, and told to those who only hear it."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powers.calculations import Chart, Lane, Link, Step
from powers.documents import svg
from powers.states import FlowKind, StepFocus, StepFunction
from tests.powers.flow_charts import chart, real_charts

REAL = real_charts()
SVG = "{http://www.w3.org/2000/svg}"


def one_step(**fields) -> Chart:
    return Chart("图", (Step("k", 1, fields.pop("name", "审核"), Lane("科长"), links=(Link(None),), **fields),))


def texts(picture: str) -> list[str]:
    return [element.text for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def items(picture: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(picture).iter() if element.get("role") == "listitem"]


@pytest.mark.parametrize("name", REAL)
def test_every_chart_of_the_hospital_is_well_formed_and_needs_no_style(name):
    root = ElementTree.fromstring(svg.draw(REAL[name], link_for=lambda step: f"/risks/new/?step={step.key}&a=1"))

    attributes = {key for element in root.iter() for key in element.attrib}
    assert [key for key in attributes if key in ("style", "class", "id") or key.startswith("on")] == []
    assert len([element for element in root.iter() if element.get("role") == "listitem"]) == len(REAL[name].steps)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_any_text_stays_text(name, post, condition):
    step = Step("k", 1, name, Lane(post), note=condition, links=(Link(None, condition), Link(1, name)))

    root = ElementTree.fromstring(svg.draw(Chart(name, (step,))))

    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= KNOWN


KNOWN = {"svg", "title", "g", "rect", "path", "polygon", "circle", "text"}


def test_markup_in_a_name_is_escaped():
    picture = svg.draw(one_step(name="<script>&\"'"))

    assert "<script>" not in picture
    assert "<script>&\"'" in "".join(texts(picture))


@pytest.mark.parametrize(
    ("function", "word", "shape"),
    [
        (StepFunction.DECISION, "决策", "path"),
        (StepFunction.EXECUTION, "执行", "rect"),
        (StepFunction.SUPERVISION, "监督", "rect path"),
    ],
)
def test_the_function_is_told_by_word_and_by_shape(function, word, shape):
    picture = svg.draw(one_step(function=function, limit_value=3))

    drawn = [element.tag.removeprefix(SVG) for element in items(picture)[0].iterfind(f"{SVG}g/*")]
    assert " ".join(drawn[: drawn.index("circle")]) == shape
    assert [text for text in texts(picture) if text in ("决策", "执行", "监督")] == [word]


def test_an_external_chart_neither_shows_nor_tells_functions():
    picture = svg.draw(Chart("图", one_step(limit_value=3).steps, FlowKind.EXTERNAL))

    assert texts(picture) == ["科长", "开始", "结束", "1", "3 工作日", "审核"]
    assert items(picture)[0].get("aria-label") == "第1步 审核；科长；时限 3 工作日；下一步 结束"


def test_a_step_shows_its_limit_its_focus_and_that_its_clock_may_stop():
    step = {"limit_value": 24, "limit_unit": "hour", "suspends_clock": True, "focus": StepFocus.CHARGE, "note": "顺延"}

    drawn = texts(svg.draw(one_step(**step)))

    assert drawn[3:] == ["1", "执行·收费", "24 小时", "审核", "可暂停", "注"]


def test_a_missing_limit_is_said():
    assert "未定时限" in texts(svg.draw(one_step()))


def test_risk_marks_carry_sign_and_number_and_are_told():
    picture = svg.draw(one_step(limit_value=1), risk_marks={1: {"high": 2, "pending": 1, "low": 0}})

    assert texts(picture)[-4:] == ["▲", "2", "○", "1"]
    assert items(picture)[0].get("aria-label", "").endswith("风险点 高 2、待定 1")


def test_a_step_with_an_address_is_a_link_with_a_name():
    picture = svg.draw(chart("2", "结束"), link_for=lambda step: "/x/?a=1&b=2" if step.number == 2 else None)

    first, second = items(picture)
    assert (first.get("aria-label") or "").startswith("第1步 环节1；岗位A；执行；时限 1 工作日")
    assert [(link.get("href"), link.findtext(f"{SVG}title")) for link in second] == [
        ("/x/?a=1&b=2", "第2步 环节2；岗位A；执行；时限 1 工作日；下一步 结束")
    ]


def test_the_selected_step_is_current():
    picture = svg.draw(chart("2", "结束"), selected=2)

    assert [item.get("aria-current") for item in items(picture)] == [None, "step"]


def test_no_stretch_of_a_merged_line_is_drawn_twice():
    picture = svg.draw(REAL["SB-06 内部"])

    lines = re.findall(r'd="(M[^"]*)"[^>]*stroke-linecap', picture)
    stretches = [part for path in lines for part in path.split("M") if part]
    assert len(stretches) == len(set(stretches))


def test_a_chart_without_steps_draws_nothing():
    assert svg.draw(Chart("空", ())) == ""


@pytest.mark.browser
def test_axe_finds_nothing_on_a_picture(page, axe):
    picture = svg.draw(
        REAL["SB-12 内部"], risk_marks={1: {"high": 1}}, link_for=lambda step: f"#{step.key}", selected=2
    )

    page.set_content(f'<html lang="zh"><title>图</title><main><h1>图</h1>{picture}</main></html>')

    assert axe(page) == []
    assert page.get_by_role("link", name="第8步 归档").count() == 1
    assert page.get_by_role("listitem").count() == 8
