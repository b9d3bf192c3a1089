"""What the regulation asks of disclosure, sentence by sentence: part 二(二) on powers and 第二阶段(一) on openness."""

import pytest

from powers import services as power_services
from tests.approvals import factories as approvals
from tests.disclosure import factories
from tests.powers import factories as powers

pytestmark = pytest.mark.django_db


def public_page(client, **fields):
    """The page of a power published with these fields."""
    (power,) = factories.publish(approvals.world(), **fields)
    return client.get(f"/open/powers/{power.code}/")


def test_clause_2_2_the_public_page_states_name_content_body_and_legal_basis(client):
    """明确职权名称、内容、办理主体和法律依据"""
    basis = powers.basis(title="事业单位公开招聘人员暂行规定", document_number="人事部令第6号", article="第九条")

    text = public_page(client, name="公开招聘", content="编制内人员招聘。", bases=[basis]).text

    asked = ("公开招聘", "编制内人员招聘。", "药剂科", "《事业单位公开招聘人员暂行规定》（人事部令第6号）第九条")
    assert [words for words in asked if words not in text] == []


def test_clause_2_2_the_public_page_states_procedure_channels_and_all_materials(client):
    """明确办理主体、依据、程序、监督渠道以及办理事项所需提交的全部材料"""
    materials = [power_services.MaterialEntry("身份证", form="copy"), power_services.MaterialEntry("报名表", copies=2)]

    power = public_page(client, materials=materials, supervision_channels="公示期举报信箱").context["power"]

    assert power["materials"] == ["身份证（复印件，1份，必需）", "报名表（原件，2份，必需）"]
    assert (power["supervision_channels"], len(power["steps"])) == ("公示期举报信箱", 3)


def test_clause_2_2_the_external_chart_is_public_as_picture_and_as_table(client):
    """编制“权力运行外部流程图”"""
    response = public_page(client)

    assert [step["name"] for step in response.context["power"]["steps"]] == ["网上报名", "资格审查", "签订合同"]
    assert response.context["power"]["svg"].startswith("<svg ")
    assert response.text.count("<svg ") == 1


def test_clause_2_2_the_internal_chart_stays_inside(client):
    """对职权在医院内部运行的各个环节……编制“权力运行内部流程图”"""
    text = public_page(client).text

    assert [name for name, _links in powers.STRAIGHT if name in text] == []


@pytest.mark.parametrize("category", ["RS", "CW", "YP", "JJ", "ZC"])
def test_clause_2_2_powers_over_people_money_drugs_works_and_assets_can_be_opened(client, category):
    """对干部任用、行政支出预决算、财务报销、药品采购、工程建设、资产管理等各类事项，要加大公开力度"""
    assert public_page(client, category=category).status_code == 200


def test_stage_2_1_procedure_and_basis_are_open_to_society_without_login(client):
    """公开办事流程、权力依据和办事结果……接受社会监督"""
    response = public_page(client)

    assert (response.status_code, dict(client.cookies)) == (200, {})
    assert [words for words in ("怎么办理", "依据", "监督渠道", "纪检监察室") if words not in response.text] == []
