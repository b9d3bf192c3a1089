"""回避 by row, stand-ins, own departments, rows that fall to the next stage."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import Recusal
from core.rules import Denied
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


def give_post(person, post):
    organization_services.begin_tenure(
        by=base.system(), person=person, post=post, from_on=timezone.localdate() - timedelta(days=1)
    )


def second_overseer(world):
    person = base.person(where=base.department())
    organization_services.grant(by=base.system(), person=person, role="overseer", department=world.department)
    return person


def submission_with_a_power_of(world, person):
    """One power sits on a post `person` holds, the other on another's."""
    working = factories.power_list(world, powers=1)
    own = base.post(world.department)
    give_post(person, own)
    power = factories.power(world, working, responsible_post=own)
    prepared = services.prepare(by=world.filer, department=world.department)
    return services.submit(by=world.head, submission=prepared), power


def test_a_reviewer_leaves_the_row_of_the_own_post_to_another_holder(world):
    other = second_overseer(world)
    submission, power = submission_with_a_power_of(world, world.overseer)

    services.decide(by=world.overseer, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "overseer"
    assert list(Recusal.objects.values_list("row__code", "reason")) == [(power.code, "涉及本人岗位")]

    services.decide(by=other, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "office"


def test_a_row_nobody_at_the_stage_may_decide_falls_to_the_next_and_the_story_says_so(world):
    submission, _power = submission_with_a_power_of(world, world.overseer)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    submission.refresh_from_db()
    told = [entry["did"] for entry in queries.story(submission)]
    assert submission.stage.code == "office"
    assert "分管领导审核：1 项无人可以决定（均须回避），转下一环节" in told


def test_a_stage_at_which_every_row_must_be_left_is_passed_by(world):
    working = factories.power_list(world, powers=0)
    own = base.post(world.department)
    give_post(world.overseer, own)
    factories.power(world, working, responsible_post=own)
    prepared = services.prepare(by=world.filer, department=world.department)

    submission = services.submit(by=world.head, submission=prepared)

    assert submission.stage.code == "office"


def test_the_head_may_sign_rows_about_the_own_post(world):
    submission, _power = submission_with_a_power_of(world, world.head)

    assert (submission.state, submission.stage.code) == ("in_review", "overseer")


def test_who_filed_a_row_does_not_decide_it_above(world):
    organization_services.grant(
        by=base.system(), person=world.filer, role="overseer", department=world.department
    )
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核|回避"):
        services.decide(by=world.filer, submission=submission, verdict="agree")


def test_who_signed_decides_no_row_above(world):
    head = world.head
    organization_services.change_account(
        by=base.system(), person=head, name=head.name, department=base.department(), email="", is_party_member=False
    )
    organization_services.grant(by=base.system(), person=head, role="overseer", department=world.department)
    head.refresh_from_db()
    submission = factories.signed(world)

    with pytest.raises(Denied, match="回避"):
        services.decide(by=head, submission=submission, verdict="agree")


def test_a_department_skips_the_stage_it_holds_itself(world):
    office_department = base.department("党委办公室")
    for person in (world.office,):
        organization_services.change_account(
            by=base.system(), person=person, name=person.name, department=office_department, email="",
            is_party_member=False,
        )
    world.department = office_department
    world.filer = base.holder("filer", office_department)
    world.head = base.holder("department_head", office_department)
    organization_services.grant(
        by=base.system(), person=world.overseer, role="overseer", department=office_department
    )
    submission = factories.signed(world)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    submission.refresh_from_db()
    assert submission.stage.code == "discipline"
    assert submission.events.get(kind="skipped").text == "党办逐项审核：本部门不审核本部门的清单，跳过本环节"


def test_a_stand_in_decides_and_the_decision_says_for_whom(world):
    stand_in = base.person(where=base.department())
    today = timezone.localdate()
    organization_services.delegate(by=world.overseer, stand_in=stand_in, from_on=today, to_on=today, reason="出差")
    submission = factories.signed(world)

    services.decide(by=stand_in, submission=submission, verdict="agree")

    decision = queries.last_decision(submission)
    assert (decision.by, decision.on_behalf_of) == (stand_in, world.overseer)


def test_a_stand_in_leaves_the_holders_rows_too(world):
    other, stand_in = second_overseer(world), base.person(where=base.department())
    today = timezone.localdate()
    organization_services.delegate(by=world.overseer, stand_in=stand_in, from_on=today, to_on=today, reason="出差")
    submission, power = submission_with_a_power_of(world, world.overseer)

    services.decide(by=stand_in, submission=submission, verdict="agree")

    submission.refresh_from_db()
    assert submission.stage.code == "overseer"
    services.decide(by=other, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "office"


def test_nobody_decides_twice_at_a_stage(world):
    second_overseer(world)
    submission, _power = submission_with_a_power_of(world, world.overseer)
    services.decide(by=world.overseer, submission=submission, verdict="agree")

    with pytest.raises(Denied, match="已经作出意见"):
        services.decide(by=world.overseer, submission=submission, verdict="agree")


def test_recording_a_resolution_on_the_own_post_is_no_ground_for_recusal(world):
    submission, _power = submission_with_a_power_of(world, world.chair)
    submission = factories.at(world, "committee", submission=submission)

    services.record_meeting(
        by=world.chair,
        number="1号",
        held_on=timezone.localdate(),
        resolutions=[services.Resolution(submission=submission, verdict="agree")],
    )

    submission.refresh_from_db()
    assert submission.state == "passed"
