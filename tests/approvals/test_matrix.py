"""Every state and stage × verdict × role: what goes through is written out, everything else is refused."""

import pytest
from django.db import transaction

from approvals import services
from approvals.states import DEFAULT_STAGES, MOVES, SubmissionState, Verdict
from core.rules import Denied, Stale
from tests.approvals import factories

pytestmark = pytest.mark.django_db

WHERE = ("draft", "overseer", "office", "discipline", "committee", "returned", "withdrawn", "ended", "passed")
WHO = ("filer", "head", "overseer", "office", "secrecy", "discipline", "chair", "member")
HOW = ("submit", "agree", "no_objection", "return", "reject", "withdraw", "pass")

ALLOWED = {
    ("draft", "submit", "head"): "in_review",
    ("draft", "return", "head"): "returned",
    ("draft", "withdraw", "filer"): "withdrawn",
    ("draft", "withdraw", "head"): "withdrawn",
    ("overseer", "withdraw", "filer"): "withdrawn",
    ("overseer", "withdraw", "head"): "withdrawn",
    ("overseer", "agree", "overseer"): "in_review",
    ("overseer", "return", "overseer"): "returned",
    ("overseer", "reject", "overseer"): "ended",
    ("office", "agree", "office"): "in_review",
    ("office", "return", "office"): "returned",
    ("office", "reject", "office"): "ended",
    ("discipline", "no_objection", "discipline"): "in_review",
    ("discipline", "return", "discipline"): "returned",
    ("committee", "pass", "office"): "passed",
    ("committee", "return", "office"): "returned",
    ("committee", "reject", "office"): "ended",
    ("committee", "pass", "chair"): "passed",
    ("committee", "return", "chair"): "returned",
    ("committee", "reject", "chair"): "ended",
}
"""(where it is, what is said, by whom) → the state after it. Nothing that is not here goes through."""


def submission_at(world, where):
    if where == "draft":
        return factories.draft(world)
    if where == "passed":
        return factories.passed(world)
    if where == "returned":
        made = factories.signed(world)
        return services.decide(by=world.overseer, submission=made, verdict="return", reason="改")
    if where == "ended":
        made = factories.signed(world)
        return services.decide(by=world.overseer, submission=made, verdict="reject", reason="否")
    if where == "withdrawn":
        return services.withdraw(by=world.head, submission=factories.signed(world))
    made = factories.at(world, where)
    if where == "office":
        factories.settle(world, made)
    return made


def say(world, submission, verdict, who):
    by = getattr(world, who)
    if verdict == "submit":
        services.submit(by=by, submission=submission)
    elif verdict == "withdraw":
        services.withdraw(by=by, submission=submission)
    elif submission.stage and submission.stage.code == "committee" and verdict in ("pass", "return", "reject"):
        agenda = {"pass": "agree"}.get(verdict, verdict)
        reason = "" if agenda == "agree" else "理由"
        resolution = services.Resolution(submission=submission, verdict=agenda, reason=reason)
        services.record_meeting(by=by, number="1号", held_on=submission.made_at.date(), resolutions=[resolution])
    else:
        services.decide(by=by, submission=submission, verdict=verdict, reason="理由")


@pytest.mark.parametrize("where", WHERE)
def test_only_the_written_moves_go_through(where):
    world = factories.world()
    submission = submission_at(world, where)
    before = submission.state
    outcomes = {}

    for verdict in HOW:
        for who in WHO:
            outcomes[where, verdict, who] = _try(world, submission, verdict, who)

    expected = {key: ALLOWED.get(key, before) for key in outcomes}
    assert outcomes == expected


def _try(world, submission, verdict, who):
    """The state after the attempt, rolled back again so that each attempt meets the same submission."""
    with transaction.atomic():
        submission.refresh_from_db()
        try:
            with transaction.atomic():
                say(world, submission, verdict, who)
        except (Denied, Stale):
            pass
        submission.refresh_from_db()
        state = submission.state
        transaction.set_rollback(True)
    submission.refresh_from_db()
    return state


def test_every_move_of_the_table_is_reached_by_the_matrix():
    reached = {(_state(where), verdict) for where, verdict, _who in ALLOWED}

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
