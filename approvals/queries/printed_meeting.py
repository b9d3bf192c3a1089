"""What is printed of a meeting or a filing, for whom: value objects without a database behind them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import (
    AgendaItem,
    AgendaSubmission,
    Attendance,
    Ballot,
    Filing,
    Meeting,
    MeetingRule,
    Recusal,
    Statement,
)
from approvals.queries import filings
from approvals.queries.meetings import (
    attendances,
    ballots_of,
    entries_of,
    is_recused,
    recusals_of,
    sees_votes,
    statements_for,
)
from approvals.states import AgendaVerdict, Capacity, Presence, VoteChoice
from organization import queries as organization_queries
from organization.models import Person
from organization.states import BodyDuty

FIGURES = (
    "due",
    "recused",
    "present",
    "needed_present",
    "votes_for",
    "votes_against",
    "votes_postpone",
    "needed_for",
)


def printed_record(meeting: Meeting, *, by: Person) -> calculations.PrintedMeeting:
    """会议记录 as `by` may read it: who left an item to the others gets neither its opinions nor the votes they left."""
    return _printed(meeting, [_item(item, meeting, by=by) for item in _items(meeting)])


def printed_minutes(meeting: Meeting) -> calculations.PrintedMeeting:
    """会议纪要: what was decided with the figures, and no name of who said or voted what."""
    return _printed(meeting, [_item(item, meeting, by=None) for item in _items(meeting)])


def sees_whole_record(by: Person, meeting: Meeting) -> bool:
    """Did `by` leave nothing of the meeting to the others?"""
    return not Recusal.objects.filter(item__meeting=meeting, person=by).exists()


def _items(meeting: Meeting) -> Iterable[AgendaItem]:
    return meeting.items.order_by("position")


def _printed(meeting: Meeting, items: list[calculations.PrintedItem]) -> calculations.PrintedMeeting:
    hospital = organization_queries.hospital()
    called = list(attendances(meeting))
    members = sorted((each for each in called if each.capacity == Capacity.MEMBER), key=_rank)
    return calculations.PrintedMeeting(
        hospital_name=hospital.name,
        committee_name=hospital.committee_name,
        office_name=hospital.office_name,
        number=meeting.number,
        matter=meeting.get_matter_display(),
        rule=calculations.PrintedRule(str(meeting.rule), tuple(calculations.rule_sentences(meeting.rule))),
        held_on=day(meeting.held_on),
        began=_clock(meeting.opened_at),
        ended=_clock(meeting.closed_at),
        place=meeting.place,
        urgent_reason=meeting.urgent_reason,
        chair=str(meeting.chair or ""),
        recorder=str(meeting.recorded_by),
        due=tuple(str(each.person) for each in members),
        present=tuple(_came(each) for each in members if each.was_there),
        on_leave=tuple(_excused(each) for each in members if each.presence == Presence.LEAVE and not each.was_there),
        absent=tuple(str(each.person) for each in members if each.presence == Presence.ABSENT and not each.was_there),
        observers=tuple(_came(each) for each in called if each.capacity == Capacity.OBSERVER and each.was_there),
        items=tuple(items),
        sha256=meeting.sha256,
        verify_url=verify_url(meeting.sha256),
    )


def _rank(attendance: Attendance) -> tuple[int, int]:
    order = {BodyDuty.CHAIR: 0, BodyDuty.DEPUTY: 1}
    return order.get(BodyDuty(attendance.duty), 2), attendance.pk


def _came(attendance: Attendance) -> str:
    """The name; of who came later or had to go, from which item on: `王院长（第2项起到会，第4项起离会）`."""
    told = calculations.comings(attendance.moves)
    return f"{attendance.person}（{told}）" if told else str(attendance.person)


def _excused(attendance: Attendance) -> str:
    """The name, and why they asked for leave where they said it."""
    reason = attendance.answer_reason
    return f"{attendance.person}（{reason}）" if reason else str(attendance.person)


def _item(item: AgendaItem, meeting: Meeting, *, by: Person | None) -> calculations.PrintedItem:
    """One item; without `by` as the minutes tell it."""
    item.meeting = meeting
    ballots = list(ballots_of(item))
    recusals = recusals_of(item)
    presiding = {str(each.presided_by): None for each in ballots if each.presided_by_id not in (None, meeting.chair_id)}
    said = statements_for(by, item) if by else ()
    return calculations.PrintedItem(
        position=item.position,
        title=item.title,
        entries=tuple(_entry(entry) for entry in entries_of(item)),
        recusals=tuple((str(each["person"]), each["reason"], _codes(each["codes"])) for each in recusals) if by else (),
        recused_count=len({each["person"].pk for each in recusals}),
        statements=tuple((_speaker(each), each.text) for each in said),
        votes=tuple(_vote(ballot, meeting.rule, by=by) for ballot in ballots),
        postponed_reason=item.postponed_reason,
        implementer=item.implementer,
        due_on=day(item.due_on) if item.due_on else "",
        presided_by=tuple(presiding),
        was_taken=item.taken_at is not None,
        is_hidden=by is not None and is_recused(by, item),
    )


def _speaker(said: Statement) -> str:
    """The name; of who spoke on one department among several, which."""
    about = _("（就%(department)s）") % {"department": said.entry.submission.department} if said.entry else ""
    return f"{said.person}{about}"


def _codes(codes: list[str]) -> str:
    shown = "、".join(codes[:6])
    return _("%(codes)s等%(count)d项") % {"codes": shown, "count": len(codes)} if len(codes) > 6 else shown


def _entry(entry: AgendaSubmission) -> calculations.PrintedEntry:
    submission, is_agreed = entry.submission, entry.verdict == AgendaVerdict.AGREE
    return calculations.PrintedEntry(
        name=str(submission),
        sha256=submission.sha256,
        verdict=entry.verdict,
        verdict_word=entry.get_verdict_display(),
        reason=entry.reason,
        in_force_on=day(timezone.localdate(submission.ended_at)) if is_agreed and submission.ended_at else "",
    )


def _vote(ballot: Ballot, rule: MeetingRule, *, by: Person | None) -> calculations.PrintedVote:
    is_shown = by is not None and sees_votes(by, ballot)
    by_choice = {choice: [str(v.person) for v in ballot.votes.all() if v.choice == choice] for choice in VoteChoice}
    return calculations.PrintedVote(
        title=ballot.title,
        presided_by=str(ballot.presided_by or ""),
        result=ballot.get_result_display(),
        arithmetic=calculations.arithmetic(ballot, rule),
        reason=ballot.reason if by is None or is_shown else "",
        figures=tuple(getattr(ballot, name) for name in FIGURES),
        names=tuple((str(c.label), "、".join(names)) for c, names in by_choice.items() if names) if is_shown else (),
        is_hidden=by is not None and not is_shown,
    )


def printed_filing(filing: Filing) -> calculations.PrintedFiling:
    """备案报告: what is filed, by which decision, at which hashes."""
    hospital, entry = organization_queries.hospital(), filings.decision_on(filing)
    meeting = entry.item.meeting if entry else None
    return calculations.PrintedFiling(
        hospital_name=hospital.name,
        committee_name=hospital.committee_name,
        office_name=hospital.office_name,
        body=filing.body,
        number=str(filing),
        supplements=str(filing.supplements or ""),
        edition=filing.submission.edition,
        meeting=str(meeting or ""),
        held_on=day(meeting.held_on) if meeting else "",
        in_force_on=day(timezone.localdate(filing.filed_at)),
        lists=tuple((str(part["title"]), part["count"], part["sha256"]) for part in filings.package_of(filing)),
        grades=tuple(filings.grades_of(filing)),
        note=filing.note,
        issued_on=day(filing.sent_on) if filing.sent_on else "",
        sha256=filing.sha256,
        verify_url=verify_url(filing.sha256),
    )


def verify_url(sha256: str) -> str:
    """Where a hash on paper is compared with what is kept."""
    return f"{settings.SITE_URL}{reverse('approvals:verify', args=[sha256])}"


def day(value: date) -> str:
    """`2026年3月5日`, as official documents write a day."""
    return _("%(year)d年%(month)d月%(day)d日") % {"year": value.year, "month": value.month, "day": value.day}


def _clock(value: datetime | None) -> str:
    return timezone.localtime(value).strftime("%H:%M") if value else ""
