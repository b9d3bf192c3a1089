"""Pages of rotation: the list with its figures, one tenure, and the steps up to the handover."""

from datetime import timedelta

import pytest
from django.utils import timezone

from controls import services
from controls.models import Rotation
from organization.models import Tenure
from organization.roles import Role
from tests import factories
from tests.controls import factories as controls
from tests.risks.factories import sign_in

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def office(client):
    return sign_in(client, factories.holder(Role.PARTY_OFFICE))


def shown(client, query=""):
    return [row.thing for row in client.get(f"/controls/rotation/{query}").context["page"].rows]


def page_of(client, tenure):
    return client.get(f"/controls/rotation/{tenure.pk}/")


def labels(page):
    return [action["label"] for action in page.context["actions"]]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_asks_the_same_number_of_questions(client, office, size, django_assert_num_queries):
    for _number in range(size):
        controls.planned(by=office, successor=factories.person())

    with django_assert_num_queries(9):
        client.get("/controls/rotation/")


def test_a_tenures_page_asks_few_questions(client, office, django_assert_num_queries):
    tenure = controls.planned(by=office, successor=factories.person()).tenure

    with django_assert_num_queries(11):
        page_of(client, tenure)


def test_the_earliest_due_stands_first_and_each_state_is_counted(client, office):
    late, later = controls.key_tenure(), controls.key_tenure(years=30)
    unlimited = controls.key_tenure(years=None)
    controls.held_post()
    planned = controls.planned(controls.key_tenure(years=20), by=office).tenure

    assert shown(client) == [late, planned, later, unlimited]
    counts = client.get("/controls/rotation/").context["counts"]
    assert counts == {"overdue": 1, "due_soon": 0, "unlimited": 1, "planned": 1, "deferred": 0, "waiting": 0}


def test_the_list_is_filtered_searched_and_sorted(client, office):
    late = controls.key_tenure()
    other = controls.planned(controls.key_tenure(years=30), by=office).tenure

    assert shown(client, "?state=overdue") == [late]
    assert shown(client, "?progress=planned") == [other]
    assert shown(client, "?progress=none") == [late]
    assert shown(client, f"?department={other.post.department_id}") == [other]
    assert shown(client, f"?q={late.post.code}") == [late]
    assert shown(client, "?sort=-due_on") == [other, late]


def test_who_was_rotated_is_shown_while_the_handover_waits_and_when_asked_for(client, office):
    rotation = controls.carried_out(by=office)
    successor = Tenure.objects.get(person=rotation.successor)

    waiting = set(shown(client))
    controls.handed_over(rotation)

    assert waiting == {rotation.tenure, successor}
    assert (shown(client), shown(client, "?progress=done")) == ([successor], [rotation.tenure])


def test_the_export_holds_the_due_day_and_the_plan(client, office):
    rotation = controls.planned(by=office, successor=factories.person("接任的人"))

    text = client.get("/controls/rotation/?export=csv").getvalue().decode("utf-8-sig")

    heading, line = text.splitlines()
    assert heading == "重点岗位,任职人,任职日期,年限（年）,应轮岗日期,期限,安排,计划日期,接任人"
    assert line.endswith(f"已逾期,已计划,{rotation.planned_on},接任的人")


def test_an_empty_list_says_what_to_do(client, office):
    assert "把岗位列为重点岗位并填写轮岗年限" in client.get("/controls/rotation/").text


@pytest.mark.parametrize(
    ("role", "is_own", "sees"),
    [
        (Role.DISCIPLINE, False, True),
        (Role.COMMITTEE_MEMBER, False, True),
        (Role.LEADERSHIP, False, True),
        (Role.DEPARTMENT_HEAD, True, True),
        (Role.OVERSEER, True, True),
        (Role.DEPARTMENT_HEAD, False, False),
        (Role.FILER, True, False),
        (Role.SECRECY_REVIEWER, False, False),
    ],
)
def test_a_role_sees_what_it_oversees(client, role, is_own, sees):
    tenure, where = controls.key_tenure(), None
    if is_own or role in (Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.FILER):
        where = tenure.post.department if is_own else factories.department()
    sign_in(client, factories.holder(role, where))

    assert (shown(client), page_of(client, tenure).status_code) == ([tenure], 200) if sees else ([], 404)


def test_the_person_and_the_overseer_see_their_own(client):
    rotation = controls.carried_out()
    controls.key_tenure()

    for person in (rotation.tenure.person, rotation.overseer):
        sign_in(client, person)
        assert shown(client) == [rotation.tenure]
    assert labels(page_of(client, rotation.tenure)) == ["完成交接检查"]


