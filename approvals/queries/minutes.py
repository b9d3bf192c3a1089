"""What happened to a meeting as sentences, and to its rules: read from the things themselves."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from approvals.models import AgendaItem, Attendance, Meeting, MeetingRule, Recusal
from approvals.queries.meetings import rule_history
from approvals.states import Answer, ItemState, PassBasis


def meeting_story(meeting: Meeting, called: Iterable[Attendance]) -> list[dict[str, Any]]:
    """Entries of `components/history.html`, the latest first; `called` are its attendances."""
    found = [*_calls(meeting), *_answers(called), *_results(meeting)]
    found.append({"at": meeting.recorded_at, "who": _("党办"), "did": _("筹备会议")})
    if meeting.opened_at:
        did = _("主持会议开始，%(recorder)s 记录") % {"recorder": meeting.recorded_by}
        found.append({"at": meeting.opened_at, "who": meeting.chair, "did": did})
    if meeting.closed_at:
        entry = {"at": meeting.closed_at, "who": meeting.recorded_by, "did": _("记录会议结束，会议记录封存")}
        found.append({**entry, "hash": meeting.sha256})
    return sorted(found, key=lambda entry: entry["at"], reverse=True)


def _calls(meeting: Meeting) -> list[dict[str, Any]]:
    if not meeting.called_at:
        return []
    return [{"at": meeting.called_at, "who": _("党办"), "did": _("发出会议通知"), "why": meeting.urgent_reason}]


def _answers(called: Iterable[Attendance]) -> list[dict[str, Any]]:
    return [
        {
            "at": each.answered_at,
            "who": each.person,
            "did": _("回执：%(answer)s") % {"answer": Answer(each.answer).label},
            "why": each.answer_reason,
        }
        for each in called
        if each.answered_at
    ]


def recusals_by_item(meeting: Meeting) -> list[dict[str, Any]]:
    """Who left what of the meeting to the others: item, person, reason, number of rows, in the order of the agenda."""
    found: dict[tuple, dict[str, Any]] = {}
    rows = Recusal.objects.filter(item__meeting=meeting).select_related("person", "item")
    for each in rows.order_by("item__position", "person", "pk"):
        line = {"item": each.item, "person": each.person, "reason": each.reason, "count": 0, "at": each.at}
        found.setdefault((each.item_id, each.person_id, each.reason), line)["count"] += 1
    return list(found.values())


def _results(meeting: Meeting) -> list[dict[str, Any]]:
    """When each item that was voted on was done with; what each vote came to stands on the item's page."""
    ended = AgendaItem.objects.filter(meeting=meeting, state__in=[ItemState.DECIDED, ItemState.POSTPONED])
    closed = ended.annotate(at=Max("ballots__closed_at")).filter(at__isnull=False)
    words = _("审议第 %(n)d 项议题完毕：%(state)s")
    return [
        {
            "at": each.at,
            "who": meeting.recorded_by,
            "did": words % {"n": each.position, "state": each.get_state_display()},
        }
        for each in closed
    ]


def rule_versions(matter: str) -> list[dict[str, Any]]:
    """Every version of the rule of a matter, the latest first: the rule, and what it changed (label, before, after)."""
    versions = list(rule_history(matter))
    before: list[MeetingRule | None] = [*versions[1:], None]
    return [
        {"rule": rule, "changes": _changes(earlier, rule) if earlier else []}
        for rule, earlier in zip(versions, before, strict=True)
    ]


def _changes(before: MeetingRule, after: MeetingRule) -> list[tuple[str, str, str]]:
    was, now = _plain(before), _plain(after)
    return [(label, was[label], now[label]) for label in now if was[label] != now[label]]


def _plain(rule: MeetingRule) -> dict[str, str]:
    """Label → value in words."""
    words = {True: str(_("是")), False: str(_("否"))}
    return {
        str(_("到会比例")): f"{rule.attend_numerator}/{rule.attend_denominator}",
        str(_("到会须超过该比例")): words[rule.is_attend_strict],
        str(_("通过比例")): f"{rule.pass_numerator}/{rule.pass_denominator}",
        str(_("同意须超过该比例")): words[rule.is_pass_strict],
        str(_("通过以谁为基数")): str(PassBasis(rule.pass_basis).label),
        str(_("主持人末位表态")): words[rule.is_chair_last],
        str(_("回避的委员计入应到")): words[rule.is_recused_counted],
        str(_("提前通知（工作日）")): str(rule.notice_days),
        str(_("可以紧急召开")): words[rule.is_urgent_allowed],
    }
