"""Random people at random steps of approvals and meetings never bring about what must not be; without a protection they do.

Each twin switches one protection off: the same machine must then find the fault within its examples.
"""

from functools import partial

import pytest
from django.db import IntegrityError, connection
from hypothesis.stateful import run_state_machine_as_test

from approvals.models import Decision, Vote
from tests import factories as base
from tests.approvals import factories, machines

pytestmark = pytest.mark.django_db
FAULTS = (AssertionError, IntegrityError)
"""What the invariants find, and what the database's constraints refuse where the services should have."""


@pytest.fixture
def chain():
    """A department's hospital before the first list; its overseer holds a post elsewhere that a power is about."""
    world = machines.hospital()
    world.others["post"] = base.post(world.overseer.department)
    factories.give_post(world.overseer, world.others["post"])
    return partial(machines.Chain, world)


@pytest.fixture
def committee():
    """Lists of two departments that wait for the committee; the next edition of the first is one of them."""
    world = machines.hospital()
    factories.passed(world, powers=1)
    first, _power = factories.with_a_power_of(world, world.others["recused"])
    factories.at(world, "committee", submission=first)
    second = factories.another_department(world)
    factories.at(second, "committee", powers=1)
    world.others["their_head"] = second.head
    return partial(machines.Committee, world)


def run(machine, how=machines.QUICK):
    run_state_machine_as_test(machine, settings=how)


def test_random_people_never_bring_about_what_must_not_be_between_draft_and_committee(chain):
    run(chain)

    assert Decision.objects.count() == 0


def test_random_people_never_bring_about_what_must_not_be_in_a_meeting(committee):
    before = Vote.objects.count()

    run(committee)

    assert Vote.objects.count() == before


def anybody(by, *_arguments):
    return by


def without(monkeypatch, name, instead):
    """The protection `name` does what `instead` does."""
    monkeypatch.setattr(name, instead)


CHAIN = {
    "decide": "approvals.rules.decide",
    "submit": "approvals.rules.submit",
    "hold the stage": "approvals.rules.verbs._holder",
}


@pytest.mark.parametrize("name", CHAIN)
def test_without_the_rule_who_may_decide_the_machine_finds_a_decision_of_another(chain, monkeypatch, name):
    without(monkeypatch, CHAIN[name], anybody)

    with pytest.raises(FAULTS):
        run(chain, machines.FIND)


def test_without_the_rule_who_may_withdraw_the_machine_finds_it(chain, monkeypatch):
    without(monkeypatch, "approvals.rules.withdraw", anybody)

    with pytest.raises(FAULTS):
        run(chain, machines.FIND)


def test_without_recusal_by_row_the_machine_finds_a_decision_on_the_own_post(chain, monkeypatch):
    without(monkeypatch, "approvals.rules.recusal_reasons", lambda *_arguments: {})

    with pytest.raises(FAULTS, match="on their own post"):
        run(chain, machines.FIND)


def test_without_waiting_for_every_row_the_machine_finds_a_stage_left_out(chain, monkeypatch):
    without(monkeypatch, "approvals.services.moving.let_fall", lambda *_arguments: True)

    with pytest.raises(FAULTS, match="was left out"):
        run(chain, machines.FIND)


def test_without_superseding_the_machine_finds_two_lists_in_force(committee, monkeypatch):
    """The database's own constraint would refuse it: for the machine to see it that is switched off too."""
    without(monkeypatch, "core.services.editions._supersede_in_force", lambda *_arguments: None)
    connection.cursor().execute("DROP INDEX power_list_one_in_force")

    with pytest.raises(FAULTS, match="two lists of a department in force"):
        run(committee, machines.FIND)


def test_without_the_rule_who_records_the_machine_finds_a_stranger_recording(committee, monkeypatch):
    without(monkeypatch, "approvals.rules.meetings.plan_meeting", anybody)

    with pytest.raises(FAULTS):
        run(committee, machines.FIND)


def test_without_counting_the_votes_the_machine_finds_a_list_in_force_that_was_not_passed(committee, monkeypatch):
    without(monkeypatch, "approvals.calculations.outcome", lambda *_arguments: "agree")

    with pytest.raises(FAULTS, match="passed with"):
        run(committee, machines.FIND)


def test_without_recusal_in_the_count_of_voters_the_machine_finds_a_recused_voter(committee, monkeypatch):
    def everybody(ballot):
        present = ballot.item.meeting.attendances.filter(capacity="member", presence="present")
        return {*present.values_list("person", flat=True)}

    without(monkeypatch, "approvals.rules.meetings.voters", everybody)
    without(monkeypatch, "approvals.rules.voters", everybody)

    with pytest.raises(FAULTS, match="recused"):
        run(committee, machines.FIND)


def test_without_asking_for_everybodys_vote_the_machine_finds_a_lost_vote(committee, monkeypatch):
    without(monkeypatch, "approvals.rules.record_votes", anybody)

    with pytest.raises(FAULTS):
        run(committee, machines.FIND)


def test_without_asking_who_voted_the_machine_finds_a_doubled_vote(committee, monkeypatch):
    """The database refuses the second vote of one member, which the services should have."""
    without(monkeypatch, "approvals.rules.cast_vote", anybody)

    with pytest.raises(FAULTS):
        run(committee, machines.FIND)
