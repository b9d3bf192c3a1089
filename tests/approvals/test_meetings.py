"""The committee's stage: resolutions recorded as a meeting, as one, with what follows in the same transaction."""

import pytest

from approvals import queries, services
from approvals.models import Filing, Submission, Vote
from controls import services as controls
from core import services as core_services
from core.models import AuditEvent
from core.registry import registry
from core.rules import Denied
from disclosure import services as disclosure
from organization.models import Body, Notice
from powers import services as powers
from powers.models import PowerList
from risks import services as risks
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def test_the_department_is_told_what_came_into_force(world):
    submission = factories.passed(world)

    texts = set(Notice.objects.filter(person=world.filer).values_list("text", flat=True))
    assert f"{submission}经党委审定通过，已生效。" in texts


def test_members_see_a_submission_from_the_committees_stage_on(world):
    submission = factories.at(world, "discipline")
    before = queries.submission_for(world.member, submission.pk)

    factories.at(world, "committee", submission=submission)

    assert (before, queries.submission_for(world.member, submission.pk)) == (None, submission)


def test_the_committee_can_never_be_taken_out_of_the_stages(world):
    committee = queries.stage_defaults().get(kind="department", code="committee")

    with pytest.raises(Denied, match="不能取消"):
        services.remove_stage(by=world.office, stage=committee)


def test_an_added_stage_stands_in_new_submissions_only(world):
    old = factories.signed(world)
    committee = queries.stage_defaults().get(kind="department", code="committee")
    services.add_stage(
        by=world.office, kind="department", title="法务审核", action="review", before=committee, due_days=3
    )
    services.withdraw(by=world.head, submission=old)

    new = services.prepare(by=world.filer, department=world.department)

    titles = [[stage.title for stage in queries.steps(made, [])] for made in (old, new)]
    assert (len(titles[0]), titles[1][-2:]) == (5, ["法务审核", "党委审定"])


def test_members_remark_at_the_committees_stage(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]

    made = services.remark(by=world.member, submission=submission, row=row, text="会上请说明")

    assert (made.stage.code, made.by) == ("committee", world.member)


def test_the_earlier_reviewers_do_not_remark_at_the_committees_stage(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]

    with pytest.raises(Denied, match="由当前环节的审核人填写"):
        services.remark(by=world.overseer, submission=submission, row=row, text="看看")


def test_the_chair_resolves_in_a_meeting_and_never_by_a_verdict_alone(world):
    submission = factories.at(world, "committee")

    with pytest.raises(Denied, match="以会议决议为准"):
        services.decide(by=world.chair, submission=submission, verdict="agree")


def test_a_stage_is_added_only_above_the_head_and_within_its_kind(world):
    head = queries.stage_defaults().get(kind="department", code="head")
    other = queries.stage_defaults().get(kind="leadership", code="committee")

    for before in (head, other):
        with pytest.raises(Denied, match="之后、党委审定之前"):
            services.add_stage(
                by=world.office, kind="department", title="审核", action="review", before=before, due_days=3
            )


def test_what_goes_through_stages_of_its_own_gets_a_stage_before_the_last_one_alone(world):
    head = queries.stage_defaults().get(kind="closing", code="head")

    with pytest.raises(Denied, match="之后、本类最后一个环节之前"):
        services.add_stage(by=world.office, kind="closing", title="审核", action="review", before=head, due_days=3)


def test_a_stage_is_held_only_by_those_who_review(world):
    committee = queries.stage_defaults().get(kind="department", code="committee")

    with pytest.raises(Denied, match="只能由"):
        services.add_stage(
            by=world.office, kind="department", title="审核", action="keep_accounts", before=committee, due_days=3
        )


def test_the_discipline_office_supervises_at_an_added_stage_too(world):
    committee = queries.stage_defaults().get(kind="department", code="committee")

    added = services.add_stage(
        by=world.office, kind="department", title="复核", action="supervise", before=committee, due_days=3
    )

    assert added.verdicts == ["no_objection", "return"]


def test_only_the_leaderships_lists_are_filed_for_the_record(world):
    factories.passed(world)

    assert Filing.objects.count() == 0


def test_a_postponed_item_keeps_waiting_and_may_stand_on_another_agenda(world):
    submission = factories.at(world, "committee")

    factories.resolve(world, submission, "postpone")

    submission.refresh_from_db()
    assert (submission.state, submission.stage.code) == ("in_review", "committee")
    factories.resolve(world, submission)
    submission.refresh_from_db()
    assert (submission.state, submission.agenda_entries.count()) == ("passed", 2)


