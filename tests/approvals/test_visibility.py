"""Who sees a submission: the own department and the holders of its stages; everyone else does not know of it."""

import pytest
from django.utils import timezone

from approvals import queries, services
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db

EVERYONE = ("filer", "head", "overseer", "office", "secrecy", "discipline", "chair", "member")
OF_THE_DEPARTMENT = ("filer", "head", "overseer", "office", "discipline")


def who_sees(world, submission):
    return tuple(name for name in EVERYONE if queries.submission_for(getattr(world, name), submission.pk))


@pytest.mark.parametrize("role", ["filer", "department_head", "overseer"])
def test_another_departments_people_do_not_know_of_it(world, role):
    submission = factories.signed(world)
    stranger = base.holder(role, base.department())

    assert queries.submission_for(stranger, submission.pk) is None
    assert list(queries.submissions_for(stranger)) == []


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor"])
def test_the_three_administrators_see_no_submission(world, role):
    submission = factories.passed(world)

    assert queries.submission_for(base.holder(role), submission.pk) is None


def test_a_draft_is_seen_by_the_department_and_its_reviewers(world):
    assert who_sees(world, factories.draft(world)) == OF_THE_DEPARTMENT


def test_the_committee_sees_it_from_its_stage_on(world):
    submission = factories.at(world, "discipline")
    before = who_sees(world, submission)

    factories.at(world, "committee", submission=submission)

    assert (before, who_sees(world, submission)) == (OF_THE_DEPARTMENT, (*OF_THE_DEPARTMENT, "chair", "member"))


def test_the_committee_still_sees_what_it_returned(world):
    submission = factories.at(world, "committee")

    factories.resolve(world, submission, "return")

    assert queries.submission_for(world.member, submission.pk) == submission


def test_what_never_reached_the_committee_stays_unknown_to_it(world):
    submission = factories.at(world, "office")
    services.decide(by=world.office, submission=submission, verdict="return", reason="补充依据")

    assert queries.submission_for(world.member, submission.pk) is None


def test_a_stand_in_sees_what_the_holder_sees_before_and_after_deciding(world):
    stand_in, today = base.person(where=base.department()), timezone.localdate()
    submission = factories.signed(world)
    before = queries.submission_for(stand_in, submission.pk)
    organization_services.delegate(by=world.overseer, stand_in=stand_in, from_on=today, to_on=today, reason="出差")

    services.decide(by=stand_in, submission=submission, verdict="agree")

    assert (before, queries.submission_for(stand_in, submission.pk)) == (None, submission)


def test_a_role_taken_away_ends_the_sight_of_it(world):
    submission = factories.signed(world)
    organization_services.revoke(by=base.system(), person=world.overseer, role="overseer", department=world.department)

    assert queries.submission_for(world.overseer, submission.pk) is None


def test_meetings_are_seen_by_those_who_attend_record_or_supervise(world):
    factories.passed(world)

    seen = tuple(name for name in EVERYONE if queries.meetings(getattr(world, name)).exists())

    assert seen == ("office", "discipline", "chair", "member")


@pytest.mark.parametrize("role", ["discipline", "committee_member"])
def test_who_attends_or_supervises_elsewhere_does_not_know_of_a_meeting(world, role):
    factories.passed(world)

    stranger = base.holder(role, base.department())

    assert list(queries.meetings(stranger)) == []


def test_of_a_meeting_one_sees_the_items_of_submissions_one_may_see(world):
    first = factories.at(world, "committee")
    second = factories.at(factories.another_department(world), "committee")
    meeting = factories.resolve(world, [first, second])
    theirs = base.holder("discipline", first.department)

    seen = {
        person: ([item.entries.get().submission for item in shown.items.all()], shown.item_count)
        for person in (theirs, world.discipline)
        if (shown := queries.meeting(person, meeting.pk))
    }

    assert seen == {theirs: ([first], 1), world.discipline: ([first, second], 2)}
