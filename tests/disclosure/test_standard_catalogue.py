"""The standard catalogue as it is shipped: the five matters of the regulation in all their aspects, nothing verified."""

import re

import pytest

from disclosure.calculations.standard_catalogue import CLOCK_DAYS, STANDARD, TOPIC_PREFIXES, keeper_of
from disclosure.models import DisclosureItem
from disclosure.states import Topic

MATTERS = ("personnel", "budget", "spending", "assets", "integrity")
KNOWN = {
    "国卫办发〔2021〕43号",
    "国卫办政务发〔2015〕12号",
    "国卫财务发〔2020〕31号",
    "国卫财务发〔2015〕77号",
    "国卫办医发〔2018〕12号",
}
"""Numbers of documents that the specification has seen or quotes; no other may be cited."""


@pytest.mark.parametrize("matter", MATTERS)
def test_stage_2_1_flow_basis_and_result_of_each_of_the_five_matters_stand_in_the_standard_catalogue(matter):
    society = [item for item in STANDARD if item.topic == matter and item.scope == "society"]

    assert {"flow", "basis", "result"} <= {item.aspect for item in society}
    assert all("第二阶段（一）" in item.basis or "第三阶段" in item.basis for item in society)


def test_other_things_patients_and_suppliers_look_for_stand_there_too():
    assert {item.topic for item in STANDARD} == {*Topic.values} - {"answers"}


def test_codes_are_used_once_and_begin_as_their_topic_does():
    codes = [item.code for item in STANDARD]

    assert len(set(codes)) == len(codes)
    assert [item.code for item in STANDARD if not item.code.startswith(TOPIC_PREFIXES[item.topic])] == []


def test_every_item_has_the_legal_clock_and_cites_only_documents_that_were_seen():
    cited = {number for item in STANDARD for number in re.findall(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号", item.basis)}

    assert {item.clock_days for item in STANDARD} == {CLOCK_DAYS}
    assert (cited - KNOWN, [item.code for item in STANDARD if not item.basis]) == (set(), [])


def test_what_the_system_writes_itself_each_stands_there_once():
    sources = sorted(str(item.source) for item in STANDARD if item.source)

    assert sources == ["appraisals", "powers", "rectifications", "suggestions", "tables"]


def test_names_fit_the_columns_they_are_kept_in():
    fields = ("code", "name", "topic", "aspect", "basis", "form", "period", "scope", "source")
    longest = {name: DisclosureItem._meta.get_field(name).max_length for name in fields}

    assert [(item.code, name) for item in STANDARD for name in fields if len(getattr(item, name)) > longest[name]] == []


def test_the_department_is_guessed_by_its_name_best_word_first():
    departments = [(1, "招标采购办公室"), (2, "物资采购科"), (3, "设备科")]
    by_code = {item.code: item for item in STANDARD}

    guessed = [keeper_of(by_code[code], departments) for code in ("GK-CG-02", "GK-CG-07", "GK-RS-01")]

    assert guessed == [1, 3, None]
