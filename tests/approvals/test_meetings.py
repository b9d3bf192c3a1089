"""The committee's stage: resolutions recorded as a meeting, as one, with what follows in the same transaction."""

from datetime import timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import AgendaItem, Meeting
from core.registry import registry
from core.rules import Denied
from organization.models import Notice
from powers.models import PowerList
from tests.approvals import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return factories.world()


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

    def fail(submission, by):
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

    titles = [[stage.title for stage in queries.steps(made)] for made in (old, new)]
    assert (len(titles[0]), titles[1][-2:]) == (5, ["法务审核", "党委审定"])
