"""我的待办: what waits for whom, and no longer than it does."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from approvals import queries, services
from approvals.models import Submission
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db

EVERYONE = ("filer", "head", "overseer", "office", "secrecy", "discipline", "chair", "member")


def waits_for(world, submission):
    return tuple(name for name in EVERYONE if submission in queries.waiting_for(getattr(world, name)))


def test_a_draft_waits_for_the_head(world):
    assert waits_for(world, factories.draft(world)) == ("head",)


@pytest.mark.parametrize("stage", ["overseer", "office", "discipline"])
def test_under_review_it_waits_for_the_holder_of_its_stage(world, stage):
    assert waits_for(world, factories.at(world, stage)) == (stage,)


def test_at_the_committee_it_waits_for_who_records_the_resolution(world):
    assert waits_for(world, factories.at(world, "committee")) == ("office", "chair")


def test_nothing_waits_once_it_is_in_force(world):
    assert waits_for(world, factories.passed(world)) == ()


def test_what_was_returned_waits_for_the_department_to_mend(world):
    submission = factories.at(world, "office")
    services.decide(by=world.office, submission=submission, verdict="return", reason="补充依据")

    mending = [name for name in EVERYONE if submission in queries.returned_to(getattr(world, name))]

    assert mending == ["filer", "head"]
    assert [(task.what, task.note) for task in queries.tasks(world.filer).tasks] == [
        (str(submission), "被退回，修改后重新报审")
    ]


def test_what_was_returned_comes_from_who_returned_it(world):
    submission = factories.signed(world)
    services.decide(by=world.overseer, submission=submission, verdict="return", reason="补充依据")

    (task,) = queries.tasks(world.filer).tasks

    assert (task.url, task.who) == (submission.get_absolute_url(), str(world.overseer))


def test_what_was_returned_waits_no_longer_once_it_is_submitted_again(world):
    submission = factories.at(world, "office")
    services.decide(by=world.office, submission=submission, verdict="return", reason="补充依据")

    services.prepare(by=world.filer, department=world.department)

    assert list(queries.returned_to(world.filer)) == []


def test_it_waits_for_the_holder_and_the_stand_in_until_one_has_decided(world):
    stand_in, today = base.person(where=base.department()), timezone.localdate()
    organization_services.delegate(by=world.overseer, stand_in=stand_in, from_on=today, to_on=today, reason="出差")
    submission = factories.signed(world)
    before = list(queries.waiting_for(stand_in))

    services.decide(by=world.overseer, submission=submission, verdict="agree")

    assert (before, list(queries.waiting_for(stand_in))) == ([submission], [])


def test_it_waits_for_the_other_holder_when_one_has_decided_and_rows_remain(world):
    other = base.person(where=base.department())
    organization_services.grant(by=base.system(), person=other, role="overseer", department=world.department)
    submission, _power = factories.with_a_power_of(world, world.overseer)
    services.decide(by=world.overseer, submission=submission, verdict="agree")

    waiting = [list(queries.waiting_for(person)) for person in (world.overseer, other)]

    assert waiting == [[], [submission]]


def test_it_does_not_wait_for_a_holder_who_must_leave_every_row(world):
    other = base.person(where=base.department())
    organization_services.grant(by=base.system(), person=other, role="overseer", department=world.department)
    own = base.post(world.overseer.department)
    factories.give_post(world.overseer, own)
    submission = factories.signed(world, powers=1, responsible_post=own)

    waiting = [list(queries.waiting_for(person)) for person in (world.overseer, other)]

    assert waiting == [[], [submission]]


def test_a_stage_is_due_so_many_working_days_after_it_was_reached(world, monkeypatch):
    friday = date(2026, 11, 20)
    monkeypatch.setattr(timezone, "localdate", lambda *args: friday)

    submission = factories.signed(world)

    assert submission.stage_due_on == date(2026, 11, 27)


def test_what_is_past_its_day_is_overdue(world):
    submission = factories.signed(world)
    yesterday = timezone.localdate() - timedelta(days=1)
    Submission.objects.filter(pk=submission.pk).update(stage_due_on=yesterday)

    (task,) = queries.tasks(world.overseer).tasks

    assert (task.what, task.who, task.due_on, task.is_overdue) == (
        str(submission),
        world.head.name,
        yesterday,
        True,
    )


def test_a_prepared_submission_waits_for_the_heads_signature(world):
    factories.draft(world)

    assert [task.note for task in queries.tasks(world.head).tasks] == ["等您签署"]


def test_the_inbox_takes_five_queries_however_much_waits(world, django_assert_num_queries):
    for _number in range(3):
        other = factories.another_department(world)
        factories.at(other, "office")

    with django_assert_num_queries(5):
        group = queries.tasks(world.office)
    assert len(group.tasks) == 3
