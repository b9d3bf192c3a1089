"""A rule of procedure and the arithmetic of a vote in words: every printed figure shows the rule it came from."""

from typing import Protocol

from django.utils.translation import gettext as _

from approvals.calculations.voting import Rule
from approvals.states import BallotResult, PassBasis

NUMERALS = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


class Counted(Protocol):
    """The figures of one vote that is closed."""

    due: int
    present: int
    recused: int
    needed_present: int
    needed_for: int
    votes_for: int | None
    votes_against: int | None
    votes_postpone: int | None
    result: str


def numeral(number: int) -> str:
    """`三`, `十二`, `二十一`: the number of an item as official documents count (up to 99)."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return NUMERALS[number]
    return f"{NUMERALS[tens] if tens > 1 else ''}十{NUMERALS[ones] if ones else ''}"


def share(numerator: int, denominator: int) -> str:
    """`三分之二`."""
    if max(numerator, denominator) > 10:
        return f"{numerator}/{denominator}"
    return _("%(whole)s分之%(part)s") % {"whole": NUMERALS[denominator], "part": NUMERALS[numerator]}


def attendance(rule: Rule) -> str:
    """Of 应到, how many must attend."""
    part = share(rule.attend_numerator, rule.attend_denominator)
    words = (
        _("到会委员须超过应到委员的%(share)s")
        if rule.is_attend_strict
        else _("到会委员须达到应到委员的%(share)s以上（含本数）")
    )
    return words % {"share": part}


def majority(rule: Rule) -> str:
    """Of whom, how many must agree."""
    part = share(rule.pass_numerator, rule.pass_denominator)
    basis = PassBasis(rule.pass_basis).label
    words = (
        _("同意票须超过%(basis)s的%(share)s")
        if rule.is_pass_strict
        else _("同意票须达到%(basis)s的%(share)s以上（含本数）")
    )
    return words % {"basis": basis, "share": part}


def recused(rule: Rule) -> str:
    """Whether who is recused stays in 应到."""
    return _("回避的委员计入应到") if rule.is_recused_counted else _("回避的委员不计入应到")


def arithmetic(vote: Counted, rule: Rule) -> str:
    """How the figures of a vote came to its result, with the bars of the rule it was held under."""
    facts = {
        "due": vote.due,
        "present": vote.present,
        "recused": vote.recused,
        "needed_present": vote.needed_present,
        "needed": vote.needed_for,
        "agree": vote.votes_for,
        "against": vote.votes_against,
        "postpone": vote.votes_postpone,
        "attendance": attendance_bar(vote, rule),
        "majority": majority_bar(vote, rule),
        "sign": "≥" if (vote.votes_for or 0) >= vote.needed_for else "＜",
        "result": BallotResult(vote.result).label,
    }
    here = _("应到%(due)d人，回避%(recused)d人，参加表决%(present)d人，法定到会%(needed_present)d人（%(attendance)s）")
    if vote.present < vote.needed_present:
        return (here + _("；%(present)d＜%(needed_present)d，不足法定人数，不能表决。")) % facts
    said = _("；同意%(agree)d票、不同意%(against)d票、缓议%(postpone)d票，通过须%(needed)d票（%(majority)s）")
    return (here + said + _("；%(agree)d%(sign)s%(needed)d，%(result)s。")) % facts


def attendance_bar(vote: Counted, rule: Rule) -> str:
    """`应到9人的二分之一以上`: whose share must attend."""
    words = _("超过应到%(count)d人的%(share)s") if rule.is_attend_strict else _("应到%(count)d人的%(share)s以上")
    return words % {"count": vote.due, "share": share(rule.attend_numerator, rule.attend_denominator)}


def majority_bar(vote: Counted, rule: Rule) -> str:
    """`超过应到会成员9人的二分之一`: whose share must agree."""
    count = vote.due if rule.pass_basis == PassBasis.DUE else vote.present
    words = (
        _("超过%(basis)s%(count)d人的%(share)s") if rule.is_pass_strict else _("%(basis)s%(count)d人的%(share)s以上")
    )
    part = share(rule.pass_numerator, rule.pass_denominator)
    return words % {"basis": PassBasis(rule.pass_basis).label, "count": count, "share": part}
