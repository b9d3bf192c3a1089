"""Two people deciding at once on PostgreSQL: one decision; and its twin without the lock, which must show the fault."""

import pytest
from django.db import connection
from django.utils import timezone

from approvals import services
from approvals.models import AgendaItem, Decision, Submission
from approvals.services import moving
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def decide_at_once(submission, people, version):
    """Each person agrees to what they saw."""

    def agreeing(person):
        return lambda: services.decide(by=person, submission=submission, verdict="agree", version=version)

    return at_once(*map(agreeing, people))


@pytest.fixture
def crowd():
    """A submission at the overseer's stage with four holders."""
    world = factories.world()
    people = [world.overseer]
    for _number in range(3):
        person = base.person(where=base.department())
        organization_services.grant(by=base.system(), person=person, role="overseer", department=world.department)
        people.append(person)
    return factories.signed(world), people


def test_of_four_people_deciding_at_once_one_decides_and_the_others_are_told(crowd):
    submission, people = crowd

    outcomes = decide_at_once(submission, people, submission.version)

    assert outcomes == ["Stale", "Stale", "Stale", "done"]
    assert Decision.objects.filter(submission=submission, stage__code="overseer").count() == 1
    assert Submission.objects.get(pk=submission.pk).stage.code == "office"


def test_without_the_lock_the_race_goes_wrong(crowd, monkeypatch):
    """The twin: reading without a lock lets several through to the database's last line of defence."""
    submission, people = crowd

    def read_only(submission, *, version):
        found = Submission.objects.select_related("department", "stage").get(pk=submission.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.2)")
        return found

    monkeypatch.setattr(moving, "lock", read_only)

    outcomes = decide_at_once(submission, people, submission.version)

    assert any(outcome.startswith("fault") for outcome in outcomes)


def test_a_withdrawal_and_a_decision_at_once_leave_one_of_them(crowd):
    submission, (overseer, *_others) = crowd
    version, head = submission.version, submission.submitted_by

    outcomes = at_once(
        lambda: services.decide(by=overseer, submission=submission, verdict="agree", version=version),
        lambda: services.withdraw(by=head, submission=submission, version=version),
    )

    verdicts = set(Decision.objects.exclude(verdict="submit").values_list("verdict", flat=True))
    assert (outcomes, len(verdicts)) == (["Stale", "done"], 1)


def test_of_two_preparing_at_once_one_makes_a_submission():
    world = factories.world()
    factories.power_list(world)

    def prepare():
        services.prepare(by=world.filer, department=world.department)

    assert at_once(prepare, prepare) == ["Denied", "done"]
    assert Submission.objects.count() == 1


def test_of_two_recording_the_same_resolution_at_once_one_brings_it_into_force():
    world = factories.world()
    submission = factories.at(world, "committee")
    version = submission.version

    def record(by, number):
        resolution = services.Resolution(submission=submission, verdict="agree", version=version)
        return lambda: services.record_meeting(
            by=by, number=number, held_on=timezone.localdate(), resolutions=[resolution]
        )

    outcomes = at_once(record(world.office, "1号"), record(world.chair, "2号"))

    assert outcomes == ["Stale", "done"]
    assert (Decision.objects.filter(verdict="pass").count(), AgendaItem.objects.count()) == (1, 1)


def test_two_meetings_that_resolve_on_the_same_two_submissions_never_wait_for_each_other_in_a_ring():
    world = factories.world()
    pair = [factories.at(world, "committee"), factories.at(factories.another_department(world), "committee")]

    def record(number, submissions):
        resolutions = [
            services.Resolution(submission=each, verdict="postpone", reason="再议", version=each.version)
            for each in submissions
        ]
        return lambda: services.record_meeting(
            by=world.office, number=number, held_on=timezone.localdate(), resolutions=resolutions
        )

    assert at_once(record("1号", pair), record("2号", pair[::-1])) == ["Stale", "done"]


def test_two_who_add_to_the_same_new_meeting_at_once_both_get_through():
    world = factories.world()
    pair = [factories.at(world, "committee"), factories.at(factories.another_department(world), "committee")]

    def record(by, submission):
        resolution = services.Resolution(submission=submission, verdict="agree", version=submission.version)
        return lambda: services.record_meeting(
            by=by, number="1号", held_on=timezone.localdate(), resolutions=[resolution]
        )

    assert at_once(record(world.office, pair[0]), record(world.chair, pair[1])) == ["done", "done"]
    assert list(AgendaItem.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
