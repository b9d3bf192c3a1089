"""Every kind of submission × state and stage × verdict × role: what goes through is written out, all else is refused."""

import pytest
from django.db import transaction

from approvals import services
from approvals.models import StageDefault
from approvals.states import DEFAULT_STAGES, MOVES, AgendaVerdict, SubmissionKind, SubmissionState, Verdict
from core.rules import Denied, Stale
from tests import factories as base
from tests.approvals import factories

pytestmark = pytest.mark.django_db

HOLDERS = ("head", "overseer", "office", "secrecy", "discipline", "chair")
"""Each has a stand-in too, who does what the holder does but take back what the holder made."""
OTHERS = ("filer", "member", "leader", "sysadmin", "secadmin", "auditor")
HOW = (*Verdict.values, AgendaVerdict.POSTPONE.value)
ENDS = ("returned", "withdrawn", "ended", "passed")
REFUSED = "refused"

AT_THE_COMMITTEE = {
    ("committee", verdict, who): after
    for who in ("office", "chair")
    for verdict, after in (("pass", "passed"), ("return", "returned"), ("reject", "ended"), ("postpone", "in_review"))
}
FROM_THE_OFFICE_ON = {
    ("office", "agree", "office"): "in_review",
    ("office", "return", "office"): "returned",
    ("office", "reject", "office"): "ended",
    ("discipline", "no_objection", "discipline"): "in_review",
    ("discipline", "return", "discipline"): "returned",
    **AT_THE_COMMITTEE,
}
DEPARTMENT = {
    ("draft", "submit", "head"): "in_review",
    ("draft", "return", "head"): "returned",
    ("draft", "withdraw", "filer"): "withdrawn",
    ("draft", "withdraw", "head"): "withdrawn",
    ("overseer", "withdraw", "filer"): "withdrawn",
    ("overseer", "withdraw", "head"): "withdrawn",
    ("overseer", "agree", "overseer"): "in_review",
    ("overseer", "return", "overseer"): "returned",
    ("overseer", "reject", "overseer"): "ended",
    **FROM_THE_OFFICE_ON,
}
ADDED = {
    **DEPARTMENT,
    ("extra", "agree", "secrecy"): "in_review",
    ("extra", "return", "secrecy"): "returned",
    ("extra", "reject", "secrecy"): "ended",
}
LEADERSHIP = {("office", "withdraw", "office"): "withdrawn", **FROM_THE_OFFICE_ON}
ALLOWED = {"department": DEPARTMENT, "added stage": ADDED, "leadership": LEADERSHIP}
"""Kind → (where it is, what is said, by whom) → the state after it. Nothing that is not here goes through."""
WHERE = {
    "department": ("draft", "overseer", "office", "discipline", "committee", *ENDS),
    "added stage": ("extra", "committee"),
    "leadership": ("office", "discipline", "committee", *ENDS),
}
CELLS = [(kind, where) for kind, places in WHERE.items() for where in places]


def with_stand_ins(allowed):
    """What the holders' stand-ins may do besides."""
    also = {
        (where, verdict, f"{who}'s stand-in"): after
        for (where, verdict, who), after in allowed.items()
        if who in HOLDERS and verdict != "withdraw"
    }
    return allowed | also


def everybody(world):
    """Role → person, the stand-ins of today among them."""
    root = base.root()
    roles = {"leader": "leadership", "sysadmin": "sysadmin", "secadmin": "secadmin", "auditor": "auditor"}
    people = {who: getattr(world, who) for who in (*HOLDERS, "filer", "member")}
    people |= {who: base.holder(role, root) for who, role in roles.items()}
    return people | {f"{who}'s stand-in": factories.stand_in(getattr(world, who)) for who in HOLDERS}


def made(world, kind):
    """A submission that has just reached its first stage above the head."""
    if kind == "leadership":
        return factories.leadership(world)
    if kind == "added stage":
        committee = StageDefault.objects.get(kind="department", code="committee")
        services.add_stage(
            by=world.office,
            kind="department",
            title="保密审查",
            action="review_secrecy",
            before=committee,
            due_days=3,
        )
    return factories.signed(world)


def submission_at(world, kind, where):
    if where == "draft":
        return factories.draft(world)
    submission = made(world, kind)
    if where in ("returned", "ended"):
        verdict = {"returned": "return", "ended": "reject"}[where]
        by = getattr(world, submission.stage.code)
        return services.decide(by=by, submission=submission, verdict=verdict, reason="理由")
    if where == "withdrawn":
        return services.withdraw(by=submission.submitted_by, submission=submission)
    submission = factories.at(world, "committee" if where == "passed" else where, submission=submission)
    if where == "committee" and kind == "added stage":
        submission = services.decide(by=world.secrecy, submission=submission, verdict="agree")
    if where == "office":
        factories.settle(world, submission)
    if where == "passed":
        factories.resolve(world, submission)
    return submission


def say(world, submission, verdict, by):
    is_at_committee = submission.stage and submission.stage.code == "committee"
    if verdict == "submit":
        services.submit(by=by, submission=submission)
    elif verdict == "withdraw":
        services.withdraw(by=by, submission=submission)
    elif verdict == "postpone" or (is_at_committee and verdict in ("pass", "return", "reject")):
        factories.resolve(world, submission, {"pass": "agree"}.get(verdict, verdict), by=by)
    else:
        services.decide(by=by, submission=submission, verdict=verdict, reason="理由")


@pytest.mark.parametrize(("kind", "where"), CELLS, ids=[f"{kind} at {where}" for kind, where in CELLS])
def test_only_the_written_moves_go_through(kind, where):
    world = factories.world()
    submission, people = submission_at(world, kind, where), everybody(world)

    outcomes = {
        (where, verdict, who): _try(world, submission, verdict, by) for verdict in HOW for who, by in people.items()
    }

    allowed = with_stand_ins(ALLOWED[kind])
    assert outcomes == {cell: allowed.get(cell, REFUSED) for cell in outcomes}


def _try(world, submission, verdict, by):
    """The state after the attempt, rolled back again so that each attempt meets the same submission."""
    submission.refresh_from_db()
    with transaction.atomic():
        try:
            with transaction.atomic():
                say(world, submission, verdict, by)
            submission.refresh_from_db()
            outcome = str(submission.state)
        except (Denied, Stale):
            outcome = REFUSED
        transaction.set_rollback(True)
    return outcome


def test_the_matrix_asks_for_every_role_at_every_stage_and_every_verdict():
    stages = {kind: {stage.code for stage in DEFAULT_STAGES[kind]} - {"head"} for kind in SubmissionKind.of_lists()}
    people = everybody(factories.world())

    assert {kind: set(WHERE[kind]) - {"draft", *ENDS} for kind in stages} == stages
    assert set(people) == {*HOLDERS, *OTHERS, *(f"{who}'s stand-in" for who in HOLDERS)}
    assert set(HOW) == {*Verdict.values, "postpone"}


def test_every_move_of_the_table_is_reached_by_the_matrix():
    reached = {(_state(where), verdict) for where, verdict, _who in DEPARTMENT if verdict != "postpone"}

    assert reached == {(str(state), str(verdict)) for state, verdict in MOVES}


def _state(where):
    return where if where in SubmissionState.values else "in_review"


def test_every_default_stage_gives_only_verdicts_that_may_move_it():
    for stages in DEFAULT_STAGES.values():
        for stage in stages:
            for verdict in stage.verdicts:
                states = {state for state, known in MOVES if known == verdict}
                assert states & {SubmissionState.DRAFT, SubmissionState.IN_REVIEW}
                assert verdict != Verdict.WITHDRAW
