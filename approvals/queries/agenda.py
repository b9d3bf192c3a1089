"""What the pages of a meeting ask besides the meeting itself: whom to call, what an item carries, what happened."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations, rules
from approvals.models import (
    AgendaItem,
    AgendaSubmission,
    Ballot,
    Meeting,
    MeetingRule,
    Remark,
    Submission,
    SubmissionItem,
    SubmissionRow,
)
from approvals.queries import lists
from approvals.queries.meetings import current_rules, entries_of, meetings
from approvals.queries.things import conditions, warnings_of
from approvals.states import ItemState, MeetingState, Presence, VoteChoice
from core.registry import Fault
from core.states import RowChange
from organization import queries
from organization.models import Membership, Person
from organization.roles import Action


def next_number() -> str:
    """The number after that of the meeting planned last; a new year begins at 1."""
    year = timezone.localdate().year
    last = Meeting.objects.order_by("-id").values_list("number", flat=True).first()
    found = re.fullmatch(r"(.*?)(\d+)(\D*)", last or "")
    if found is None:
        return _("党委会〔%(year)s〕1号") % {"year": year}
    before, number, after = found.groups()
    is_this_year = not re.search(r"\d{4}", before) or str(year) in before
    before = before if is_this_year else re.sub(r"\d{4}", str(year), before)
    return f"{before}{int(number) + 1 if is_this_year else 1}{after}"


def earliest_days() -> list[tuple[MeetingRule, date]]:
    """The rule of each kind of matter, and the first day a meeting called today may be held on."""
    today = timezone.localdate()
    return [(rule, queries.workdays_after(today, rule.notice_days)) for rule in current_rules()]


def to_be_called(meeting: Meeting) -> QuerySet[Membership]:
    """Terms in the committee that run on the meeting's day, in the order of duties: who a call would reach."""
    found = Membership.objects.on(meeting.held_on).filter(body=meeting.body_id, person__is_active=True)
    return found.select_related("person").order_by("duty", "pk")


def observers_for(meeting: Meeting) -> QuerySet[Person]:
    """Who may be asked to attend without a vote: heads of the departments on the agenda, 党办, the discipline office."""
    departments = [each.submission.department for each in _entries(meeting) if not each.submission.is_leadership]
    people = [queries.holders(action, queries.root()) for action in (Action.SUPERVISE, Action.REVIEW)]
    people += [queries.holders(Action.SIGN, department) for department in departments]
    wanted = {pk for found in people for pk in found.values_list("pk", flat=True)}
    members = to_be_called(meeting).order_by().values("person")
    return Person.objects.filter(pk__in=wanted).exclude(pk__in=members).order_by("name", "pk")


def _entries(meeting: Meeting) -> QuerySet[AgendaSubmission]:
    found = AgendaSubmission.objects.filter(item__meeting=meeting)
    return found.select_related("submission__department").order_by("item__position", "pk")


def planned_meetings(by: Person) -> QuerySet[Meeting]:
    """Meetings whose agenda `by` can still add to."""
    found = Meeting.objects.filter(state=MeetingState.PLANNED).order_by("held_on", "id")
    return found if queries.may_act_anywhere(by, Action.RECORD_MEETING) else found.none()


@dataclass(frozen=True)
class Carried:
    """How much of a submission is new to who decides on it, and what is said of it."""

    total: int = 0
    new: int = 0
    changed: int = 0
    removed: int = 0
    remarks: int = 0
    faults: tuple[Fault, ...] = ()
    checks: tuple[Fault, ...] = ()
    """What the check still warned of when the head signed."""


def carried(submissions: Collection[Submission]) -> dict[int, Carried]:
    """Submission id → what it carries; a constant number of queries."""
    rows = SubmissionRow.objects.filter(item__submission__in=submissions).order_by().values("item__submission")
    counted = rows.annotate(
        total=Count("pk"),
        new=Count("pk", filter=Q(change=RowChange.NEW)),
        changed=Count("pk", filter=Q(change=RowChange.CHANGED)),
    )
    found = {row["item__submission"]: {name: row[name] for name in ("total", "new", "changed")} for row in counted}
    removed = dict.fromkeys((each.pk for each in submissions), 0)
    checks: dict[int, list[Fault]] = {each.pk: [] for each in submissions}
    for item in SubmissionItem.objects.filter(submission__in=submissions).defer("content").order_by("pk"):
        removed[item.submission_id] += sum(row["change"] == RowChange.REMOVED for row in item.difference)
        checks[item.submission_id] += warnings_of(item)
    remarks = Remark.objects.filter(submission__in=submissions, taken_back_at__isnull=True).order_by()
    faults = conditions(submissions)
    told = dict(remarks.values_list("submission").annotate(Count("pk")))
    return {
        each.pk: Carried(
            **found.get(each.pk, {}),
            removed=removed[each.pk],
            remarks=told.get(each.pk, 0),
            faults=tuple(faults[each.pk]),
            checks=tuple(checks[each.pk]),
        )
        for each in submissions
    }


