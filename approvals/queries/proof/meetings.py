"""What the trail says of meetings: each vote by name, and once a meeting is held every part of its record."""

from collections.abc import Callable, Iterator, Mapping

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import AgendaItem, Ballot, Meeting, Submission, SubmissionRow, Vote
from approvals.queries.meetings import record_of
from approvals.states import MeetingState, VoteChoice
from core.models import AuditEvent
from core.registry import Breach
from organization.models import Person

CHUNK = 200
SUBJECT = "approvals.meeting"


def meeting_breaches(checked: Callable[[], None]) -> Iterator[Breach]:
    """Meetings whose state, record, votes or figures are not what the trail tells; then meetings that are gone."""
    for meeting in Meeting.objects.select_related("rule").order_by("pk").iterator(chunk_size=CHUNK):
        checked()
        events = list(AuditEvent.objects.filter(subject_type=SUBJECT, subject_id=str(meeting.pk)).order_by("sequence"))
        yield from _of_state(meeting, events)
        yield from _of_votes(meeting, events)
        yield from _of_record(meeting, events)
    yield from _gone()


def _of_state(meeting: Meeting, events: list[AuditEvent]) -> Iterator[Breach]:
    if not events:
        yield Breach(str(meeting), _("在审计记录里没有：不是经系统筹备的，或审计记录被清空"))
        return
    last = next((event for event in reversed(events) if "state" in event.details), None)
    if last is not None and last.details["state"] != meeting.state:
        told = dict(MeetingState.choices).get(last.details["state"], "")
        words = {"now": meeting.get_state_display(), "told": told, "number": last.sequence}
        text = _("状态是“%(now)s”，审计记录第 %(number)d 条之后应为“%(told)s”：状态被改过") % words
        yield Breach(str(meeting), text)


def _of_votes(meeting: Meeting, events: list[AuditEvent]) -> Iterator[Breach]:
    """Each member's vote against the event that tells of it, and the figures of each vote against its votes."""
    told = {place: fact for event in events for place, fact in event.details.get("votes", {}).items()}
    votes = Vote.objects.filter(ballot__item__meeting=meeting).order_by("pk")
    for place, text in _differences(told, calculations.vote_facts(votes)):
        number, person = map(int, place.split(":"))
        yield Breach(_ballot(meeting, number), _("%(who)s的表决%(text)s") % {"who": _person(person), "text": text})
    choices = {
        "votes_for": VoteChoice.AGREE,
        "votes_against": VoteChoice.AGAINST,
        "votes_postpone": VoteChoice.POSTPONE,
    }
    counted = {f"{name}_now": Count("votes", filter=Q(votes__choice=choice)) for name, choice in choices.items()}
    for ballot in Ballot.objects.filter(item__meeting=meeting).exclude(result="").annotate(**counted).order_by("pk"):
        if any(getattr(ballot, name) != getattr(ballot, f"{name}_now") for name in choices):
            yield Breach(_ballot(meeting, ballot.pk), _("票数与各委员的表决不符"))


def _of_record(meeting: Meeting, events: list[AuditEvent]) -> Iterator[Breach]:
    """The record of a held meeting part by part against what was told when it ended, and its seal."""
    record = record_of(meeting)
    end = next((event for event in reversed(events) if "record" in event.details), None)
    is_found = False
    if end is not None:
        for place, text in _differences(end.details["record"], calculations.record_facts(record)):
            is_found = True
            yield Breach(_item(meeting, place), f"{_named(place)}{text}")
        if end.details["sha256"] != meeting.sha256:
            text = _("会议记录的哈希与审计记录第 %(number)d 条所记的不符")
            yield Breach(str(meeting), text % {"number": end.sequence})
            return
    if meeting.sha256 and not is_found and calculations.seal(record) != meeting.sha256:
        yield Breach(str(meeting), _("到会、回避、发言、表决或决议与会议结束时封存的记录不符"))


def _differences(told: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Place and words of each part that was altered, taken out or put in."""
    for place in {**told, **now}:
        if place not in now:
            yield place, _("不在了：审计记录记有它")
        elif place not in told:
            yield place, _("在审计记录里没有：不是经系统作出的")
        elif told[place] != now[place]:
            yield place, _("被改过：与审计记录所记的不符")


def _item(meeting: Meeting, place: str) -> str:
    """`党委会〔2026〕12号 第1项议题“审定药剂科清单”`, by the place of a fact."""
    kind, *rest = place.split(":")
    if kind in ("meeting", "attendance"):
        return str(meeting)
    title = AgendaItem.objects.filter(meeting=meeting, position=rest[0]).values_list("title", flat=True).first()
    words = {"meeting": meeting, "position": rest[0], "title": title or ""}
    return _("%(meeting)s 第%(position)s项议题“%(title)s”") % words


def _ballot(meeting: Meeting, pk: int) -> str:
    """The item of a vote and what was voted on; a ballot that is gone is known by its number."""
    ballot = Ballot.objects.filter(pk=pk).select_related("item").first()
    if ballot is None:
        return _("%(meeting)s 表决事项（第 %(number)d 号）") % {"meeting": meeting, "number": pk}
    return f"{_item(meeting, f'ballot:{ballot.item.position}')} {ballot}"


def _named(place: str) -> str:
    """What a part of the record is called: `张三的到会情况`."""
    kind, *rest = place.split(":")
    if kind == "attendance":
        return _("%(who)s的到会情况") % {"who": _person(int(rest[0]))}
    if kind == "recusal":
        code = SubmissionRow.objects.filter(pk=rest[2]).values_list("code", flat=True).first() or rest[2]
        return _("%(who)s对 %(code)s 的回避") % {"who": _person(int(rest[1])), "code": code}
    if kind == "opinion":
        return _("%(who)s的发言") % {"who": _person(int(rest[1]))}
    if kind == "submission":
        found = Submission.objects.filter(pk=rest[1]).select_related("department").first()
        return _("对%(submission)s的决议") % {"submission": found or rest[1]}
    if kind == "ballot":
        return _("第%(number)s次表决的结果") % {"number": rest[1]}
    return _("议题或其落实责任") if kind == "item" else _("编号、日期、议事规则或主持人")


def _person(pk: int) -> str:
    return str(Person.objects.filter(pk=pk).first() or pk)


def _gone() -> Iterator[Breach]:
    """Meetings that the trail says were planned and that are there no more."""
    there = {str(pk) for pk in Meeting.objects.values_list("pk", flat=True)}
    planned = AuditEvent.objects.filter(verb="approvals.plan_meeting").order_by("sequence")
    for event in planned.iterator(chunk_size=CHUNK):
        if event.subject_id not in there:
            text = _("不在了：审计记录第 %(number)d 条记有它") % {"number": event.sequence}
            yield Breach(_("会议 %(code)s") % {"code": event.subject_code}, text)
