"""Two machines of random people, guided towards the forbidden: one from the draft to the committee, one in its meetings."""

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from approvals import rules as approval_rules
from approvals import services
from approvals.models import AgendaItem, Ballot, Meeting, Submission, Vote
from approvals.states import MeetingState
from core.rules import Denied, Stale
from powers import services as power_services
from powers.models import PowerList
from tests import factories as base
from tests.approvals import factories, invariants

QUICK = settings(
    max_examples=10,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    database=None,
    report_multiple_bugs=False,
)
FIND = settings(QUICK, max_examples=60)
"""For the twins: up to sixty examples in which the fault must be found; it is not made smaller, which takes minutes."""

OFFICIAL = {
    "draft": ("head", "submit"),
    "overseer": ("overseer", "agree"),
    "office": ("office", "agree"),
    "discipline": ("discipline", "no_objection"),
}
"""Who moves a submission on from where it is, and by which verdict."""
RECORDERS = ("office", "chair")
MEMBERS = ("chair", "member", "other", "recused")
WHO = ("filer", "head", "overseer", "colleague", "office", "discipline", "auditor", *MEMBERS[:3], "recused")
VERDICTS = ("agree", "no_objection", "return", "reject", "pass")
seldom = st.integers(0, 5).map(lambda number: number == 0)
"""Steps that end a meeting or a submission early: taken often they would leave nothing to find."""
who = st.sampled_from(WHO)


def hospital():
    """A world with a second overseer, two more members, one of whom holds a post that rows are about; people by name."""
    world = factories.world()
    people = {name: getattr(world, name) for name in WHO if hasattr(world, name)}
    people |= {
        "colleague": factories.second(world),
        "other": factories.another_member(world),
        "recused": factories.another_member(world, "deputy"),
        "auditor": base.holder("auditor", base.root()),
    }
    world.others = people
    return world


class Machine(RuleBasedStateMachine):
    """Steps within one transaction over a hospital made beforehand; each step that was let through is looked at."""

    def __init__(self, world):
        super().__init__()
        self.world, self.people = world, world.others
        named = {
            "head": ("head", "their_head"),
            "overseer": ("overseer", "colleague"),
            "office": ("office",),
            "discipline": ("discipline",),
            "committee": RECORDERS,
        }
        self.may = {
            stage: {self.people[name].pk for name in names if name in self.people} for stage, names in named.items()
        }
        self.is_changed = False
        self.block = transaction.atomic()
        self.block.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def attempt(self, deed, *, by, only=None, **fields):
        """Try it; a deed of somebody else than `only` that goes through is a fault."""
        try:
            with transaction.atomic():
                deed(by=self.people[by], **fields)
        except (Denied, Stale):
            return False
        assert only is None or by in only, f"{by} did {deed.__name__}"
        self.is_changed = True
        return True

    def in_turn(self, deed, *, stranger, by, only, **fields):
        """First somebody else tries, then who should do it: every step forward is also a step at the forbidden."""
        is_moved = stranger not in only and self.attempt(deed, by=stranger, only=only, **fields)
        return is_moved or self.attempt(deed, by=by, only=only, **fields)

    @invariant()
    def nothing_forbidden_has_come_about(self):
        if self.is_changed:
            invariants.hold(self.may)
        self.is_changed = False