@dataclass(frozen=True)
class Entry:
    """One submission under an item as a page shows it; `is_open` says whether the reader may open it."""

    entry: AgendaSubmission
    submission: Submission
    carried: Carried
    is_open: bool


def agenda(by: Person, meeting: Meeting) -> list[tuple[AgendaItem, list[Entry]]]:
    """The items of a meeting that `queries.meeting` read, each with what it carries; a constant number of queries."""
    items = sorted(meeting.items.all(), key=lambda item: item.position)
    found = _shown(by, [entry for item in items for entry in item.entries.all()])
    return [(item, [each for each in found if each.entry.item_id == item.pk]) for item in items]


def entries_for(by: Person, item: AgendaItem) -> list[Entry]:
    """The submissions of one item, each with what it carries and whether `by` may open it."""
    return _shown(by, list(entries_of(item)))


def _shown(by: Person, entries: list[AgendaSubmission]) -> list[Entry]:
    submissions = [each.submission for each in entries]
    held = carried(submissions)
    visible = Submission.objects.filter(lists.seen(by), pk__in=[each.pk for each in submissions])
    known = {*visible.values_list("pk", flat=True)}
    return [
        Entry(each, each.submission, held[each.submission_id], is_open=each.submission_id in known) for each in entries
    ]


def listed_at(by: Person, submission: Submission) -> AgendaItem | None:
    """The item under which it waits for the committee, where `by` may know of the meeting."""
    found = AgendaItem.objects.filter(entries__submission=submission, entries__verdict="")
    return found.filter(meeting__in=meetings(by).values("pk")).select_related("meeting").first()


def neighbours(item: AgendaItem) -> tuple[AgendaItem | None, AgendaItem | None]:
    """The items before and after it in the meeting."""
    items = AgendaItem.objects.filter(meeting=item.meeting_id)
    before = items.filter(position__lt=item.position).order_by("-position").first()
    return before, items.filter(position__gt=item.position).order_by("position").first()


def item_in_hand(meeting: Meeting) -> AgendaItem | None:
    """The item being taken, else the next that waits."""
    items = meeting.items.filter(state__in=[ItemState.OPEN, ItemState.WAITING])
    return min(items, key=lambda item: (item.state != ItemState.OPEN, item.position), default=None)


def rows_named(item: AgendaItem, codes: Collection[str]) -> list[SubmissionRow]:
    """Rows of any submission of the item that bear one of the codes."""
    rows = SubmissionRow.objects.filter(item__submission__agenda_entries__item=item, code__in=codes)
    return list(rows.order_by("item", "position", "id"))


def rows_apart(item: AgendaItem) -> list[SubmissionRow]:
    """Rows the committee chose to vote on apart."""
    rows = SubmissionRow.objects.filter(pk__in=item.rows.values("row"))
    return list(rows.order_by("item", "position", "id"))


def speakers(item: AgendaItem) -> QuerySet[Person]:
    """Who may speak on the item: who came and need not leave all of its submissions."""
    here = item.meeting.attendances.filter(presence=Presence.PRESENT).values("person")
    left = item.recusals.order_by().values("person").annotate(n=Count("submission", distinct=True))
    gone = left.filter(n__gte=item.entries.count()).values("person")
    return Person.objects.filter(pk__in=here).exclude(pk__in=gone).order_by("name", "pk")


def still_to_vote(ballot: Ballot) -> list[Person]:
    """Members whose vote is awaited, in the order of duties."""
    voted = {vote.person_id for vote in ballot.votes.all()}
    people = Person.objects.filter(pk__in=rules.voters(ballot) - voted)
    found = ballot.item.meeting.attendances.filter(person__in=people).select_related("person").order_by("duty", "pk")
    return [each.person for each in found]


def result_if(ballot: Ballot, choices: Mapping[int, str]) -> str:
    """What the vote would come to with these votes besides those already cast."""
    said = [*choices.values(), *ballot.votes.values_list("choice", flat=True)]
    tally = calculations.Tally(
        agree=said.count(VoteChoice.AGREE),
        against=said.count(VoteChoice.AGAINST),
        postpone=said.count(VoteChoice.POSTPONE),
    )
    bars = calculations.Quorum(
        due=ballot.due,
        present=ballot.present,
        recused=ballot.recused,
        needed_present=ballot.needed_present,
        needed_for=ballot.needed_for,
    )
    return calculations.result(bars, tally)
