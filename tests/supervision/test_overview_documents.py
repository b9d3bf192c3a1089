"""What of 总览 is drawn: the charts, the page for the meeting, and the year's differences in words."""

import dataclasses
import xml.etree.ElementTree as ElementTree
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from controls import services as control_services
from controls.models import ControlTable
from core import services as core_services
from core.models import Attachment, Duty
from core.rules import Denied
from organization import services as organization_services
from organization.models import RoleGrant
from organization.roles import Role
from risks import services as risk_services
from risks.models import RiskPoint, RiskRegister
from supervision import documents, queries, services
from supervision.calculations import charts
from supervision.calculations.dashboard import Exposure
from supervision.calculations.differences import Difference
from supervision.documents.charts import draw
from supervision.documents.overview_paper import LINE, NAMED, ROWS, Paper
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.test_overview import exposed, head_of

pytestmark = pytest.mark.django_db
SERIES = (charts.Series("high", "高", "#b3261e", "▲"), charts.Series("low", "低", "#1e6b45", "●"))


def last_year(where):
    """What is in force came into force more than a year ago."""
    long_ago = timezone.now() - timedelta(days=400)
    for model in (RiskRegister, ControlTable):
        model.objects.filter(department=where, in_force_at__isnull=False).update(in_force_at=long_ago)


def edition(where, change):
    """The next edition, changed by `change(register)`, in force with its table."""
    register = risk_services.open_register(by=factories.system(), department=where)
    change(register)
    risk_factories.review(register)
    control_factories.in_force(control_services.open_table(by=factories.system(), department=where))


def graded(register, grade):
    return register.points.filter(grade=grade).order_by("pk")[0]


def renew_table(where):
    """The next table in force, with two measures fewer and one more."""
    table = control_services.open_table(by=factories.system(), department=where)
    for measure in table.measures.order_by("pk")[:2]:
        control_services.remove_measure(by=factories.system(), measure=measure)
    control_factories.measure(table)
    control_factories.in_force(table)


def some_changes(register):
    """One point more, one less, one higher, one lower."""
    risk_factories.graded_point(register, scores=(1, 1, 1))
    risk_services.remove_point(by=factories.system(), point=graded(register, "low"))
    risk_factories.give(graded(register, "medium"), (5, 5, 5))
    RiskPoint.objects.filter(pk=graded(register, "high").pk).update(computed_grade="medium")


def swept():
    while core_services.sweep():
        pass


def page_of(by):
    duty = services.ask_overview_print(by=by)
    swept()
    return PdfReader(BytesIO(Duty.objects.get(pk=duty.pk).result.file.read()))


def test_a_chart_is_well_formed_and_carries_no_style_script_or_id():
    drawn = draw(charts.stacked("等级<图>", [charts.Row("岗位&职责", {"high": 3, "low": 1})], SERIES))

    root = ElementTree.fromstring(drawn)
    names = {element.tag.partition("}")[2] for element in root.iter()}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert names == {"svg", "title", "desc", "g", "rect", "text", "line"}
    assert not attributes & {"style", "class", "id", "href", "onclick"}
    assert (root.attrib["role"], root[0].text, root[1].text) == ("img", "等级<图>", "岗位&职责：高 3，低 1")


def test_the_pieces_of_a_bar_share_one_scale():
    rows = [charts.Row("甲", {"high": 3, "low": 1}), charts.Row("乙", {"low": 2}), charts.Row("丙", {})]

    chart = charts.stacked("图", rows, SERIES)

    room = charts.WIDTH - charts.LABEL - charts.TOTAL
    assert [(bar.label, bar.total, bar.end - charts.LABEL) for bar in chart.bars] == [
        ("甲", 4, room),
        ("乙", 2, room / 2),
        ("丙", 0, 0.0),
    ]
    assert chart.text == "甲：高 3，低 1；乙：低 2；丙：0"


def test_nothing_is_drawn_where_there_is_nothing():
    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))

    assert documents.overview.pictures(shown) == []


def test_the_years_differences_are_counted_by_lineage():
    where = exposed(name="药剂科")
    last_year(where)
    edition(where, some_changes)

    found = queries.differences_for(factories.holder(Role.PARTY_OFFICE))

    register = RiskRegister.objects.get(department=where, state="in_force")
    assert found.lines == (Difference("药剂科", False, register.pk, 0, 1, 1, 1, 1, 0, 0),)
    assert [
        str(documents.overview.whole_sentence(found)),
        *map(str, map(documents.overview.sentence_of, found.lines)),
    ] == [
        f"与{timezone.localdate().year - 1}年相比，风险点新增 1 个、取消 1 个；等级调高 1 个、调低 1 个。",
        "药剂科：风险点新增 1 个、取消 1 个；等级调高 1 个、调低 1 个。",
    ]


def test_measures_added_and_removed_are_counted_too():
    where = exposed()
    last_year(where)
    register = risk_services.open_register(by=factories.system(), department=where)
    risk_factories.review(register)
    renew_table(where)

    found = queries.differences_for(head_of(where))

    assert list(found.whole.numbers.values()) == [0, 0, 0, 0, 1, 2]
    sentence = str(documents.overview.whole_sentence(found))
    assert sentence == f"与{timezone.localdate().year - 1}年相比，防控措施新增 1 条、取消 2 条。"


def test_the_first_edition_of_a_department_is_all_new():
    where = exposed()

    found = queries.differences_for(factories.holder(Role.PARTY_OFFICE))

    assert [(line.label, line.added, line.measures_added) for line in found.lines] == [(where.name, 4, 4)]