def test_a_page_offers_the_steps_that_are_open(client, office):
    tenure = controls.key_tenure()

    new = labels(page_of(client, tenure))
    controls.planned(tenure, by=office)
    planned = labels(page_of(client, tenure))
    services.defer_rotation(by=office, tenure=tenure, until=today(90), reason="系统验收")
    deferred = labels(page_of(client, tenure))

    assert new == ["安排轮岗", "暂缓轮岗"]
    assert planned == ["实施轮岗", "调整安排", "暂缓轮岗", "取消安排"]
    assert deferred == ["安排轮岗", "暂缓轮岗", "取消安排"]


def version_of(client, address):
    return client.get(address).context["form"]["version"].value()


def post(client, tenure, step, **fields):
    address = f"/controls/rotation/{tenure.pk}/{step}/"
    return client.post(address, {"version": version_of(client, address), **fields})


def test_the_office_takes_a_rotation_from_plan_to_handover(client, office):
    tenure, successor, overseer = controls.key_tenure(), factories.person(), factories.person()

    post(client, tenure, "plan", planned_on=today(), successor=successor.pk)
    post(client, tenure, "carry-out", on=today(), successor=successor.pk, overseer=overseer.pk)
    sign_in(client, overseer)
    answers = {"property": "done", "pending": "done", "access": "done"}
    audit = {"audit": "not_applicable", "audit_note": "非财务岗位"}
    answer = post(client, tenure, "hand-over", **answers, **audit, checked_on=today(), proof="移交清单")

    page = client.get(answer.url)
    assert page.context["rotation"].state == "done"
    assert page.context["handover"][-1] == ("离岗审计或检查", "不适用", "非财务岗位")
    assert Tenure.objects.get(person=successor).from_on == today()


def test_the_office_defers_and_cancels(client, office):
    tenure = controls.key_tenure()

    post(client, tenure, "defer", until=today(60), reason="系统验收")
    deferred = Rotation.objects.get().state
    post(client, tenure, "cancel", reason="提前完成验收")

    assert (deferred, Rotation.objects.get().state) == ("deferred", "cancelled")


def test_a_plan_that_makes_a_conflict_warns(client, office):
    where, successor = factories.department(), factories.person()
    tenure, other = controls.key_tenure(where), factories.post(where)
    controls.hold(successor, other)
    controls.power_in_force((tenure.post, "decision"), (other, "execution"), where=where)

    answer = post(client, tenure, "plan", planned_on=today(), successor=successor.pk)

    page = client.get(answer.url)
    assert page.text.count("兼有决策、执行") == 2  # said once, and kept on the page
    assert len(page.context["warnings"]) == 1


def refused(client, tenure, step, **fields):
    answer = post(client, tenure, step, **fields)
    return answer.status_code, sorted(answer.context["form"].errors)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"planned_on": ""}, ["planned_on"]),
        ({"planned_on": today(-1)}, ["planned_on"]),
        ({"planned_on": today(), "successor": "0"}, ["successor"]),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_beside_the_field(client, office, fields, wrong):
    assert refused(client, controls.key_tenure(), "plan", **fields) == (422, wrong)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"until": today(), "reason": "系统验收"}, ["until"]),
        ({"until": today(30), "reason": "系统验收"}, ["until"]),
        ({"until": "", "reason": " "}, ["reason", "until"]),
    ],
)
def test_what_is_wrong_with_a_deferral_is_said_beside_the_field(client, office, fields, wrong):
    tenure = controls.key_tenure(since=today(-300), years=1)

    assert refused(client, tenure, "defer", **fields) == (422, wrong)


def test_what_is_wrong_with_carrying_out_is_said_beside_the_field(client, office):
    tenure, person = controls.planned(by=office).tenure, factories.person()

    assert refused(client, tenure, "carry-out", on=today(1), successor=person.pk, overseer=person.pk) == (
        422,
        ["on", "overseer"],
    )
    assert refused(client, tenure, "carry-out") == (422, ["on", "overseer", "successor"])


def test_what_is_open_at_the_handover_is_said_beside_the_question(client, office):
    tenure = controls.carried_out(by=office).tenure
    answers = {"property": "done", "pending": "", "access": "done", "audit": "not_applicable"}

    assert refused(client, tenure, "hand-over", **answers, checked_on=today(1), proof="清单") == (
        422,
        ["audit_note", "checked_on", "pending"],
    )


@pytest.mark.parametrize("step", ["plan", "defer", "carry-out", "hand-over", "cancel"])
def test_the_steps_are_refused_to_who_only_sees(client, step):
    tenure = controls.planned().tenure
    sign_in(client, factories.holder(Role.DISCIPLINE))

    assert client.get(f"/controls/rotation/{tenure.pk}/{step}/").status_code == 403


def test_a_cancelled_plan_leaves_the_tenure_as_new(client, office):
    tenure = controls.planned(by=office).tenure
    services.cancel_rotation(by=office, tenure=tenure, reason="编制未批")

    assert [(row.progress, row.due_state) for row in shown(client)] == [(None, "overdue")]
    assert page_of(client, tenure).context["rotation"].pk is None
    controls.planned(tenure, by=office)
    assert [row.progress for row in shown(client)] == ["planned"]