class Chain(Machine):
    """A department's lists from the draft on, edition after edition; the overseer holds a post that one row is about."""

    def __init__(self, world):
        super().__init__(world)
        working = factories.power_list(world, powers=1)
        factories.power(world, working, responsible_post=world.others["post"])

    def submission(self):
        return Submission.objects.select_related("stage").order_by("-pk").first()

    def place(self):
        submission = self.submission()
        if submission is None or submission.state not in ("draft", "in_review"):
            return "nowhere"
        return submission.stage.code if submission.stage else "draft"

    def is_(self, *places):
        return self.place() in places

    @precondition(lambda self: self.is_("nowhere"))
    @rule(stranger=who)
    def prepare(self, stranger):
        """The lists that wait; where none does, the filer opens the next edition first."""
        department = self.world.department
        if not PowerList.objects.filter(department=department).working().exists():
            power_services.open_list(by=self.world.filer, department=department)
        may = ("filer", "head", "office")
        self.in_turn(services.prepare, stranger=stranger, by="filer", only=may, department=department)

    @precondition(lambda self: self.is_(*OFFICIAL))
    @rule(stranger=who, is_stale=seldom, is_shared=st.booleans())
    def go_on(self, stranger, is_stale, is_shared):
        """The verdict that moves it on, which a stranger tries first; of the overseers one or both."""
        submission, place = self.submission(), self.place()
        by, verdict = OFFICIAL[place]
        only = (by, "colleague") if place == "overseer" else (by,)
        fields = {"stranger": stranger, "by": by, "only": only}
        fields |= {"submission": submission, "version": submission.version - is_stale}
        if place == "office":
            factories.settle(self.world, submission)
        if place == "draft":
            self.in_turn(services.submit, **fields)
        else:
            self.in_turn(services.decide, verdict=verdict, **fields)
        if place == "overseer" and is_shared:
            self.attempt(services.decide, by="colleague", submission=submission, verdict=verdict)

    @precondition(lambda self: self.is_(*OFFICIAL, "committee"))
    @rule(by=who, verdict=st.sampled_from(VERDICTS), reason=st.sampled_from(["理由", "理由", ""]), is_wanted=seldom)
    def decide(self, by, verdict, reason, is_wanted):
        """Any verdict of anybody; what ends it only seldom from who may."""
        official, _verdict = OFFICIAL.get(self.place(), ("", ""))
        if by in (official, "colleague") and not is_wanted:
            return
        self.attempt(services.decide, by=by, submission=self.submission(), verdict=verdict, reason=reason)

    @precondition(lambda self: self.submission() is not None)
    @rule(by=who, is_wanted=seldom)
    def withdraw(self, by, is_wanted):
        if by not in ("filer", "head", "office") or is_wanted:
            self.attempt(services.withdraw, by=by, only=("filer", "head", "office"), submission=self.submission())

    @precondition(lambda self: self.is_("committee"))
    @rule(stranger=who, verdict=st.sampled_from(("agree",) * 4 + ("reject", "return")))
    def resolve(self, stranger, verdict):
        """A whole meeting at once: the other machine takes it step by step."""

        def resolve(*, by):
            factories.resolve(self.world, self.submission(), verdict, by=by)

        self.in_turn(resolve, stranger=stranger, by="office", only=RECORDERS)


