"""What happened to a power, as sentences."""

import pytest

from powers import calculations, queries, services
from powers.queries import history
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def sentences(power):
    return [str(entry["did"]) for entry in queries.history_of_power(power)]


def test_a_new_power_tells_its_basis_and_materials():
    basis = factories.basis(title="药品管理法")
    power = factories.power(bases=[basis], materials=[services.MaterialEntry("申请表")])

    assert sentences(power) == ["新增申请材料“申请表”", "将“行使依据”由“空”改为“《药品管理法》”", "新建"]


def test_a_changed_field_is_told_with_what_it_was_and_who_did_it():
    power = factories.power(name="旧")
    head = people.holder("department_head", power.power_list.department)

    services.change_power(by=head, power=power, name="新")

    entry = queries.latest_changes(queries.power_for(head, power.pk))[0]
    assert entry["who"] == head
    assert "将“职权名称”由“旧”改为“新”" in entry["did"]


def test_a_reference_that_was_empty_is_told_as_empty():
    power = factories.power(responsible_post=None)
    post = people.post(power.power_list.department, name="药剂科主任")

    services.change_power(by=people.system(), power=power, responsible_post=post)

    assert sentences(power)[0] == "将“责任岗位”由“空”改为“药剂科主任”"


def test_a_reference_to_what_is_gone_is_told_without_its_key():
    power = factories.power(responsible_post=people.post(name="药剂科主任"))
    power.history.update(responsible_post_id=0)

    services.change_power(by=people.system(), power=power, responsible_post=people.post(name="药库管理岗"))

    assert sentences(power)[0] == "将“责任岗位”由“已删除的责任岗位”改为“药库管理岗”"


def test_steps_are_told_by_chart_and_number():
    power = factories.power()
    factories.with_flow(power, shape=(("受理", "2"), ("办结", "结束")))
    first, _last = power.flows.get().steps.order_by("number")
    before = len(sentences(power))
    entries = factories.entries((("接件", "结束"),), post=first.post)

    kept = [services.StepEntry(**{**vars(entries[0]), "id": first.pk})]
    services.save_flow(by=people.system(), power=power, kind="internal", steps=kept)

    told = sentences(power)
    assert told[: len(told) - before] == [
        "内部流程图环节“1. 接件”：将“后续环节”由“空”改为“结束”",
        "修改内部流程图环节“1. 接件”：将“环节名称”由“受理”改为“接件”",
        "删除内部流程图环节“2. 办结”",
        "内部流程图环节“1. 受理”：将“后续环节”由“2”改为“空”",
        "内部流程图环节“2. 办结”：将“后续环节”由“结束”改为“空”",
    ]


def test_links_are_told_as_the_table_of_steps_writes_them():
    power = factories.power()
    factories.with_flow(power, shape=(("受理", "2"), ("审核", "3:同意"), ("办结", "结束")))
    steps = list(power.flows.get().steps.order_by("number"))
    entries = factories.entries((("受理", "2"), ("审核", "3:同意|1:退回"), ("办结", "结束")), post=steps[0].post)
    head = people.holder("department_head", power.power_list.department)

    kept = [services.StepEntry(**{**vars(entry), "id": step.pk}) for entry, step in zip(entries, steps, strict=True)]
    services.save_flow(by=head, power=power, kind="internal", steps=kept)

    (told,) = [entry for entry in queries.history_of_power(power) if entry["who"] == head and "后续" in entry["did"]]
    assert (told["who"], told["did"]) == (
        head,
        "内部流程图环节“2. 审核”：将“后续环节”由“3:同意”改为“3:同意|1:退回”",
    )


def test_a_taken_out_basis_and_a_renamed_material_are_told():
    basis = factories.basis(title="药品管理法")
    power = factories.power(bases=[basis], materials=[services.MaterialEntry("身份")])

    services.change_power(
        by=people.system(), power=power, bases=[], materials=[services.MaterialEntry("身份证", copies=2)]
    )

    assert sentences(power)[1:3] == [
        "修改申请材料“身份证”：将“份数”由“1”改为“2”；将“材料名称”由“身份”改为“身份证”",
        "将“行使依据”由“《药品管理法》”改为“空”",
    ]


def test_bases_put_in_another_order_are_told_once():
    first, second = factories.basis(title="药品管理法"), factories.basis(title="采购管理办法")
    power = factories.power(bases=[first, second])

    services.change_power(by=people.system(), power=power, bases=[second, first])

    told = [sentence for sentence in sentences(power) if "行使依据" in sentence]
    assert told == [
        "将“行使依据”由“《药品管理法》、《采购管理办法》”改为“《采购管理办法》、《药品管理法》”",
        "将“行使依据”由“《药品管理法》”改为“《药品管理法》、《采购管理办法》”",
        "将“行使依据”由“空”改为“《药品管理法》”",
    ]


def test_rows_of_a_new_edition_tell_where_they_came_from():
    power = factories.power()
    factories.with_flow(power)
    first = factories.in_force(power.power_list)
    copy = factories.power_list(first.department).powers.get()

    whys = {entry.get("why") for entry in queries.history_of_power(copy)}

    assert whys == {f"由{first.edition}带入"}


def test_a_change_whose_beginning_is_too_old_to_read_is_told_without_fields(monkeypatch):
    power = factories.power()
    factories.with_flow(power, shape=(("受理", "结束"),))
    (step,) = power.flows.get().steps.all()
    ends = (calculations.Link(None),)
    renamed = services.StepEntry(1, "接件", post=step.post, limit_value=1, id=step.pk, links=ends)
    services.save_flow(by=people.system(), power=power, kind="internal", steps=[renamed])
    monkeypatch.setattr(history, "LIMIT", 1)

    assert sentences(power) == ["修改内部流程图环节“1. 接件”"]


def test_yes_and_no_are_told_in_words():
    power = factories.power()

    services.change_power(by=people.system(), power=power, is_major=True)

    assert sentences(power)[0] == "将“三重一大”由“否”改为“是”"


def test_what_came_before_the_first_record_is_not_made_up():
    power = factories.power()
    power.history.all().delete()

    services.change_power(by=people.system(), power=power, name="新")

    assert sentences(power)[0] == "修改"
