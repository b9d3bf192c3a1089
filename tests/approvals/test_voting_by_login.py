"""Votes from the members' own logins: once each, the chair last, why not with each no, and nobody learns what others said."""

import pytest

from approvals import calculations, queries, rules, services
from core.rules import Denied
from organization import services as organization_services
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db


def test_from_their_own_logins_members_vote_once_and_the_chair_last(world):
    submission = factories.at(world, "committee")
    ballot = factories.begun(world, submission, is_by_login=True).ballots.get()
    with pytest.raises(Denied, match="还有 1 位委员没有投票"):
        services.cast_vote(by=world.chair, ballot=ballot, choice="agree")
    services.cast_vote(by=world.member, ballot=ballot, choice="agree")
    with pytest.raises(Denied, match="已经投票，不能更改"):
        services.cast_vote(by=world.member, ballot=ballot, choice="against")
    with pytest.raises(Denied, match="已经本人投票"):
        services.record_votes(by=world.office, ballot=ballot, choices={world.member.pk: "agree"})

    services.cast_vote(by=world.chair, ballot=ballot, choice="agree")

    assert (factories.fresh(submission).state, factories.fresh(ballot).result) == ("passed", "passed")


def test_what_fails_by_login_says_why_without_saying_who(world):
    submission = factories.at(world, "committee")
    ballot = factories.begun(world, submission, is_by_login=True).ballots.get()
    with pytest.raises(Denied, match="须写明理由"):
        services.cast_vote(by=world.member, ballot=ballot, choice="against", reason=" ")
    services.cast_vote(by=world.member, ballot=ballot, choice="against", reason="上限没有依据。")
    services.cast_vote(by=world.chair, ballot=ballot, choice="against", reason="与医务部职权重复")

    entry = submission.agenda_entries.get()
    assert (factories.fresh(submission).state, entry.verdict) == ("ended", "reject")
    assert entry.reason == f"{ballot.title}：上限没有依据；与医务部职权重复"


def test_a_recorder_who_has_not_voted_learns_nothing_by_recording_others(committee):
    organization_services.grant(by=base.system(), person=committee.member, role="party_office", department=base.root())
    ballot = factories.begun(committee, factories.at(committee, "committee"), is_by_login=True).ballots.get()
    choices = dict.fromkeys(rules.voters(ballot), "agree")

    with pytest.raises(Denied, match="您还没有投票，不能登记别人的意见"):
        services.record_votes(by=committee.member, ballot=ballot, choices=choices)


def test_a_whole_committee_can_agree_though_the_rule_says_more_than_all(world):
    assert calculations.threshold(9, 1, 1, is_strict=True) == 9


def test_who_may_not_does_not_vote_by_login(world):
    submission = factories.at(world, "committee")
    item = factories.begun(world, submission)
    with pytest.raises(Denied, match="由记录人登记"):
        services.cast_vote(by=world.member, ballot=item.ballots.get(), choice="agree")
    other = factories.at(factories.another_department(world), "committee")
    factories.vote(world, item.ballots.get())
    services.close_meeting(by=world.office, meeting=item.meeting)
    ballot = factories.begun(world, other, is_by_login=True).ballots.get()

    with pytest.raises(Denied, match="不参加这一事项的表决"):
        services.cast_vote(by=world.office, ballot=ballot, choice="agree")
    assert list(queries.votes_waiting_for(world.member)) == [ballot]
