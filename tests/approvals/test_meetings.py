"""The committee's stage: resolutions recorded as a meeting, as one, with what follows in the same transaction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import AgendaItem, Filing, Meeting, Submission
from core.models import AuditEvent
from core.registry import registry
from core.rules import Denied, Stale
from organization.models import Body, Notice
from powers.models import PowerList
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def test_a_postponed_item_keeps_waiting(world):
    submission = factories.at(world, "committee")

    factories.resolve(world, submission, "postpone")

    submission.refresh_from_db()
    assert (submission.state, submission.stage.code) == ("in_review", "committee")


def test_one_row_resolved_otherwise_keeps_the_whole_from_passing(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]

    with pytest.raises(Denied, match="整份清单须一并退回"):
        factories.resolve(world, submission, rows=[(row, "return", "再议")])
    assert (Meeting.objects.count(), AgendaItem.objects.count()) == (0, 0)


def test_a_return_keeps_which_rows_it_was_about(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]

    meeting = factories.resolve(world, submission, "return", rows=[(row, "return", "再议")])

    assert list(meeting.items.get().rows.values_list("row__code", "verdict")) == [(row.code, "return")]


def test_a_meeting_is_not_in_the_future(world):
    submission = factories.at(world, "committee")
    resolution = services.Resolution(submission=submission, verdict="agree")

    with pytest.raises(Denied, match="不能晚于今天"):
        services.record_meeting(
            by=world.office, number="9号", held_on=timezone.localdate() + timedelta(days=1), resolutions=[resolution]
        )


def test_one_number_is_one_day(world):
    first = factories.at(world, "committee")
    factories.resolve(world, first, "postpone")
    resolution = services.Resolution(submission=first, verdict="agree")

    with pytest.raises(Denied, match="已用于"):
        services.record_meeting(
            by=world.office,
            number="党委会〔2026〕1号",
            held_on=timezone.localdate() - timedelta(days=1),
            resolutions=[resolution],
        )


def test_a_failing_listener_leaves_everything_as_it_was(world, monkeypatch):
    submission = factories.at(world, "committee")

    def fail(submissions, by):
        raise RuntimeError("listener")

    monkeypatch.setattr(registry, "force_listeners", [*registry.force_listeners, fail])
    with pytest.raises(RuntimeError):
        factories.resolve(world, submission)

    submission.refresh_from_db()
    working = PowerList.objects.get(pk=submission.items.get().list_id)
    assert (submission.state, working.state, Meeting.objects.count()) == ("in_review", "in_review", 0)


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


def record(world, resolutions, **kwargs):
    fields = {"by": world.office, "number": "5号", "held_on": timezone.localdate(), **kwargs}
    return services.record_meeting(resolutions=resolutions, **fields)


def test_a_meeting_without_an_item_is_not_recorded(world):
    with pytest.raises(Denied, match="至少选择一项议题"):
        record(world, [])


def test_a_meeting_needs_the_committee_to_be_set_up(world):
    submission = factories.at(world, "committee")
    Body.objects.update(kind="leading_group")

    with pytest.raises(Denied, match="还没有建立党委"):
        record(world, [services.Resolution(submission=submission, verdict="agree")])


def test_what_has_not_reached_the_committee_is_not_resolved(world):
    submission = factories.at(world, "discipline")

    with pytest.raises(Denied, match="没有到党委审定环节"):
        record(world, [services.Resolution(submission=submission, verdict="agree")])


@pytest.mark.parametrize("verdict", ["return", "reject", "postpone"])
def test_anything_but_agreement_needs_a_reason(world, verdict):
    submission = factories.at(world, "committee")

    with pytest.raises(Denied, match="请写明"):
        record(world, [services.Resolution(submission=submission, verdict=verdict, reason=" ")])


def test_a_row_resolved_apart_needs_a_reason(world):
    submission = factories.at(world, "committee")
    row = queries.rows_by_item(submission.items.get())[0]
    resolution = services.Resolution(submission=submission, verdict="return", reason="再议", rows=[(row, "return", "")])

    with pytest.raises(Denied, match="请写明“退回”的理由"):
        record(world, [resolution])


def test_a_row_of_another_submission_is_not_resolved(world):
    submission = factories.at(world, "committee")
    other = factories.signed(factories.another_department(world))
    row = queries.rows_by_item(other.items.get())[0]
    resolution = services.Resolution(
        submission=submission, verdict="return", reason="再议", rows=[(row, "return", "再议")]
    )

    with pytest.raises(Denied, match="不属于这份报审"):
        record(world, [resolution])


def test_a_submission_stands_once_on_an_agenda(world):
    submission = factories.at(world, "committee")
    record(world, [services.Resolution(submission=submission, verdict="postpone", reason="再议")])

    with pytest.raises(Denied, match="已登记过"):
        record(world, [services.Resolution(submission=submission, verdict="agree")])


def test_a_meeting_recorded_in_two_goes_has_one_agenda(world):
    first = factories.at(world, "committee")
    second = factories.at(factories.another_department(world), "committee")
    record(world, [services.Resolution(submission=first, verdict="agree")])

    meeting = record(world, [services.Resolution(submission=second, verdict="agree")], by=world.chair)

    assert list(meeting.items.order_by("position").values_list("position", "submission")) == [
        (1, first.pk),
        (2, second.pk),
    ]


def test_one_meeting_brings_several_departments_lists_into_force(world):
    pair = [factories.at(world, "committee"), factories.at(factories.another_department(world), "committee")]

    record(world, [services.Resolution(submission=each, verdict="agree") for each in reversed(pair)])

    assert [Submission.objects.get(pk=each.pk).state for each in pair] == ["passed", "passed"]


def test_one_item_refused_leaves_the_whole_meeting_unrecorded(world):
    ready, early = factories.at(world, "committee"), factories.signed(factories.another_department(world))

    with pytest.raises(Denied):
        record(world, [services.Resolution(submission=each, verdict="agree") for each in (ready, early)])

    assert (Submission.objects.get(pk=ready.pk).state, Meeting.objects.count()) == ("in_review", 0)


def test_a_resolution_on_what_was_resolved_meanwhile_is_stale(world):
    submission = factories.at(world, "committee")
    seen = submission.version
    record(world, [services.Resolution(submission=submission, verdict="postpone", reason="再议")], number="4号")

    with pytest.raises(Stale, match="刚刚有变化"):
        record(world, [services.Resolution(submission=submission, verdict="agree", version=seen)])


def test_a_stand_in_of_the_office_records_and_the_decision_says_for_whom(world):
    stand_in, submission = factories.stand_in(world.office), factories.at(world, "committee")

    record(world, [services.Resolution(submission=submission, verdict="agree")], by=stand_in)

    decision = queries.last_decision(submission)
    assert (decision.verdict, decision.by, decision.on_behalf_of) == ("pass", stand_in, world.office)


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


def test_a_remark_made_at_a_meeting_is_by_who_records_it(world):
    first = factories.at(world, "committee")
    second = factories.at(factories.another_department(world), "committee")
    row = queries.rows_by_item(second.items.get())[0]
    for by, submission, rows in ((world.chair, first, ()), (world.office, second, [(row, "return", "再议")])):
        resolution = services.Resolution(submission=submission, verdict="return", reason="补充", rows=rows)
        services.record_meeting(by=by, number="3号", held_on=timezone.localdate(), resolutions=[resolution])

    assert queries.standing_remarks(second).get().by == world.office


def test_listeners_hear_of_every_submission_before_the_trail_is_locked(world, monkeypatch):
    pair = [factories.at(each, "committee") for each in (world, factories.another_department(world))]
    recorded = AuditEvent.objects.filter(verb="approvals.record_meeting")
    heard = []
    monkeypatch.setattr(
        registry, "force_listeners", [lambda submissions, by: heard.append((len(submissions), recorded.count()))]
    )

    services.record_meeting(
        by=world.office,
        number="4号",
        held_on=timezone.localdate(),
        resolutions=[services.Resolution(submission=submission, verdict="agree") for submission in pair],
    )

    assert (heard, recorded.count()) == ([(2, 0)], 2)
