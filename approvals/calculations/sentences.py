"""The rules of procedure and the figures of a vote in words, for pages and paper alike: every figure shows its rule."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from approvals.states import BallotResult, PassBasis, Presence

DIGITS = "零一二三四五六七八九十"
HALF = (1, 2)


def numeral(number: int) -> str:
    """`三`, `十二`, `二十一`: the number of an item as official documents count (up to 99)."""
    tens, ones = divmod(number, 10)
    if number <= 10:
        return DIGITS[number]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def part(numerator: int, denominator: int) -> str:
    """`半数`, `三分之二`, `全体`; what has no digit of its own is written `7/12`."""
    if numerator == denominator:
        return _("全体")
    if (numerator, denominator) == HALF:
        return _("半数")
    if max(numerator, denominator) >= len(DIGITS):
        return f"{numerator}/{denominator}"
    return _("%(whole)s分之%(part)s") % {"whole": DIGITS[denominator], "part": DIGITS[numerator]}


def share(numerator: int, denominator: int, *, is_strict: bool) -> str:
    """`半数以上（含半数）`, `超过半数`, `三分之二以上`, `全体`: 以上 includes the share, 超过 does not."""
    words = part(numerator, denominator)
    if numerator == denominator:
        return words
    if is_strict:
        return _("超过%(share)s") % {"share": words}
    included = _("（含半数）") if (numerator, denominator) == HALF else ""
    return _("%(share)s以上%(included)s") % {"share": words, "included": included}


def attendance_rule(rule: Any) -> str:
    """How many must be there: `半数以上（含半数）委员到会方可议事`."""
    wanted = share(rule.attend_numerator, rule.attend_denominator, is_strict=rule.is_attend_strict)
    return _("%(share)s委员到会方可议事") % {"share": wanted}


def pass_rule(rule: Any) -> str:
    """How many must agree, and of whom: `应到会成员超过半数同意方为通过`."""
    wanted = share(rule.pass_numerator, rule.pass_denominator, is_strict=rule.is_pass_strict)
    return _("%(basis)s%(share)s同意方为通过") % {"share": wanted, "basis": PassBasis(rule.pass_basis).label}


def recused_rule(rule: Any) -> str:
    """Whether who is recused stays in 应到."""
    return _("回避的委员计入应到") if rule.is_recused_counted else _("回避的委员不计入应到")


def rule_sentences(rule: Any) -> list[str]:
    """The whole rule, a sentence each: attendance, vote, who speaks last, the recused, the notice."""
    urgent = _("，紧急时写明理由可不受此限") if rule.is_urgent_allowed else _("，不得紧急召开")
    return [
        attendance_rule(rule),
        pass_rule(rule),
        _("主持人末位表态") if rule.is_chair_last else _("主持人不必末位表态"),
        recused_rule(rule),
        _("须提前%(days)d个工作日通知%(urgent)s") % {"days": rule.notice_days, "urgent": urgent},
    ]


def comings(moves: Iterable[tuple[int, str]]) -> str:
    """`第2项起到会，第4项起离会` of who came later or had to go; `moves` as `Attendance.moves`."""
    words = {True: _("第%(number)d项起到会"), False: _("第%(number)d项起离会")}
    return "，".join(words[presence == Presence.PRESENT] % {"number": number} for number, presence in moves)


def ballot_sentence(ballot: Any, rule: Any) -> str:
    """`应到9人，实到8人，回避1人（计入应到），参加表决7人（法定5人）；须5票同意`: the bars of one vote."""
    return _("%(here)s（法定%(quorum)d人）；须%(needed)d票同意") % {
        "here": _who_is_here(ballot, rule),
        "quorum": ballot.needed_present,
        "needed": ballot.needed_for,
    }


def tally_sentence(ballot: Any) -> str:
    """`同意6票，不同意1票，缓议0票` of a closed vote."""
    return _("同意%(agree)d票，不同意%(against)d票，缓议%(postpone)d票") % {
        "agree": ballot.votes_for,
        "against": ballot.votes_against,
        "postpone": ballot.votes_postpone,
    }


def arithmetic(ballot: Any, rule: Any) -> str:
    """How the figures of a closed vote came to its result, each bar with the share it came from."""
    words = {
        "here": _who_is_here(ballot, rule),
        "present": ballot.present,
        "needed_present": ballot.needed_present,
        "attendance": _attendance_bar(ballot, rule),
    }
    here = _("%(here)s，法定到会%(needed_present)d人（%(attendance)s）") % words
    if ballot.present < ballot.needed_present:
        return _("%(here)s；%(present)d＜%(needed_present)d，不足法定人数，不能表决。") % {**words, "here": here}
    said = {
        "here": here,
        "tally": tally_sentence(ballot),
        "agree": ballot.votes_for,
        "needed": ballot.needed_for,
        "majority": _majority_bar(ballot, rule),
        "sign": "≥" if ballot.votes_for >= ballot.needed_for else "＜",
        "result": BallotResult(ballot.result).label,
    }
    return (
        _("%(here)s；%(tally)s；通过须%(needed)d票（%(majority)s）；%(agree)d%(sign)s%(needed)d，%(result)s。") % said
    )


def _who_is_here(ballot: Any, rule: Any) -> str:
    recused = ""
    if ballot.recused:
        counted = _("计入应到") if rule.is_recused_counted else _("不计入应到")
        away = ballot.recused - (ballot.attended - ballot.present)
        if away:
            counted = _("%(counted)s，其中未到会%(away)d人") % {"counted": counted, "away": away}
        recused = _("回避%(count)d人（%(counted)s），") % {"count": ballot.recused, "counted": counted}
    return _("应到%(due)d人，实到%(attended)d人，%(recused)s参加表决%(present)d人") % {
        "due": ballot.due,
        "attended": ballot.attended,
        "recused": recused,
        "present": ballot.present,
    }


def _attendance_bar(ballot: Any, rule: Any) -> str:
    """`应到9人的半数以上`: whose share must attend."""
    whom = _("应到%(count)d人") % {"count": ballot.due}
    return _bar(whom, rule.attend_numerator, rule.attend_denominator, is_strict=rule.is_attend_strict)


def _majority_bar(ballot: Any, rule: Any) -> str:
    """`超过应到会成员9人的半数`: whose share must agree."""
    count = ballot.due if rule.pass_basis == PassBasis.DUE else ballot.present
    whom = _("%(basis)s%(count)d人") % {"basis": PassBasis(rule.pass_basis).label, "count": count}
    return _bar(whom, rule.pass_numerator, rule.pass_denominator, is_strict=rule.is_pass_strict)


def _bar(whom: str, numerator: int, denominator: int, *, is_strict: bool) -> str:
    words = {"whom": whom, "share": part(numerator, denominator)}
    if numerator == denominator:
        return _("%(whom)s%(share)s") % words
    return (_("超过%(whom)s的%(share)s") if is_strict else _("%(whom)s的%(share)s以上")) % words
