"""Two people deciding at once on PostgreSQL: one decision; and its twin without the lock, which must show the fault."""

from functools import partial

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from approvals import rules, services
from approvals.models import AgendaItem, Correction, Decision, Meeting, MeetingRule, Submission, Vote
from approvals.services import moving, planning
from organization import services as organization_services
from powers import services as power_services
from powers.models import Power
from tests import factories as base
from tests.approvals import factories
from tests.threads import all_there, at_once

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
    all_have_read = all_there(len(people))

    def read_only(submission, *, version):
        found = Submission.objects.select_related("department", "stage").get(pk=submission.pk)
        all_have_read()
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


def test_of_two_recording_the_same_vote_at_once_one_brings_it_into_force():
    world = factories.world()
    submission = factories.at(world, "committee")
    ballot = factories.begun(world, submission).ballots.get()
    choices = dict.fromkeys(rules.voters(ballot), "agree")

    def record(by):
        return lambda: services.record_votes(by=by, ballot=ballot, choices=choices)

    outcomes = at_once(record(world.office), record(world.chair))

    assert outcomes == ["Denied", "done"]
    assert (Decision.objects.filter(verdict="pass").count(), Vote.objects.count()) == (1, 2)


def test_without_the_meetings_lock_a_vote_recorded_twice_reaches_the_last_line_of_defence(monkeypatch):
    """The twin: reading without a lock lets both through to the database's constraints."""
    world = factories.world()
    ballot = factories.begun(world, factories.at(world, "committee")).ballots.get()
    choices = dict.fromkeys(rules.voters(ballot), "agree")
    both_have_read = all_there(2)

    def read_only(meeting):
        found = Meeting.objects.select_related("rule", "body", "chair", "recorded_by").get(pk=meeting.pk)
        both_have_read()
        return found

    monkeypatch.setattr(planning, "lock_meeting", read_only)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_options: rows)

    def record(by):
        return lambda: services.record_votes(by=by, ballot=ballot, choices=choices)

    outcomes = at_once(record(world.office), record(world.chair))

    assert any(outcome.startswith("fault") for outcome in outcomes)


def test_members_who_vote_at_once_from_their_own_logins_lose_no_vote_and_double_none():
    world = factories.world()
    members = [factories.another_member(world) for _number in range(3)]
    item = factories.begun(world, factories.at(world, "committee"), is_by_login=True)
    ballot = item.ballots.get()

    outcomes = at_once(
        *(
            partial(services.cast_vote, by=person, ballot=ballot, choice="agree")
            for person in (*members, members[0], world.member)
        )
    )

    assert (outcomes, Vote.objects.count()) == (["Denied", "done", "done", "done", "done"], 4)


def test_two_who_put_one_submission_on_two_agendas_at_once_get_it_on_one():
    world = factories.world()
    submission = factories.at(world, "committee")
    meetings = [factories.planned(world, []), factories.planned(world, [])]

    outcomes = at_once(
        *(
            partial(services.add_item, by=world.office, meeting=each, title="审定清单", submissions=[submission])
            for each in meetings
        )
    )

    assert (outcomes, AgendaItem.objects.count()) == (["Denied", "done"], 1)


def test_two_meetings_that_take_the_same_two_submissions_never_wait_for_each_other_in_a_ring():
    world = factories.world()
    pair = [factories.at(world, "committee"), factories.at(factories.another_department(world), "committee")]
    meetings = [factories.planned(world, []), factories.planned(world, [])]

    outcomes = at_once(
        partial(services.add_item, by=world.office, meeting=meetings[0], title="一", submissions=pair),
        partial(services.add_item, by=world.office, meeting=meetings[1], title="二", submissions=pair[::-1]),
    )

    assert outcomes == ["Denied", "done"]


def correcting(person, after):
    """A correction of the one power's content."""
    power = Power.objects.get()
    place = {"kind": "powers", "list_id": power.power_list_id, "key": str(power.lineage_id), "field": "content"}
    return partial(services.correct, by=person, **place, before=power.content, after=after, reason="漏字")


def test_of_two_who_put_the_same_word_right_at_once_one_does_and_the_other_is_told():
    made = factories.world()
    factories.passed(made, powers=1)
    other = factories.second(made, "party_office")

    outcomes = at_once(correcting(made.office, "对采购计划审批。"), correcting(other, "对药品采购计划审批。"))

    assert outcomes == ["Stale", "done"]
    assert Power.objects.get().content == Correction.objects.get().after


def test_an_edition_opened_while_a_word_is_put_right_begins_with_the_new_word():
    made = factories.world()
    factories.passed(made, powers=1)

    outcomes = at_once(
        correcting(made.office, "对采购计划审批。"),
        partial(power_services.open_list, by=made.filer, department=made.department),
    )

    assert outcomes == ["done", "done"]
    assert {*Power.objects.values_list("content", flat=True)} == {"对采购计划审批。"}


def test_of_two_meetings_planned_at_once_under_one_number_one_is():
    made = factories.world()
    plan = {"number": "党委会〔2026〕8号", "held_on": timezone.localdate(), "matter": "ordinary"}

    outcomes = at_once(*(partial(services.plan_meeting, by=made.office, **plan) for _time in range(2)))

    assert (outcomes, Meeting.objects.count()) == (["Denied", "done"], 1)


def test_of_two_who_change_one_rule_at_once_one_does_and_the_other_is_told():
    made = factories.world()
    change = {"matter": "ordinary", "version": 1, "reason": "党委决定"}

    outcomes = at_once(
        *(partial(services.change_meeting_rule, by=made.office, **change, notice_days=days) for days in (3, 5))
    )

    assert (outcomes, MeetingRule.objects.filter(matter="ordinary").count()) == (["Denied", "done"], 2)