class Committee(Machine):
    """Two departments' lists before a committee of four, one of whom holds a post that the first list is about."""

    def __init__(self, world):
        super().__init__(world)
        self.numbers, self.said = 0, self.kept()

    def in_(self, state):
        return Meeting.objects.filter(state=state).order_by("pk").first()

    def item(self, state):
        return AgendaItem.objects.filter(state=state, meeting__state="in_session").order_by("pk").first()

    def ballot(self):
        return Ballot.objects.filter(result="", item__state="open").select_related("item").order_by("pk").first()

    def is_by_login(self):
        return self.in_("in_session").is_by_login

    def kept(self):
        votes = Vote.objects.values_list("ballot", "person", "choice")
        return {(ballot, person): choice for ballot, person, choice in votes}

    def waiting(self):
        return Submission.objects.filter(state="in_review", stage__code="committee").order_by("pk")

    @precondition(lambda self: not self.in_("planned") and not self.in_("called") and not self.in_("in_session"))
    @rule(stranger=who, is_by_login=st.booleans(), is_apart=st.booleans())
    def plan(self, stranger, is_by_login, is_apart):
        """With everything that waits, in one item or in one each."""
        self.numbers += 1
        number, day = f"{self.numbers}号", factories.timezone.localdate()
        fields = {"number": number, "held_on": day, "matter": "ordinary", "urgent_reason": "急"}
        fields |= {"is_by_login": is_by_login, "stranger": stranger, "by": "office", "only": RECORDERS}
        self.in_turn(services.plan_meeting, **fields)
        waiting, meeting = [*self.waiting()], Meeting.objects.get(number=number)
        for lot in [[each] for each in waiting] if is_apart else [waiting]:
            fields = {"meeting": meeting, "title": "审定", "submissions": lot}
            self.in_turn(services.add_item, stranger=stranger, by="office", only=RECORDERS, **fields)

    @precondition(lambda self: self.in_("planned"))
    @rule(stranger=who)
    def call(self, stranger):
        meeting = self.in_("planned")
        self.in_turn(services.call_meeting, stranger=stranger, by="office", only=RECORDERS, meeting=meeting)

    @precondition(lambda self: self.in_("called"))
    @rule(
        stranger=who,
        gone=st.one_of(st.just(set()), st.sets(st.integers(0, 3), max_size=2)),
        chair=st.sampled_from(["chair", "chair", "recused", "head"]),
    )
    def begin(self, stranger, gone, chair):
        meeting = self.in_("called")
        called = meeting.attendances.order_by("pk").values_list("person", flat=True)
        present = {pk for place, pk in enumerate(called) if place not in gone}
        fields = {"chair": self.people[chair], "present": present, "meeting": meeting}
        self.in_turn(services.open_meeting, stranger=stranger, by="office", only=RECORDERS, **fields)

    @precondition(lambda self: self.item("waiting"))
    @rule(stranger=who)
    def take(self, stranger):
        item = self.item("waiting")
        self.in_turn(services.begin_item, stranger=stranger, by="office", only=RECORDERS, item=item)

    @precondition(lambda self: self.item("open"))
    @rule(by=who, is_wanted=seldom)
    def leave_or_postpone(self, by, is_wanted):
        if not is_wanted:
            return
        if by in MEMBERS:
            self.attempt(services.declare_recusal, by=by, item=self.item("open"), reason="利益关系")
        else:
            self.attempt(services.postpone_item, by=by, only=RECORDERS, item=self.item("open"), reason="再议")

    @precondition(lambda self: self.ballot() and (not self.is_by_login() or self.ballot().votes.exists()))
    @rule(stranger=who, how=st.sampled_from(("agree", "agree", "agree", "against", "postpone")), also=who)
    def record(self, stranger, how, also):
        """Votes of all who may; before that by a stranger, with one missing, and with one more, as the recused."""
        ballot = self.ballot()
        left = sorted(approval_rules.voters(ballot) - {*ballot.votes.values_list("person", flat=True)})
        choices = dict.fromkeys(left, how)
        if choices and how != "agree":
            choices[min(choices)] = "agree"
        forbidden = [{**choices, self.people[name].pk: "agree"} for name in (also, "recused")]
        forbidden.append({person: choice for person, choice in choices.items() if person != max(choices)})
        is_done = self._enter(ballot, stranger, choices)
        for each in (*forbidden, choices):
            is_done = is_done or self._enter(ballot, "office", each)

    def _enter(self, ballot, by, choices):
        """Let `by` record these votes; true when that was let through."""
        if not self.attempt(
            services.record_votes, by=by, only=RECORDERS, ballot=ballot, choices=choices, reason="理由"
        ):
            return False
        self.said |= {(ballot.pk, person): choice for person, choice in choices.items()}
        return True

    @precondition(lambda self: self.ballot() and self.is_by_login())
    @rule(by=st.sampled_from(MEMBERS * 2 + WHO), choice=st.sampled_from(("agree", "agree", "against")))
    def cast(self, by, choice):
        """Twice: the second time it must be refused."""
        ballot = self.ballot()
        for _time in range(2):
            if self.attempt(services.cast_vote, by=by, only=MEMBERS, ballot=ballot, choice=choice, reason="理由"):
                self.said[ballot.pk, self.people[by].pk] = choice

    @precondition(lambda self: self.in_(MeetingState.IN_SESSION))
    @rule(stranger=who, is_wanted=seldom)
    def close(self, stranger, is_wanted):
        if is_wanted or not self.item("waiting"):
            meeting = self.in_("in_session")
            self.in_turn(services.close_meeting, stranger=stranger, by="office", only=RECORDERS, meeting=meeting)

    @precondition(lambda self: self.waiting().exists())
    @rule(by=who, verdict=st.sampled_from(VERDICTS))
    def decide(self, by, verdict):
        self.attempt(services.decide, by=by, only=(), submission=self.waiting()[0], verdict=verdict, reason="理由")

    @invariant()
    def what_was_said_is_kept(self):
        assert self.kept() == self.said, "a lost or doubled vote"