def test_an_edition_that_stayed_in_force_has_no_differences():
    where = exposed()
    last_year(where)

    found = queries.differences_for(factories.holder(Role.PARTY_OFFICE))

    sentence = str(documents.overview.whole_sentence(found))
    assert (sentence, found.lines) == (f"与{timezone.localdate().year - 1}年底相比，现行清单没有变化。", ())


def test_the_page_of_differences_leads_to_each_registers_comparison(client, django_assert_num_queries):
    where = exposed()
    last_year(where)
    edition(where, some_changes)
    risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))

    with django_assert_num_queries(7):
        page = client.get("/supervision/overview/changes/").context

    (line,) = page["lines"]
    register = RiskRegister.objects.get(department=where, state="in_force")
    assert line.url == f"/risks/registers/{register.pk}/changes/"
    assert [cell.number for cell in line.cells] == [1, 1, 1, 1, 0, 0]
    assert client.get(line.url).status_code == 200


def test_the_page_for_the_meeting_is_one_page_with_its_numbers():
    for _each in range(30):
        exposed()
    where = exposed(name="药剂科")
    supervision_factories.missed(supervision_factories.finding(where, text="退药登记与处方不符"))
    supervision_factories.open_cycle(where)

    reader = page_of(factories.holder(Role.PARTY_OFFICE))

    text = reader.pages[0].extract_text()
    assert len(reader.pages) == 1
    missing = ["廉洁风险防控总览", "高风险点", "31", "62", "其余 1 个部门", "退药登记与处方不符", "各类风险点的等级"]
    assert [word for word in missing if word not in text] == []


def test_the_page_holds_a_fixed_number_of_rows():
    rows = [Exposure(number, f"科室{number}", False, {"high": 1, "low": number}) for number in range(33)]
    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))
    shown = dataclasses.replace(shown, exposures=tuple(rows))

    paper = documents.overview_paper(shown, [], hospital="医院", scope="全院")

    assert len(paper.exposures) == 31
    assert paper.exposures[-1] == ("其余 3 个部门", (3, 0, 30 + 31 + 32, 0))


def test_the_fullest_page_is_one_page():
    bars = {"types": 4, "years": 5, "measures": 1, "ages": 4, "phases": 9}
    drawn = [
        str(draw(charts.stacked(name, [charts.Row("审定一览表", {"high": 9, "low": 9})] * rows, SERIES)))
        for name, rows in bars.items()
    ]
    paper = Paper(
        hospital="江州市第一人民医院",
        title="廉洁风险防控总览",
        scope="全院",
        figures=(("进度逾期部门", "25", "“审定一览表”还有 25 个部门未完成"),) * 4,
        sentence="与2025年相比，风险点新增 12 个、取消 3 个；等级调高 2 个、调低 1 个；防控措施新增 20 条、取消 4 条。"
        * 2,
        grades=("▲高", "◆中", "●低", "○待定"),
        exposures=(("医疗保险办公室", (10, 20, 30, 0)),) * (ROWS + 1),
        pictures=tuple(("各类风险点的等级", svg) for svg in drawn),
        needing=(("问" * LINE, "医疗保险办公室", "应于 2026-09-30 完成"),) * (3 * NAMED),
    )

    assert len(PdfReader(BytesIO(documents.draw_overview(paper))).pages) == 1


def test_the_same_numbers_are_drawn_once(client):
    where = exposed()
    risk_factories.sign_in(client, head_of(where))

    pages = [client.post("/supervision/overview/print/").headers["Location"] for _time in range(2)]
    swept()

    assert (pages[0] == pages[1], Attachment.objects.filter(subject_type="supervision.overview").count()) == (True, 1)
    file = Attachment.objects.get(subject_type="supervision.overview")
    assert client.get(reverse("core:attachment", args=[file.pk])).status_code == 200


def test_nobody_else_opens_the_page_of_a_head():
    where = exposed()
    by = head_of(where)
    page_of(by)
    file = Attachment.objects.get(subject_type="supervision.overview")

    assert queries.may_read_overview_print(file, by)
    assert not queries.may_read_overview_print(file, factories.holder(Role.PARTY_OFFICE))
    RoleGrant.objects.filter(user=by).delete()
    assert not queries.may_read_overview_print(file, by)


def test_a_page_of_the_whole_hospital_is_closed_to_whom_sees_a_part_by_now():
    where = exposed()
    by = head_of(where)
    organization_services.grant(by=factories.system(), person=by, role=Role.LEADERSHIP, department=factories.root())
    page_of(by)
    file = Attachment.objects.get(subject_type="supervision.overview")

    assert queries.may_read_overview_print(file, by)
    RoleGrant.objects.filter(user=by, role=Role.LEADERSHIP).delete()
    by = type(by).objects.get(pk=by.pk)
    assert (queries.overview_departments(by).exists(), queries.may_read_overview_print(file, by)) == (True, False)


def test_the_page_is_not_drawn_for_whom_is_shown_no_overview_any_more():
    by = head_of(exposed())
    duty = services.ask_overview_print(by=by)
    RoleGrant.objects.filter(user=by).delete()
    swept()

    assert Duty.objects.get(pk=duty.pk).state == "failed"
    with pytest.raises(Denied, match="总览由领导班子"):
        services.ask_overview_print(by=factories.person())


def test_a_change_says_more_or_fewer_than_before():
    shown = queries.overview_of(factories.holder(Role.PARTY_OFFICE))
    year = shown.today.year - 1

    def told(high):
        years = {year: {"high": high, "low": 1}}
        exposures = (Exposure(1, "甲", False, {"high": 2}),)
        return str(documents.overview.change_of_high(dataclasses.replace(shown, years=years, exposures=exposures)))

    assert [told(high) for high in (0, 1, 2, 5)] == [
        "去年底没有",
        "比去年底的 1 个多",
        "与去年底的 2 个持平",
        "比去年底的 5 个少",
    ]
