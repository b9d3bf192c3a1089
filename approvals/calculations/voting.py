"""The arithmetic of a vote (domain.md 4.2): how many must attend, how many must agree, what follows for a submission."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from approvals.states import AgendaVerdict, BallotResult, PassBasis


class Rule(Protocol):
    """What the arithmetic asks of the rule of a matter."""

    attend_numerator: int
    attend_denominator: int
    is_attend_strict: bool
    pass_numerator: int
    pass_denominator: int
    is_pass_strict: bool
    pass_basis: str
    is_recused_counted: bool


@dataclass(frozen=True)
class Quorum:
    """Who counts at one vote: 应到, those present who may vote, and how many each bar asks for (persons)."""

    due: int
    present: int
    recused: int
    needed_present: int
    needed_for: int

    @property
    def is_met(self) -> bool:
        return self.present >= self.needed_present


@dataclass(frozen=True)
class Tally:
    """Votes by what was said."""

    agree: int = 0
    against: int = 0
    postpone: int = 0


def threshold(count: int, numerator: int, denominator: int, *, is_strict: bool) -> int:
    """The fewest persons of `count` that are at least the share, or with `is_strict` more than it.

    半数以上 includes the half, 超过半数 does not; of the whole (全体) there is no more.
    """
    if numerator == denominator:
        return count
    whole = count * numerator
    return whole // denominator + 1 if is_strict else -(-whole // denominator)


def quorum(rule: Rule, *, members: int, present: int, recused: int, recused_present: int) -> Quorum:
    """The bars of one vote: `members` of the body, `present` of them, `recused` of them, and who is both.

    A vote from which everybody is recused has no quorum, whatever the shares come to.
    Whether the recused stay in 应到 no text settles: the rule says it and every record prints it.
    """
    due = members if rule.is_recused_counted else members - recused
    voting = present - recused_present
    basis = due if rule.pass_basis == PassBasis.DUE else voting
    return Quorum(
        due=due,
        present=voting,
        recused=recused,
        needed_present=max(
            threshold(due, rule.attend_numerator, rule.attend_denominator, is_strict=rule.is_attend_strict), 1
        ),
        needed_for=max(threshold(basis, rule.pass_numerator, rule.pass_denominator, is_strict=rule.is_pass_strict), 1),
    )


def result(bars: Quorum, tally: Tally) -> str:
    """What a vote came to: nothing passes without the quorum; without a majority either way it is postponed."""
    if not bars.is_met:
        return BallotResult.NO_QUORUM
    if tally.agree >= bars.needed_for:
        return BallotResult.PASSED
    if tally.against >= bars.needed_for:
        return BallotResult.REJECTED
    return BallotResult.POSTPONED


def outcome(whole: str | None, apart: Iterable[str]) -> str:
    """What follows for a submission from the vote on the whole of it (None when there was none) and those apart.

    A department's lists come into force as one: rows not agreed to return all of them, rows postponed keep them waiting.
    """
    parts = list(apart)
    if whole == BallotResult.REJECTED or (whole is None and {*parts} == {BallotResult.REJECTED}):
        return AgendaVerdict.REJECT
    said = {*parts, *([whole] if whole else [])}
    if said & {BallotResult.POSTPONED, BallotResult.NO_QUORUM}:
        return AgendaVerdict.POSTPONE
    if BallotResult.REJECTED in said:
        return AgendaVerdict.RETURN
    return AgendaVerdict.AGREE