def test_one_row_turned_down_returns_the_whole_with_the_reason_on_the_row(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]

    factories.resolve(world, submission, "return")

    submission.refresh_from_db()
    remark = queries.standing_remarks(submission).get()
    assert (submission.state, remark.row, remark.text, remark.by) == ("returned", row, "请补充依据", world.office)


def test_a_failing_listener_leaves_everything_as_it_was(world, monkeypatch):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)

    def fail(submissions, by):
        raise RuntimeError("listener")

    monkeypatch.setattr(registry, "force_listeners", [*registry.force_listeners, fail])
    with pytest.raises(RuntimeError):
        factories.vote(world, item.ballots.get())

    submission.refresh_from_db()
    working = PowerList.objects.get(pk=submission.items.get().list_id)
    assert (submission.state, working.state, Vote.objects.count()) == ("in_review", "in_review", 0)


def test_a_meeting_needs_the_committee_to_be_set_up(world):
    Body.objects.update(kind="leading_group")

    with pytest.raises(Denied, match="还没有建立党委"):
        factories.planned(world, [])


def test_what_has_not_reached_the_committee_is_put_on_no_agenda(world):
    with pytest.raises(Denied, match="没有到党委审定环节"):
        factories.planned(world, [factories.at(world, "discipline")])


def test_a_submission_stands_on_one_agenda_at_a_time(world):
    submission = factories.at(world, "committee")
    factories.planned(world, [submission])

    with pytest.raises(Denied, match="已列入党委会〔2026〕1号"):
        factories.planned(world, [submission])


def test_one_meeting_brings_several_departments_lists_into_force(world):
    pair = [factories.at(world, "committee"), factories.at(factories.another_department(world), "committee")]
    meeting = factories.planned(world, [])
    services.add_item(by=world.office, meeting=meeting, title="审定两部门清单", submissions=pair)
    meeting = services.call_meeting(by=world.office, meeting=meeting)
    present = {world.chair.pk, world.member.pk}
    meeting = services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    item = services.begin_item(by=world.office, item=meeting.items.get())

    factories.vote(world, item.ballots.get())

    assert [Submission.objects.get(pk=each.pk).state for each in pair] == ["passed", "passed"]


def test_a_stand_in_of_the_office_records_and_the_decision_says_for_whom(world):
    stand_in, submission = factories.stand_in(world.office), factories.at(world, "committee")

    factories.resolve(world, submission, by=stand_in)

    decision = queries.last_decision(submission)
    assert (decision.verdict, decision.by, decision.on_behalf_of) == ("pass", stand_in, world.office)


def test_followers_lock_their_rows_before_the_trail_is_told_and_listeners_come_last(world, monkeypatch):
    heard, told = [], AuditEvent.objects.filter(verb="risks.follow_after_force")

    def follow(submissions, by):
        heard.append(("follower", told.count()))
        return [core_services.AuditEntry("risks.follow_after_force", submissions[0])]

    def listen(submissions, by):
        heard.append(("listener", told.count()))

    monkeypatch.setattr(registry, "force_followers", [follow, follow])
    monkeypatch.setattr(registry, "force_listeners", [listen])

    factories.resolve(world, factories.at(world, "committee"))

    assert heard == [("follower", 0), ("follower", 0), ("listener", 2)]


def test_who_locks_rows_of_lists_follows_and_who_takes_the_trails_head_listens():
    assert (registry.force_followers, registry.force_listeners) == (
        [risks.follow_after_force, powers.adjust_after_force],
        [disclosure.publish_powers, controls.ask_detection],
    )


def test_listeners_hear_of_every_submission_before_the_trail_tells_of_them(world, monkeypatch):
    pair = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    meeting = factories.planned(world, [])
    services.add_item(by=world.office, meeting=meeting, title="审定两部门清单", submissions=pair)
    meeting = services.call_meeting(by=world.office, meeting=meeting)
    present = {world.chair.pk, world.member.pk}
    meeting = services.open_meeting(by=world.office, meeting=meeting, chair=world.chair, present=present)
    item = services.begin_item(by=world.office, item=meeting.items.get())
    resolved = AuditEvent.objects.filter(verb="approvals.resolve")
    heard = []
    monkeypatch.setattr(
        registry, "force_listeners", [lambda submissions, by: heard.append((len(submissions), resolved.count()))]
    )

    factories.vote(world, item.ballots.get())

    assert (heard, resolved.count()) == ([(2, 0)], 2)
