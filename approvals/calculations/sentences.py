"""The rules of procedure and the figures of a vote in words, for pages and paper alike."""

from typing import Any

from django.utils.translation import gettext as _

from approvals.states import PassBasis

DIGITS = "零一二三四五六七八九十"
HALF = (1, 2)


def share(numerator: int, denominator: int, *, is_strict: bool) -> str:
    """`半数以上（含半数）`, `超过半数`, `三分之二以上`, `全体`: 以上 includes the share, 超过 does not."""
    if numerator == denominator:
        return _("全体")
    if (numerator, denominator) == HALF:
        return _("超过半数") if is_strict else _("半数以上（含半数）")
    words = f"{numerator}/{denominator}"
    if max(numerator, denominator) < len(DIGITS):
        words = _("%(denominator)s分之%(numerator)s") % {
            "denominator": DIGITS[denominator],
            "numerator": DIGITS[numerator],
        }
    return (_("超过%(share)s") if is_strict else _("%(share)s以上")) % {"share": words}


def attendance_rule(rule: Any) -> str:
    """How many must be there: `半数以上（含半数）委员到会方可开会`."""
    wanted = share(rule.attend_numerator, rule.attend_denominator, is_strict=rule.is_attend_strict)
    return _("%(share)s委员到会方可议事") % {"share": wanted}


def pass_rule(rule: Any) -> str:
    """How many must agree, and of whom: `超过半数应到会成员同意方为通过`."""
    wanted = share(rule.pass_numerator, rule.pass_denominator, is_strict=rule.is_pass_strict)
    return _("%(basis)s%(share)s同意方为通过") % {"share": wanted, "basis": PassBasis(rule.pass_basis).label}


def rule_sentences(rule: Any) -> list[str]:
    """The whole rule, a sentence each: attendance, vote, who speaks last, the recused, the notice."""
    urgent = _("，紧急时写明理由可不受此限") if rule.is_urgent_allowed else _("，不得紧急召开")
    return [
        attendance_rule(rule),
        pass_rule(rule),
        _("主持人末位表态") if rule.is_chair_last else _("主持人不必末位表态"),
        _("回避的委员计入应到") if rule.is_recused_counted else _("回避的委员不计入应到"),
        _("须提前%(days)d个工作日通知%(urgent)s") % {"days": rule.notice_days, "urgent": urgent},
    ]


def ballot_sentence(ballot: Any, rule: Any) -> str:
    """`应到9人，实到8人，回避1人（计入应到），参加表决7人（法定5人）；须5票同意`: the bars of one vote."""
    recused = ""
    if ballot.recused:
        counted = _("计入应到") if rule.is_recused_counted else _("不计入应到")
        recused = _("回避%(count)d人（%(counted)s），") % {"count": ballot.recused, "counted": counted}
    return _(
        "应到%(due)d人，实到%(attended)d人，%(recused)s参加表决%(present)d人（法定%(quorum)d人）；须%(needed)d票同意"
    ) % {
        "due": ballot.due,
        "attended": ballot.attended,
        "recused": recused,
        "present": ballot.present,
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
