"""A key post changes hands: one tenure ends, another begins, and the 监交人 checks the handover."""

from datetime import timedelta

import pytest
from django.utils import timezone

from controls import queries, services
from controls.models import Rotation
from controls.states import HandoverItem
from core.models import AuditEvent
from core.rules import Denied
from organization.models import Notice, Tenure
from organization.roles import Role
from tests import factories
from tests.controls import factories as controls

pytestmark = pytest.mark.django_db


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def office():
    return factories.holder(Role.PARTY_OFFICE)


def test_carrying_out_ends_one_tenure_and_begins_the_other(office):
    tenure, successor, overseer = controls.key_tenure(), factories.person(), factories.person()

    rotation = controls.carried_out(tenure, by=office, successor=successor, overseer=overseer)

    tenure.refresh_from_db()
    begun = Tenure.objects.get(post=tenure.post, person=successor)
    assert (tenure.to_on, begun.from_on, rotation.carried_out_on) == (today(-11), today(-10), today(-10))
    assert (rotation.state, rotation.successor, rotation.overseer) == ("under_handover", successor, overseer)
    assert Notice.objects.get(person=overseer).url == f"/controls/rotation/{tenure.pk}/"


def test_carrying_out_is_denied_before_anything_is_planned(office):
    with pytest.raises(Denied, match="还没有安排轮岗"):
        controls.carry_out(controls.key_tenure(), office)


def test_carrying_out_is_denied_while_it_is_deferred(office):
    tenure = controls.key_tenure()
    services.defer_rotation(by=office, tenure=tenure, until=today(90), reason="系统验收")

    with pytest.raises(Denied, match="这次轮岗已暂缓，不能再实施轮岗"):
        controls.carry_out(tenure, office)


def test_carrying_out_is_denied_to_who_does_not_keep_the_organization(office):
    tenure = controls.planned(by=office).tenure

    with pytest.raises(Denied, match="只有党办可以维护"):
        controls.carry_out(tenure, factories.holder(Role.COMMITTEE_CHAIR))


def test_carrying_out_is_denied_for_a_day_to_come_or_before_the_tenure(office):
    tenure = controls.planned(by=office).tenure

    for day in (today(1), tenure.from_on):
        with pytest.raises(Denied, match="接任日期须在"):
            controls.carry_out(tenure, office, on=day)


def test_carrying_out_is_denied_with_a_party_as_overseer(office):
    tenure, successor = controls.planned(by=office).tenure, factories.person()

    for overseer in (tenure.person, successor):
        with pytest.raises(Denied, match="监交人不能是"):
            controls.carry_out(tenure, office, successor=successor, overseer=overseer)
    assert Tenure.objects.get().to_on is None


def test_the_overseer_checks_the_handover():
    rotation = controls.carried_out()
    answers = [*controls.ANSWERS[:3], ("audit", "not_applicable", " 非财务岗位 ")]

    done = controls.handed_over(rotation, answers=answers)

    assert (done.state, done.checked_by, done.checked_on) == ("done", rotation.overseer, today())
    assert [line["item"] for line in done.handover] == HandoverItem.values
    assert done.handover[3] == {"item": "audit", "answer": "not_applicable", "note": "非财务岗位"}
    assert AuditEvent.objects.get(verb="controls.hand_over").details["answers"]["audit"] == "not_applicable"


def test_the_party_office_checks_it_when_the_overseer_is_away():
    rotation, other = controls.carried_out(), factories.holder(Role.PARTY_OFFICE)
    services.hand_over(by=other, tenure=rotation.tenure, answers=controls.ANSWERS, checked_on=today(), proof="清单")

    rotation.refresh_from_db()
    assert (rotation.state, rotation.checked_by) == ("done", other)


def test_the_handover_is_denied_to_who_leaves_and_who_comes():
    rotation = controls.carried_out()

    for party in (rotation.tenure.person, rotation.successor):
        with pytest.raises(Denied, match="不能由移交人或接任人完成"):
            controls.check_as(rotation, party)


def test_the_handover_is_denied_to_anybody_else():
    with pytest.raises(Denied, match="由监交人完成"):
        controls.check_as(controls.carried_out(), factories.person())


def test_the_handover_is_denied_before_the_post_changed_hands(office):
    with pytest.raises(Denied, match="这次轮岗已计划，不能再完成交接检查"):
        controls.check_as(controls.planned(by=office), office)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"answers": controls.ANSWERS[:3]}, "“离岗审计或检查”还没有办妥"),
        ({"answers": (*controls.ANSWERS[1:], ("property", "", ""))}, "“资产和印章交接”还没有办妥"),
        ({"answers": (*controls.ANSWERS[1:], ("property", "not_applicable", " "))}, "不适用的，请说明原因"),
        ({"proof": " "}, "请写明交接佐证"),
        ({"checked_on": today(1)}, "交接完成日期须在"),
        ({"checked_on": today(-11)}, "交接完成日期须在"),
    ],
)
def test_the_handover_does_not_end_with_something_open(fields, words):
    rotation = controls.carried_out()

    with pytest.raises(Denied, match=words):
        controls.check_as(rotation, rotation.overseer, **fields)
    assert Rotation.objects.get().state == "under_handover"


def test_the_desk_shows_the_overseer_what_waits(django_assert_num_queries):
    rotation = controls.carried_out()
    controls.planned()

    with django_assert_num_queries(1):
        group = queries.handover_tasks(rotation.overseer)
    controls.handed_over(rotation)

    assert [(task.what, task.url) for task in group.tasks] == [
        (f"交接检查：{rotation.tenure.post}", rotation.get_absolute_url())
    ]
    assert bool(queries.handover_tasks(rotation.overseer)) is False


def test_the_desk_of_the_overseer_says_since_which_day_it_waits(client):
    rotation = controls.carried_out()
    client.force_login(rotation.overseer)

    page = client.get("/desk/").content.decode()

    day = rotation.carried_out_on.isoformat()
    assert page.count(f'<time datetime="{day}">{day}</time>') == 1
