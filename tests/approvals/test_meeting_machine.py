"""Random people at random steps of a meeting, guided towards the forbidden: what must never be false never is."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from approvals import rules as approval_rules
from approvals import services
from approvals.models import AgendaItem, AgendaSubmission, Ballot, Decision, Meeting, Recusal, Submission, Vote
from core.rules import Denied, Stale
from powers.models import PowerList
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db

CHOICES = ("agree", "agree", "agree", "against", "postpone")
RECORDERS = ("office", "chair")
WHO = ("office", "chair", "member", "other", "recused", "head", "filer", "overseer", "discipline", "auditor")
who = st.sampled_from(("office",) * 8 + WHO)
seldom = st.integers(0, 4).map(lambda number: number == 0)
"""Steps that end a meeting early: taken often they would leave nothing to find."""
yes = st.booleans()


class Committee(RuleBasedStateMachine):
    """Two departments' lists before a committee of five, one of whom holds a post that the first list is about."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        world = factories.world()
        self.people = {name: getattr(world, name) for name in WHO if hasattr(world, name)}
        self.people |= {
            "other": factories.another_member(world),
            "recused": factories.another_member(world, "deputy"),
            "auditor": base.holder("auditor", base.root()),
        }
        factories.another_member(world)
        first, _power = factories.with_a_power_of(world, self.people["recused"])
        self.submissions = [
            factories.at(world, "committee", submission=first),
            factories.at(factories.another_department(world), "committee"),
        ]
        self.numbers = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, deed, *, by, only=RECORDERS, **fields):
        """Try it; what a stranger manages to do is a fault."""
        try:
            with transaction.atomic():
                deed(by=self.people[by], **fields)
        except (Denied, Stale):
            return
        assert only is None or by in only, f"{by} did {deed.__name__}"

    def in_(self, state):
        return Meeting.objects.filter(state=state).order_by("pk").first()

    def item(self, state):
        return AgendaItem.objects.filter(state=state, meeting__state="in_session").order_by("pk").first()

    def ballot(self):
        return Ballot.objects.filter(result="", item__state="open").select_related("item").order_by("pk").first()

    @precondition(lambda self: not Meeting.objects.filter(state__in=["planned", "called", "in_session"]).exists())
    @rule(by=who, is_by_login=yes, is_apart=yes)
    def plan(self, by, is_by_login, is_apart):
        self.numbers += 1
        number = f"{self.numbers}号"
        day = factories.timezone.localdate()
        self.attempt(
            services.plan_meeting,
            by=by,
            number=number,
            held_on=day,
            matter="ordinary",
            urgent_reason="急",
            is_by_login=is_by_login,
        )
        meeting = Meeting.objects.filter(number=number).first()
        lots = [[each] for each in self.submissions] if is_apart else [self.submissions]
        for lot in lots if meeting else []:
            self.attempt(services.add_item, by=by, meeting=meeting, title="审定", submissions=lot)

    @precondition(lambda self: self.in_("planned"))
    @rule(by=who)
    def call(self, by):
        self.attempt(services.call_meeting, by=by, meeting=self.in_("planned"))

    @precondition(lambda self: self.in_("called"))
    @rule(by=who, gone=st.sets(st.integers(0, 4), max_size=3), chair=st.sampled_from(["chair", "recused", "head"]))
    def begin(self, by, gone, chair):
        meeting = self.in_("called")
        called = list(meeting.attendances.order_by("pk").values_list("person", flat=True))
        present = {pk for place, pk in enumerate(called) if place not in gone}
        self.attempt(services.open_meeting, by=by, meeting=meeting, chair=self.people[chair], present=present | {0})

    @precondition(lambda self: self.item("waiting"))
    @rule(by=who)
    def take(self, by):
        self.attempt(services.begin_item, by=by, item=self.item("waiting"))

    @precondition(lambda self: self.item("open"))
    @rule(by=who, is_wanted=seldom)
    def leave(self, by, is_wanted):
        if not is_wanted:
            return
        members = ("chair", "member", "other", "recused")
        self.attempt(services.declare_recusal, by=by, only=members, item=self.item("open"), reason="利益关系")

    @precondition(lambda self: self.item("open"))
    @rule(by=who, is_wanted=seldom)
    def postpone(self, by, is_wanted):
        if not is_wanted:
            return
        self.attempt(services.postpone_item, by=by, item=self.item("open"), reason="再议")

    @precondition(lambda self: self.ballot())
    @rule(by=who, said=st.lists(st.sampled_from(CHOICES), min_size=9, max_size=9), also=st.sampled_from([None, *WHO]))
    def record(self, by, said, also):
        ballot = self.ballot()
        left = sorted(approval_rules.voters(ballot) - {*ballot.votes.values_list("person", flat=True)})
        choices = dict(zip(left, said, strict=False))
        if also:
            choices.setdefault(self.people[also].pk, "agree")
        self.attempt(services.record_votes, by=by, ballot=ballot, choices=choices, reason="理由")

    @precondition(lambda self: self.ballot())
    @rule(by=who, choice=st.sampled_from(CHOICES))
    def cast(self, by, choice):
        members = ("chair", "member", "other", "recused")
        self.attempt(services.cast_vote, by=by, only=members, ballot=self.ballot(), choice=choice)

    @precondition(lambda self: self.in_("in_session"))
    @rule(by=who, is_wanted=seldom)
    def close(self, by, is_wanted):
        if not is_wanted:
            return
        self.attempt(services.close_meeting, by=by, meeting=self.in_("in_session"))

    @rule(
        by=who, verdict=st.sampled_from(["agree", "pass", "return", "reject", "no_objection"]), which=st.integers(0, 1)
    )
    def decide(self, by, verdict, which):
        submission = Submission.objects.get(pk=self.submissions[which].pk)
        self.attempt(services.decide, by=by, only=(), submission=submission, verdict=verdict, reason="理由")

    @invariant()
    def what_passed_was_passed_by_votes(self):
        for submission in Submission.objects.filter(state="passed"):
            entry = AgendaSubmission.objects.get(submission=submission, verdict="agree")
            ballots = [each for each in entry.item.ballots.all() if each.entry_id in (None, entry.pk)]
            assert ballots
            assert {each.result for each in ballots} == {"passed"}
            assert Decision.objects.filter(submission=submission, verdict="pass", agenda_item=entry.item).count() == 1

    @invariant()
    def lists_in_force_are_those_that_passed(self):
        passed = {*Submission.objects.filter(state="passed").values_list("items__list_id", flat=True)}
        assert {*PowerList.objects.filter(state="in_force").values_list("pk", flat=True)} == passed

    @invariant()
    def no_vote_is_lost_doubled_or_anothers(self):
        for ballot in Ballot.objects.select_related("item__meeting"):
            votes = list(ballot.votes.all())
            voters = {vote.person_id for vote in votes}
            assert len(voters) == len(votes)
            recused = Recusal.objects.filter(item=ballot.item, row__in=ballot.covered.values("row"))
            assert not voters & {*recused.values_list("person", flat=True)}
            here = ballot.item.meeting.attendances.filter(presence="present", capacity="member")
            assert voters <= {*here.values_list("person", flat=True)}
            if ballot.result:
                told = (ballot.votes_for, ballot.votes_against, ballot.votes_postpone)
                kept = tuple(
                    sum(vote.choice == choice for vote in votes) for choice in ("agree", "against", "postpone")
                )
                assert told == kept
                assert len(votes) == (0 if ballot.result == "no_quorum" else ballot.present)


QUICK = settings(
    max_examples=15,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def test_random_people_never_bring_about_what_must_not_be():
    run_state_machine_as_test(Committee, settings=QUICK)

    assert Vote.objects.count() == 0


def test_without_recusal_in_the_count_of_voters_the_machine_finds_it(monkeypatch):
    """The twin: when everybody present may vote on everything, a recused member's vote is found."""

    def everybody(ballot):
        present = ballot.item.meeting.attendances.filter(capacity="member", presence="present")
        return {*present.values_list("person", flat=True)}

    monkeypatch.setattr("approvals.rules.meetings.voters", everybody)
    monkeypatch.setattr("approvals.rules.voters", everybody)

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Committee, settings=settings(QUICK, max_examples=60))
