"""Pages of the year, its phases, and its lessons."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pypdf import PdfReader

from core import services as core_services
from core.models import Duty
from organization.roles import Role
from supervision.models import Cycle, Lesson, PhaseMove, Urging
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import PhaseKind
from tests import factories
from tests.risks import factories as risk_factories
from tests.supervision import factories as supervision_factories
from tests.supervision.test_lessons import PNG, lesson
from tests.supervision.years import with_lists

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))


def this_year():
    return timezone.localdate().year


def asked(**changed):
    """What the form of a plan posts."""
    where = factories.department()
    fields = {"year": this_year(), "title": "年度工作", "departments": [where.pk]}
    fields |= {"from_phase_find": f"{this_year()}-03-01", "to_phase_find": f"{this_year()}-03-31"}
    return fields | changed


def test_the_office_plans_a_year(client, office):
    response = client.post("/supervision/cycles/new/", asked())

    cycle = Cycle.objects.get()
    assert response.headers["Location"] == cycle.get_absolute_url()
    assert [(phase.kind, phase.to_on) for phase in cycle.phases.all()] == [(PhaseKind.FIND, date(this_year(), 3, 31))]


def test_who_leads_each_phase_and_its_task_are_planned_on_the_page(client, office):
    leader = factories.department("医务部")

    client.post("/supervision/cycles/new/", asked(leader_phase_find=leader.pk, task_phase_find="自己找、领导提"))

    phase = Cycle.objects.get().phases.get()
    assert (phase.leader, phase.task) == (leader, "自己找、领导提")


def test_the_form_proposes_the_office_to_lead_each_phase_and_the_tasks_of_the_regulation(client):
    where = factories.department("党办")
    office = factories.person(where=where)
    factories.services.grant(by=factories.system(), person=office, role=Role.PARTY_OFFICE, department=factories.root())
    risk_factories.sign_in(client, office)

    form = client.get("/supervision/cycles/new/").context["form"]

    assert {form[f"leader_phase_{kind}"].value() for kind in PhaseKind} == {where.pk}
    assert form["task_phase_find"].value().startswith("采取自己找、领导提、群众帮、集体定的方法")
    assert all(form[f"task_phase_{kind}"].value() for kind in PhaseKind)


def test_the_form_proposes_the_phases_and_the_words_of_the_regulation(client, office):
    form = client.get("/supervision/cycles/new/").context["form"]

    assert form["from_phase_self_check"].value() == date(this_year(), 9, 1)
    assert (
        form["leading"].value()
        == "党委统一领导，纪委牵头协调，党政齐抓共管，各科室各负其责，依靠群众参与和支持；领导小组办公室设在党办。"
    )
    assert form["departments"].value() == [factories.root().pk]


def test_the_next_year_is_proposed_when_this_one_is_planned(client, office):
    supervision_factories.cycle(year=this_year())

    assert client.get("/supervision/cycles/new/").context["form"]["year"].value() == this_year() + 1


@pytest.mark.parametrize(
    ("changed", "field", "fault"),
    [
        ({"to_phase_find": ""}, "to_phase_find", "开始和结束日期须同时填写，或同时清空。"),
        ({"from_phase_find": ""}, "from_phase_find", "开始和结束日期须同时填写，或同时清空。"),
        ({"to_phase_find": "2020-01-01"}, "to_phase_find", "结束日期不能早于开始日期。"),
        ({"from_phase_find": "", "to_phase_find": ""}, "__all__", "至少安排一个阶段。"),
        ({"title": ""}, "title", "请填写这一项。"),
    ],
)
def test_a_wrong_plan_keeps_what_was_typed_and_says_what_is_wrong(client, office, changed, field, fault):
    response = client.post("/supervision/cycles/new/", asked(goals="全覆盖", **changed))

    assert response.status_code == 422
    assert response.context["form"].errors[field] == [fault]
    assert response.context["form"]["goals"].value() == "全覆盖"


def test_a_second_plan_of_a_year_is_refused_beside_the_year(client, office):
    supervision_factories.cycle(year=this_year())

    errors = client.post("/supervision/cycles/new/", asked()).context["form"].errors

    assert errors["year"] == [f"{this_year()}年度已经有一份工作方案，请打开该年度修改。"]


def test_a_plan_is_changed_and_an_open_year_keeps_its_phases(client, office):
    where = factories.department()
    cycle = supervision_factories.cycle(where, year=this_year())
    page = client.get(f"/supervision/cycles/{cycle.pk}/edit/")
    version = page.context["form"]["version"].value()

    client.post(f"/supervision/cycles/{cycle.pk}/edit/", asked(title="改名", departments=[where.pk], version=version))

    cycle.refresh_from_db()
    assert (cycle.title, cycle.phases.count()) == ("改名", 1)
    supervision_factories.services.open_cycle(by=office, cycle=cycle)
    assert "from_phase_find" not in client.get(f"/supervision/cycles/{cycle.pk}/edit/").context["form"].fields


def test_leader_and_task_of_a_phase_of_an_open_year_are_changed_and_its_days_stay(client, office):
    where = factories.department()
    cycle = supervision_factories.open_cycle(where, year=this_year())
    before = cycle.phases.get(kind=PhaseKind.FIND)
    fields = {"leader_phase_find": where.pk, "task_phase_find": "集体定"}

    client.post(f"/supervision/cycles/{cycle.pk}/edit/", asked(departments=[where.pk], **fields))

    phase = cycle.phases.get(kind=PhaseKind.FIND)
    assert (phase.leader, phase.task, phase.from_on) == (where, "集体定", before.from_on)
    assert (phase.history.count(), cycle.phases.get(kind=PhaseKind.CLEAR).history.count()) == (2, 1)


def test_a_department_that_is_no_more_still_leads_the_phase_it_leads(client, office):
    where, leader = factories.department(), factories.department("医务部")
    entry = PhaseEntry(PhaseKind.FIND, date(this_year(), 3, 1), date(this_year(), 3, 31), leader, "集体定")
    cycle = supervision_factories.open_cycle(where, year=this_year(), phases=[entry])
    factories.services.retire_department(by=factories.system(), department=leader, on=timezone.localdate())

    form = client.get(f"/supervision/cycles/{cycle.pk}/edit/").context["form"]

    assert (form["leader_phase_find"].value(), str(leader.pk) in form.leaders) == (leader.pk, True)
    assert "task_phase_clear" not in form.fields


def test_opening_asks_first_and_says_what_follows(client, office):
    cycle = supervision_factories.cycle(factories.department(), year=this_year())

    page = client.get(f"/supervision/cycles/{cycle.pk}/open/")
    client.post(f"/supervision/cycles/{cycle.pk}/open/")

    cycle.refresh_from_db()
    assert page.context["consequences"][0].startswith("为 0 个部门")
    assert (cycle.state, Duty.objects.get(kind="supervision.open_editions").state) == ("running", "waiting")


def test_closing_asks_first(client, office, monkeypatch):
    cycle = supervision_factories.open_cycle(factories.department(), year=this_year())
    last = date(this_year(), 12, 31)
    monkeypatch.setattr(timezone, "localdate", lambda *_args: last)

    assert client.get(f"/supervision/cycles/{cycle.pk}/close/").status_code == 200
    client.post(f"/supervision/cycles/{cycle.pk}/close/")

    cycle.refresh_from_db()
    assert cycle.state == "closed"


def test_one_button_urges_everybody_who_is_behind(client, office):
    where = factories.post().department
    cycle = supervision_factories.open_cycle(where, year=this_year())
    phase = cycle.phases.get(kind=PhaseKind.FIND)

    for _time in range(2):
        client.post(f"/supervision/phases/{phase.pk}/urge/")

    assert [each.department for each in Urging.objects.all()] == [where]
    assert "已催办 1 次" in client.get(cycle.get_absolute_url()).text


def test_a_phase_is_moved_with_its_reason(client, office):
    cycle = supervision_factories.open_cycle(factories.department(), year=this_year())
    phase = cycle.phases.get(kind=PhaseKind.FIND)
    days = {"from_on": f"{this_year()}-03-01", "to_on": f"{this_year()}-04-10"}

    refused = client.post(f"/supervision/phases/{phase.pk}/move/", days)
    backwards = client.post(f"/supervision/phases/{phase.pk}/move/", days | {"to_on": "2020-01-01", "reason": "顺延"})
    client.post(f"/supervision/phases/{phase.pk}/move/", days | {"reason": "顺延"})

    assert refused.context["form"].errors == {"reason": ["请填写这一项。"]}
    assert backwards.context["form"].errors == {"to_on": ["结束日期不能早于开始日期。"]}
    assert PhaseMove.objects.get().reason == "顺延"


@pytest.mark.parametrize("is_open", [True, False])
def test_moving_a_phase_tells_the_truth_about_who_is_told(client, office, is_open):
    make = supervision_factories.open_cycle if is_open else supervision_factories.cycle
    phase = make(factories.department(), year=this_year()).phases.get(kind=PhaseKind.FIND)
    url, year = f"/supervision/phases/{phase.pk}/move/", this_year()

    help_text = client.get(url).context["form"]["reason"].help_text
    fields = {"from_on": f"{year}-03-05", "to_on": f"{year}-04-05", "reason": "顺延"}
    page = client.post(url, fields, follow=True)

    assert help_text.startswith("会告知各部门" if is_open else "年度还没有启动，不通知各部门")
    told = "已调整，并告知各部门。" if is_open else "已调整。年度还没有启动，没有通知各部门。"
    assert [str(each) for each in page.context["messages"]] == [told]


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("role", "count"), [(Role.PARTY_OFFICE, 15), (Role.LEADERSHIP, 15), (Role.FILER, 15)])
def test_the_page_of_a_year_asks_the_same_number_of_questions(client, role, count, size, django_assert_num_queries):
    places = [with_lists() for _each in range(size)]
    cycle = supervision_factories.open_cycle(*places, year=this_year())
    for where in places:
        lesson(factories.system(), where, cycle=cycle)
        supervision_factories.finding(where, cycle=cycle)
    supervision_factories.services.urge(by=factories.system(), phase=cycle.phases.get(kind=PhaseKind.MEASURE))
    risk_factories.sign_in(client, factories.holder(role, *places[: role == Role.FILER]))

    with django_assert_num_queries(count):
        client.get(cycle.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_years_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for number in range(size):
        supervision_factories.cycle(factories.department(), year=2030 + number)

    with django_assert_num_queries(8):
        client.get("/supervision/cycles/")


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_lessons_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _each in range(size):
        lesson(office)

    with django_assert_num_queries(9):
        client.get("/supervision/lessons/")


def test_the_home_leads_who_has_no_overview_of_the_hospital_to_the_year_under_way(client):
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))
    assert client.get("/supervision/").headers["Location"] == "/supervision/cycles/"
    cycle = supervision_factories.open_cycle(factories.department(), year=this_year())
    assert client.get("/supervision/").headers["Location"] == cycle.get_absolute_url()


def scheme_printed(client, cycle):
    """The words of the scheme as it is printed."""
    url = client.post(f"/supervision/cycles/{cycle.pk}/print/", {"kind": "pdf"}).url
    duty = Duty.objects.get(pk=url.split("/")[-2])
    core_services.sweep()
    duty.refresh_from_db()
    return "".join(page.extract_text() for page in PdfReader(duty.result.file).pages).replace("\n", "")


def test_clause_2_1_the_implementation_scheme_prints_as_a_document(client, office):
    where = factories.department("药剂科")
    cycle = supervision_factories.open_cycle(where, year=this_year(), goals="全覆盖")

    text = scheme_printed(client, cycle)

    for words in ("关于印发", "查找风险", "药剂科", "全覆盖", "各科室："):
        assert words in text


def test_clause_2_1_the_scheme_of_a_year_planned_by_page_says_who_leads_what_is_done_and_who_answers(client, office):
    where = factories.department("药剂科")
    post = factories.post(where, name="药剂科主任岗")
    fields = {
        "departments": [where.pk],
        "leader_phase_find": where.pk,
        "task_phase_find": "自己找、领导提、群众帮、集体定。",
    }
    cycle = Cycle.objects.get(pk=client.post("/supervision/cycles/new/", asked(**fields)).url.split("/")[-2])
    client.post(f"/supervision/cycles/{cycle.pk}/posts/", {f"post_{where.pk}": post.pk})

    text = scheme_printed(client, cycle)

    for words in ("药剂科牵头，各参加部门落实。", "自己找、领导提、群众帮、集体定。", "药剂科主任岗"):
        assert words in text


def test_a_lesson_is_recorded_with_proof_then_its_attendance(client, office):
    where = factories.department()
    guest = factories.person(where=where)
    cycle = supervision_factories.open_cycle(where, year=this_year())
    fields = {"cycle": cycle.pk, "kind": "training", "title": "风险点填报培训", "department": factories.root().pk}
    fields |= {"held_on": f"{this_year()}-01-09", "hours": "2", "invited": [where.pk], "head_count": "3"}

    response = client.post("/supervision/lessons/new/", {**fields, "proof": [SimpleUploadedFile("签到.png", PNG)]})
    made = Lesson.objects.get()
    client.post(f"/supervision/lessons/{made.pk}/attendance/", {"present": [guest.pk, "x"]})

    assert response.headers["Location"] == made.get_absolute_url()
    page = client.get(made.get_absolute_url())
    assert (page.context["present"], page.context["expected"]) == (4, 4)
    assert [each.name for each in page.context["attachments"]] == ["签到.png"]
    assert client.get(f"/supervision/lessons/{made.pk}/attendance/").status_code == 200


def test_a_wrong_lesson_says_what_is_wrong(client, office):
    where = factories.department()
    before = supervision_factories.open_cycle(where, year=this_year() - 1)
    cycle = supervision_factories.open_cycle(where, year=this_year())
    fields = {"cycle": cycle.pk, "kind": "training", "department": where.pk, "phase": before.phases.first().pk}

    response = client.post("/supervision/lessons/new/", {**fields, "proof": [SimpleUploadedFile("a.exe", b"MZ")]})

    errors = response.context["form"].errors
    assert (response.status_code, set(errors)) == (422, {"title", "held_on", "hours", "phase", "proof"})


def test_a_lesson_is_changed(client, office):
    made = lesson(office)
    page = client.get(f"/supervision/lessons/{made.pk}/edit/")
    values = {name: value for name, value in page.context["form"].initial.items() if value not in (None, "")}
    values |= {"cycle": made.cycle_id, "department": made.department_id, "title": "部署会"}

    client.post(f"/supervision/lessons/{made.pk}/edit/", values)

    made.refresh_from_db()
    assert made.title == "部署会"


def test_recording_is_denied_to_who_files_for_nobody(client):
    risk_factories.sign_in(client, factories.holder(Role.SECRECY_REVIEWER))

    assert client.get("/supervision/lessons/new/").status_code == 403
    assert client.get("/supervision/lessons/").context["may_record"] is False
