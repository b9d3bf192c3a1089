"""Part 二(二) of the regulation, sentence by sentence: 理清权力，编制目录."""

import pytest

from core.rules import Denied
from powers import calculations, queries, services
from powers.documents import bpmn, svg
from powers.models import Power
from powers.states import PowerCategory, PowerNature, Vetting
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def filed(**fields):
    """A power filed by its own department, complete for the inside of the hospital."""
    power_list = fields.pop("where", None) or factories.power_list()
    filer = people.holder("filer", power_list.department)
    fields.setdefault("content", "编制月度采购计划并报批")
    fields.setdefault("supervision_channels", "纪检监察室")
    fields.setdefault("responsible_post", people.post(power_list.department))
    power = factories.power(power_list, by=filer, **fields)
    factories.with_flow(power)
    return power


def blocking(power):
    return {fault.code for fault in services.handler.check(power.power_list_id) if fault.is_blocking}


def test_clause_2_2_powers_rest_on_law_or_are_abolished_or_justified():
    """按照“职权法定、权责一致”要求，摸清权力底数……进行清理规范"""
    bare = filed(bases=[])
    assert blocking(bare) == {"no_basis"}

    services.change_power(
        by=people.system(), power=bare, vetting=Vetting.ABOLISH, vetting_note="没有法律法规和文件依据"
    )

    assert blocking(bare) == set()


def test_clause_2_2_category_basis_and_responsible_body_are_settled_item_by_item():
    """逐项审核确定权力事项的类别、行使依据、责任主体"""
    power = filed(responsible_post=None)
    assert (power.get_category_display(), power.bases.count()) == ("药品采购权", 1)
    assert blocking(power) == {"no_post"}

    post = people.post(power.power_list.department)
    services.change_power(by=people.system(), power=power, responsible_post=post)

    assert blocking(power) == set()


@pytest.mark.parametrize(
    "category", [PowerCategory.PERSONNEL, PowerCategory.FINANCE, PowerCategory.EQUIPMENT, PowerCategory.ASSETS]
)
def test_clause_2_2_powers_over_people_money_and_goods_inside_the_hospital_are_in_scope(category):
    """在医院内部行使的人、财、物管理等权力，也要纳入清理规范的范围"""
    power = filed(category=category, nature=PowerNature.INTERNAL)

    assert (power.code, blocking(power)) == (f"{category}-01", set())


def test_clause_2_2_the_catalogue_states_name_content_body_and_legal_basis():
    """编制职权目录，明确职权名称、内容、办理主体和法律依据"""
    basis = factories.basis(title="药品管理法", article="第九十九条")
    power = filed(name="药品采购计划审批", bases=[basis])

    content = services.handler.freeze(power.power_list_id).rows[0].content

    assert (content["name"], content["content"]) == ("药品采购计划审批", "编制月度采购计划并报批")
    assert content["handling_department"]["name"] == power.power_list.department.name
    assert [(row["title"], row["article"]) for row in content["bases"]] == [("药品管理法", "第九十九条")]
    services.change_power(by=people.system(), power=power, content="")
    assert blocking(power) == {"no_content"}


def test_clause_2_2_an_outward_power_has_an_external_chart_channels_and_all_materials():
    """明确办理主体、依据、程序、监督渠道以及办理事项所需提交的全部材料，编制“权力运行外部流程图”"""
    power = filed(nature=PowerNature.EXTERNAL, supervision_channels="")
    assert blocking(power) == {"no_channel", "no_materials", "no_external_flow"}

    services.change_power(
        by=people.system(),
        power=power,
        supervision_channels="纪检监察室电话",
        materials=[services.MaterialEntry("申请表"), services.MaterialEntry("身份证", form="copy")],
    )
    factories.with_flow(power, "external")

    assert blocking(power) == set()


def test_clause_2_2_an_internal_chart_states_each_step_who_does_it_and_until_when():
    """对职权在医院内部运行的各个环节、责任主体、办理时限等进行规范，编制“权力运行内部流程图”"""
    power = filed()
    steps = factories.entries(limit_value=None)
    services.save_flow(by=people.system(), power=power, kind="internal", steps=steps)
    assert blocking(power) == {"missing_post", "missing_limit"}

    post = people.post(power.power_list.department)
    services.save_flow(by=people.system(), power=power, kind="internal", steps=factories.entries(post=post))

    assert blocking(power) == set()
    chart = queries.chart(power, queries.flows_of(power)["internal"])
    shown = [(row.name, row.post, row.limit) for row in calculations.step_rows(chart)]
    assert shown[0] == ("提出申请", post.name, "1 工作日")
    assert svg.draw(chart).startswith("<svg")
    assert "提出申请" in bpmn.to_bpmn(chart).decode()


def test_clause_2_2_powers_on_the_same_basis_are_put_together():
    """对单位、部门和岗位权力事项进行清理规范：依据相同的合并"""
    bases = [factories.basis()]
    first = filed(bases=bases)
    second = filed(where=first.power_list, bases=bases)

    assert queries.mergeable(first) == [second]
    assert queries.mergeable(Power.objects.get(pk=second.pk)) == [first]


def test_clause_2_2_the_department_itself_sorts_its_powers():
    """各科室清理本部门的权力：别的科室不能代为填报，党办代录须写明"""
    power_list = factories.power_list()
    stranger, office = people.holder("filer", people.department()), people.holder("party_office")

    with pytest.raises(Denied):
        factories.power(power_list, by=stranger)

    assert factories.power(power_list, by=office).is_filed_on_behalf is True
