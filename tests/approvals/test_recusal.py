"""回避 by row, stand-ins, own departments, rows that fall to the next stage."""

import pytest

from approvals import queries, rules, services
from approvals.models import Recusal, SubmissionRow
from core.rules import Denied
from organization import services as organization_services
from organization.models import Body
from powers import services as power_services
from powers.models import Power
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def test_a_reviewer_leaves_the_row_of_the_own_post_to_another_holder(world):
    other = factories.second(world)
    submission, power = factories.with_a_power_of(world, world.overseer)

    services.decide(by=world.overseer, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "overseer"
    assert list(Recusal.objects.values_list("row__code", "reason")) == [(power.code, "涉及本人岗位")]

    services.decide(by=other, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "office"


def test_a_row_nobody_at_the_stage_may_decide_falls_to_the_next_and_the_story_says_so(world):
    submission, power = factories.with_a_power_of(world, world.overseer)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    submission.refresh_from_db()
    told = [entry["did"] for entry in queries.story(submission)]
    assert submission.stage.code == "office"
    assert told[:2] == [
        "分管领导审核：同意；1 项回避：" + power.code,
        "分管领导审核：1 项无人可以决定（均须回避），转下一环节：" + power.code,
    ]


def test_a_stage_at_which_every_row_must_be_left_is_passed_by(world):
    working = factories.power_list(world, powers=0)
    own = base.post(world.overseer.department)
    factories.give_post(world.overseer, own)
    factories.power(world, working, responsible_post=own)
    prepared = services.prepare(by=world.filer, department=world.department)

    submission = services.submit(by=world.head, submission=prepared)

    assert submission.stage.code == "office"


def test_the_head_may_sign_rows_about_the_own_post(world):
    submission, _power = factories.with_a_power_of(world, world.head)

    assert (submission.state, submission.stage.code) == ("in_review", "overseer")


def test_who_filed_a_row_does_not_decide_it_above(world):
    organization_services.grant(by=base.system(), person=world.filer, role="overseer", department=world.department)
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核|回避"):
        services.decide(by=world.filer, submission=submission, verdict="agree")


def test_whose_rewriting_was_rewritten_again_is_still_a_filer(world):
    submission = factories.draft(world)
    first = Power.objects.order_by("pk")[0]
    power_services.change_power(by=world.office, power=first, content="党办的写法。")
    power_services.change_power(by=world.filer, power=first, content="科室的写法。")
    submission = services.submit(by=world.head, submission=submission)

    reasons = rules.recusal_reasons(submission, [world.office])

    codes = SubmissionRow.objects.filter(pk__in=reasons).values_list("code", flat=True)
    assert (list(codes), set(reasons.values())) == ([first.code], {"本人填报"})


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
            by=base.system(),
            person=person,
            name=person.name,
            department=office_department,
            email="",
            is_party_member=False,
        )
    world.department = office_department
    world.filer = base.holder("filer", office_department)
    world.head = base.holder("department_head", office_department)
    organization_services.grant(by=base.system(), person=world.overseer, role="overseer", department=office_department)
    submission = factories.signed(world)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    submission.refresh_from_db()
    assert submission.stage.code == "discipline"
    assert submission.events.get(kind="skipped").text == "党办逐项审核：本部门不审核本部门的报审，跳过本环节"


def hold_a_post_in_the_department(world, person):
    factories.give_post(person, base.post(world.department))


def test_whoever_holds_a_post_in_the_department_holds_no_stage_over_its_lists(world):
    factories.second(world)
    hold_a_post_in_the_department(world, world.overseer)
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核本部门的报审"):
        services.decide(by=world.overseer, submission=submission, verdict="agree")
    assert list(queries.waiting_for(world.overseer)) == []


def test_a_post_in_the_department_left_before_today_keeps_nobody_away(world):
    hold_a_post_in_the_department(world, world.overseer)
    tenure = world.overseer.tenures.get()
    organization_services.end_tenure(by=base.system(), tenure=tenure, to_on=tenure.from_on)
    submission = factories.signed(world)

    assert list(queries.waiting_for(world.overseer)) == [submission]
    assert services.decide(by=world.overseer, submission=submission, verdict="agree").stage.code == "office"


def test_a_stage_whose_holders_all_hold_posts_in_the_department_is_skipped(world):
    hold_a_post_in_the_department(world, world.office)
    submission = factories.signed(world)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    submission.refresh_from_db()
    assert (submission.stage.code, submission.events.get().stage.code) == ("discipline", "office")


def test_nobody_stands_in_for_one_who_holds_a_post_in_the_department(world):
    other, stand_in = factories.second(world), factories.stand_in(world.overseer)
    hold_a_post_in_the_department(world, world.overseer)
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核本部门的报审"):
        services.decide(by=stand_in, submission=submission, verdict="agree")
    assert [list(queries.waiting_for(person)) for person in (stand_in, other)] == [[], [submission]]


def test_a_stand_in_with_a_post_in_the_department_decides_for_nobody(world):
    stand_in = factories.stand_in(world.overseer)
    hold_a_post_in_the_department(world, stand_in)
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核本部门的报审"):
        services.decide(by=stand_in, submission=submission, verdict="agree")
    assert list(queries.waiting_for(stand_in)) == []


def test_a_stand_in_decides_and_the_decision_says_for_whom(world):
    stand_in = factories.stand_in(world.overseer)
    submission = factories.signed(world)

    services.decide(by=stand_in, submission=submission, verdict="agree")

    decision = queries.last_decision(submission)
    assert (decision.by, decision.on_behalf_of) == (stand_in, world.overseer)


def test_a_stand_in_leaves_the_holders_rows_too(world):
    other, stand_in = factories.second(world), factories.stand_in(world.overseer)
    submission, _power = factories.with_a_power_of(world, world.overseer)

    services.decide(by=stand_in, submission=submission, verdict="agree")

    submission.refresh_from_db()
    assert submission.stage.code == "overseer"
    services.decide(by=other, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "office"


def test_nobody_decides_twice_at_a_stage(world):
    factories.second(world)
    submission, _power = factories.with_a_power_of(world, world.overseer)
    services.decide(by=world.overseer, submission=submission, verdict="agree")

    with pytest.raises(Denied, match="已经作出意见"):
        services.decide(by=world.overseer, submission=submission, verdict="agree")


def test_having_reviewed_at_an_earlier_stage_is_no_ground_in_the_committee(world):
    submission = factories.at(world, "committee")
    factories.join(Body.objects.get(), world.overseer)

    item = factories.begun(world, submission)

    assert (item.recusals.count(), world.overseer.pk in rules.voters(item.ballots.get())) == (0, True)


def test_the_chair_neither_votes_on_nor_presides_over_nor_records_what_is_about_the_own_post(world):
    factories.another_member(world, "deputy")
    submission, _power = factories.with_a_power_of(world, world.chair)
    item = factories.begun(world, factories.at(world, "committee", submission=submission))
    apart = item.ballots.get(scope="rows")

    with pytest.raises(Denied, match="您须回避这一表决事项"):
        factories.vote(world, apart, by=world.chair)
    assert (apart.presided_by != world.chair, world.chair.pk in rules.voters(apart)) == (True, False)


def test_the_head_who_signed_through_a_stand_in_decides_no_row_above(world):
    stand_in = factories.stand_in(world.head)
    submission = factories.draft(world)
    submission = services.submit(by=stand_in, submission=submission)

    signed = {
        str(reason)
        for person in (world.head, stand_in)
        for reason in rules.recusal_reasons(submission, [person]).values()
    }

    assert signed == {"本人签署报审"}


def test_a_row_its_stand_in_must_leave_waits_for_the_holder_and_does_not_fall(world):
    stand_in = factories.stand_in(world.overseer)
    submission, _power = factories.with_a_power_of(world, stand_in)

    services.decide(by=stand_in, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "overseer"

    services.decide(by=world.overseer, submission=submission, verdict="agree")
    submission.refresh_from_db()
    assert submission.stage.code == "office"


def test_one_who_stands_in_for_two_decides_for_the_one_who_may(world):
    insider = base.holder("overseer", world.department, name="甲")
    stand_in = factories.stand_in(insider, factories.stand_in(world.overseer))
    submission = factories.signed(world)

    services.decide(by=stand_in, submission=submission, verdict="agree")

    assert queries.last_decision(submission).on_behalf_of == world.overseer


def test_someone_of_the_department_itself_holds_no_stage_over_it_even_as_a_stand_in(world):
    colleague = factories.stand_in(world.overseer, base.person(where=world.department))
    submission = factories.signed(world)

    with pytest.raises(Denied, match="本部门不能审核本部门的报审"):
        services.decide(by=colleague, submission=submission, verdict="agree")


def test_whoever_must_leave_all_the_rows_that_remain_has_nothing_to_decide(world):
    _other, third = factories.second(world), factories.second(world)
    submission, power = factories.with_a_power_of(world, world.overseer)
    factories.give_post(third, power.responsible_post)
    services.decide(by=world.overseer, submission=submission, verdict="agree")

    with pytest.raises(Denied, match="其余各项均须由您回避"):
        services.decide(by=third, submission=submission, verdict="agree")


def test_nobody_remarks_on_a_row_they_must_leave(world):
    factories.second(world)
    submission, power = factories.with_a_power_of(world, world.overseer)
    rows = {row.code: row for row in queries.rows_by_item(submission.items.get())}

    with pytest.raises(Denied, match="这一项须由您回避"):
        services.remark(by=world.overseer, submission=submission, row=rows[power.code], text="可以")

    (other,) = (row for code, row in rows.items() if code != power.code)
    assert services.remark(by=world.overseer, submission=submission, row=other, text="写明金额").text == "写明金额"


def test_a_tenure_that_has_ended_is_no_ground(world):
    submission, power = factories.with_a_power_of(world, world.overseer)
    tenure = world.overseer.tenures.get(post=power.responsible_post)
    organization_services.end_tenure(by=base.system(), tenure=tenure, to_on=tenure.from_on)

    assert rules.recusal_reasons(submission, [world.overseer]) == {}


def test_the_story_names_the_rows_somebody_left(world):
    factories.second(world)
    submission, power = factories.with_a_power_of(world, world.overseer)

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    assert queries.story(submission)[0]["did"] == f"分管领导审核：同意；1 项回避：{power.code}"
