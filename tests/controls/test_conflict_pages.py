"""Pages of conflicts of duty: the list, one conflict with its path, looking for them, accepting, and where they show."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from controls import services
from controls.models import DutyConflict
from core import services as core_services
from core.models import Duty
from organization import services as organization_services
from organization.roles import Role
from powers import services as power_services
from tests import factories
from tests.controls import factories as control_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
KEY = "6f1b3f0e-5f1c-4c57-9a55-0f4f5f1c4c58"


@pytest.fixture
def office(client):
    return risk_factories.sign_in(client, factories.holder(Role.PARTY_OFFICE))


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def accept(conflict):
    acceptor = factories.holder(Role.PARTY_OFFICE)
    why = {"reason": "人手不足", "compensation": "每季度抽查", "expires_on": in_days(30)}
    return services.accept_conflict(by=acceptor, conflict=conflict, **why)


def shown(client, query=""):
    return [row.thing for row in client.get(f"/controls/conflicts/{query}").context["page"].rows]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        control_factories.conflict()

    with django_assert_num_queries(9):
        client.get("/controls/conflicts/")


@pytest.mark.parametrize("size", [1, 3])
def test_a_conflicts_page_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    conflict = control_factories.conflict(*["decision", "execution"] * size)

    with django_assert_num_queries(14):
        client.get(conflict.get_absolute_url())


def test_the_worst_stand_first_and_the_resolved_are_asked_for(client, office):
    notice = control_factories.conflict("execution", "supervision")
    high = control_factories.conflict("decision", "execution", is_major=True)
    gone = control_factories.conflict()
    DutyConflict.objects.filter(pk=gone.pk).update(state="resolved", resolved_on=timezone.localdate())

    assert shown(client) == [high, notice]
    assert shown(client, "?state=resolved") == [gone]
    assert set(shown(client, "?state=all")) == {high, notice, gone}


def test_the_list_is_searched_filtered_and_counted(client, office):
    drugs = control_factories.conflict(name="药品临时采购审批")
    accepted = accept(control_factories.conflict("execution", "supervision", name="零星维修"))

    assert shown(client, "?q=ypls") == [drugs]
    assert shown(client, f"?power={accepted.power.code}") == [accepted]
    assert shown(client, f"?department={drugs.department_id}&kind=decision_execution&severity=medium") == [drugs]
    counts = client.get("/controls/conflicts/").context["counts"]
    assert counts == {"found": 1, "high": 0, "accepted": 1, "resolved": 0}


def test_the_export_holds_what_is_shown(client, office):
    conflict = control_factories.conflict(name="药品临时采购审批")

    text = client.get("/controls/conflicts/?export=csv").getvalue().decode("utf-8-sig")

    assert text.splitlines()[1].startswith(f"{conflict.title},中,决策与执行不分,{conflict.department}")


def test_an_empty_list_says_when_conflicts_are_looked_for(client, office):
    assert "每天凌晨自动排查" in client.get("/controls/conflicts/").text


def test_the_path_leads_from_the_person_over_post_and_step_to_the_power(client, office):
    conflict = control_factories.conflict("decision", "execution")
    person = factories.person("张三")
    organization_services.begin_tenure(
        by=factories.system(), person=person, post=conflict.post, from_on=date(2026, 1, 1)
    )

    page = client.get(conflict.get_absolute_url())

    first, second = page.context["path"]
    power_url = f"{conflict.power.get_absolute_url()}#flow-internal"
    assert first.people == second.people == [("张三", person.get_absolute_url())]
    assert (first.post_url, first.step, first.function) == (conflict.post.get_absolute_url(), "第1步 环节1", "决策")
    assert (second.step, second.function, second.end_url) == ("第2步 环节2", "执行", power_url)
    for url in (person.get_absolute_url(), first.post_url, power_url):
        assert f'href="{url}"' in page.text


def test_a_vacant_post_is_told_as_vacant(client, office):
    conflict = control_factories.conflict()

    assert client.get(conflict.get_absolute_url()).context["path"][0].people == []


def test_the_path_of_a_person_names_the_person_in_every_line(client, office):
    where, person = factories.department(), factories.person("张三")
    one, other = factories.post(where), factories.post(where)
    control_factories.power_in_force((one, "decision"), (other, "execution"), where=where)
    for post in (one, other):
        organization_services.begin_tenure(by=factories.system(), person=person, post=post, from_on=date(2026, 1, 1))
    services.detect(by=factories.system())

    path = client.get(DutyConflict.objects.get().get_absolute_url()).context["path"]

    assert [line.people for line in path] == [[("张三", person.get_absolute_url())]] * 2


def test_the_path_of_a_leader_leads_to_the_departments_granted(client, office):
    leader = factories.person("李四")
    control_factories.hold(leader, factories.post(factories.root(), is_leadership=True, is_main_leader=True))
    (where,) = control_factories.overseen("construction", person=leader)
    services.detect(by=factories.system())

    page = client.get(DutyConflict.objects.get().get_absolute_url())

    (line,) = page.context["path"]
    assert line.people == [("李四", leader.get_absolute_url())]
    assert (line.post, line.post_url, line.function) == ("（授权分管）", "", "基建")
    assert (line.end_url, page.context["draft"]) == (where.get_absolute_url(), None)


def test_who_may_not_see_the_power_finds_no_conflict(client):
    conflict = control_factories.conflict(disclosure_scope="none")
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))

    answers = [client.get(f"{conflict.get_absolute_url()}{step}").status_code for step in ("", "accept/")]

    assert (answers, shown(client), shown(client, "?state=all")) == ([404, 404], [], [])


@pytest.mark.parametrize(("functions", "is_still_there"), [(("execution", "decision"), True), (("execution",), False)])
def test_a_draft_that_changes_the_power_says_whether_the_conflict_stays(client, office, functions, is_still_there):
    conflict = control_factories.conflict()
    power_list = power_services.open_list(by=factories.system(), department=conflict.department)
    power = power_list.powers.get()
    rows = [
        power_services.StepEntry(number=number, name=f"环节{number}", post=conflict.post, function=function)
        for number, function in enumerate(functions, 1)
    ]
    power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=rows)

    draft = client.get(conflict.get_absolute_url()).context["draft"]

    assert draft == (power_list, is_still_there)


def test_a_draft_that_one_may_not_see_is_not_told(client):
    conflict = control_factories.conflict()
    power_services.open_list(by=factories.system(), department=conflict.department)
    risk_factories.sign_in(client, factories.holder(Role.LEADERSHIP))

    assert client.get(conflict.get_absolute_url()).context["draft"] is None


def test_the_button_asks_the_worker_once_and_shows_its_job(client, office):
    post = factories.post()
    control_factories.power_in_force((post, "decision"), (post, "execution"))

    answers = [client.post("/controls/conflicts/detect/", {"form_key": KEY}) for _click in range(2)]

    duty = Duty.objects.get(kind="controls.detect")
    asked = DutyConflict.objects.count()
    core_services.sweep()
    assert [answer.url for answer in answers] == [duty.get_absolute_url()] * 2
    assert (asked, DutyConflict.objects.count(), duty.asked_by) == (0, 1, office)
    assert client.get(duty.get_absolute_url()).context["duty"].result_url == "/controls/conflicts/"


def test_a_filer_is_shown_no_button_to_look(client):
    risk_factories.sign_in(client, factories.holder(Role.FILER, factories.department()))

    assert client.get("/controls/conflicts/").context["may_detect"] is False
    assert client.post("/controls/conflicts/detect/").status_code == 403


def form_of(**changes):
    return {"reason": "年内增设岗位", "compensation": "每季度抽查", "expires_on": in_days(90), **changes}


def test_the_office_accepts_a_conflict_from_its_page(client, office):
    conflict = control_factories.conflict()
    address = f"{conflict.get_absolute_url()}accept/"
    version = client.get(address).context["form"]["version"].value()

    answer = client.post(address, form_of(version=version))

    page = client.get(answer.url)
    assert answer.url == conflict.get_absolute_url()
    assert (page.context["conflict"].state, page.context["may_accept"]) == ("accepted", False)
    assert (page.context["conflict"].accepted_by, page.context["conflict"].reason) == (office, "年内增设岗位")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"compensation": ""}, "compensation"),
        ({"expires_on": in_days(0)}, "expires_on"),
        ({"expires_on": in_days(400)}, "expires_on"),
        ({"expires_on": "nonsense"}, "expires_on"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, office, changes, field):
    conflict = control_factories.conflict()

    answer = client.post(f"{conflict.get_absolute_url()}accept/", form_of(**changes))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert DutyConflict.objects.get().state == "found"


def test_measures_in_force_near_the_conflict_are_offered_and_no_others(client, office):
    conflict = control_factories.conflict()
    near, far = control_factories.table(conflict.department), control_factories.table()
    risk_factories.point(near.register, post=conflict.post)
    point = near.register.points.get(post=conflict.post)
    measure = control_factories.measure(near, point=point)
    control_factories.measure(far)
    for table in (near, far):
        control_factories.in_force(table)

    form = client.get(f"{conflict.get_absolute_url()}accept/").context["form"]

    assert list(form.fields["measure"].queryset) == [measure]


def test_a_power_with_a_conflict_leads_to_it_in_the_chain(client, office):
    conflict = control_factories.conflict()

    chain = client.get(conflict.power.get_absolute_url()).context["chain"]

    links = [(link["url"], link["count"]) for link in chain if link["label"] == "职责冲突"]
    assert links == [(f"/controls/conflicts/?power={conflict.power.code}", 1)]


def test_a_table_leads_to_the_conflicts_that_touch_it(client, office):
    conflict = control_factories.conflict()
    control_factories.conflict()
    table = control_factories.table(conflict.department)

    page = client.get(table.get_absolute_url())

    assert page.context["conflict_count"] == 1
    assert shown(client, f"?table={table.pk}") == [conflict]
    assert shown(client, "?table=0") == []


def test_the_leaderships_table_leads_to_conflicts_of_leaders(client, office):
    post = factories.post(factories.root(), name="院长", is_leadership=True, is_main_leader=True)
    where = factories.department()
    same = {"name": where.name, "kind": where.kind, "business_area": "finance"}
    organization_services.change_department(by=factories.system(), department=where, overseer_post=post, **same)
    services.detect(by=factories.system())
    control_factories.conflict()
    table = control_factories.table(factories.root(), is_leadership=True)

    assert client.get(table.get_absolute_url()).context["conflict_count"] == 1
    faults = client.get(f"{table.get_absolute_url()}check/").context["parts"][-1]["checks"]
    told = [(fault.message, fault.is_blocking, fault.url) for fault in faults if fault.code == "duty_conflict"]
    assert told == [(f"主要领导院长直接分管{where}：{where}（财务）", False, "/controls/conflicts/")]


def test_a_title_is_cut_to_what_its_row_holds():
    where, person = factories.department(), factories.person("张" * 50)
    posts = [factories.post(where, name="岗" * 58 + str(number)) for number in range(3)]
    control_factories.power_in_force(
        *((post, f) for post, f in zip(posts, ("decision", "execution", "execution"), strict=True)),
        where=where,
        name="权" * 80,
    )
    control_factories.hold(person, *posts)

    for _time in range(2):
        done = services.detect(by=factories.system())

    assert (len(DutyConflict.objects.get().title), done.changed) == (300, [])
