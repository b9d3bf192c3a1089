"""Meetings: which a person may see, what stands on their agenda, who may vote, what is kept as the record."""

from functools import reduce
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from approvals import rules
from approvals.models import (
    AgendaItem,
    AgendaSubmission,
    Attendance,
    Ballot,
    BallotRow,
    Meeting,
    MeetingRule,
    Recusal,
    Statement,
    Submission,
    SubmissionRow,
    Vote,
)
from approvals.queries import lists
from approvals.states import Capacity, Matter, MeetingState, Presence
from core.rules import allows
from organization import queries
from organization.models import Person
from organization.roles import Action

ATTENDED = ("person", "capacity", "duty", "presence", "was_there", "moves")
"""What the record keeps of who was called."""


def meetings(by: Person) -> QuerySet[Meeting]:
    """Meetings `by` keeps, was called to, or supervises something of, with how many items of each they see (`item_count`)."""
    shown = _shown(by)
    found = Meeting.objects.annotate(item_count=Count("items", filter=Q(Exists(shown.filter(pk=OuterRef("items"))))))
    found = found.select_related("body", "recorded_by", "rule", "chair").order_by("-held_on", "-id")
    if queries.may_act_anywhere(by, Action.RECORD_MEETING):
        return found
    return found.filter(_called(by) | Q(Exists(shown.filter(meeting=OuterRef("pk")))))


def _called(by: Person, meeting: str = "pk") -> Q:
    """The condition that `by` was called to the meeting, or to the one that the field names."""
    return Q(Exists(Attendance.objects.filter(meeting=OuterRef(meeting), person=by)))


def _shown(by: Person) -> QuerySet[AgendaItem]:
    """Items `by` may see: all of them of who keeps the record and of meetings one was called to; who supervises sees
    those that carry a submission they may see."""
    if queries.may_act_anywhere(by, Action.RECORD_MEETING):
        return AgendaItem.objects.all()
    if not queries.may_act_anywhere(by, Action.SUPERVISE):
        return AgendaItem.objects.filter(_called(by, "meeting"))
    seen = Submission.objects.filter(lists.seen(by)).values("pk")
    carried = Q(Exists(AgendaSubmission.objects.filter(item=OuterRef("pk"), submission__in=seen)))
    return AgendaItem.objects.filter(_called(by, "meeting") | carried)


def of_meetings(rows: QuerySet, text: str) -> QuerySet:
    """Meetings whose number has every word of `text`."""
    return reduce(lambda found, term: found.filter(number__icontains=term), text.split(), rows)


def meeting(by: Person, pk: int) -> Meeting | None:
    """One meeting with what `by` may see of its agenda, or None where they may not know of it."""
    entries = AgendaSubmission.objects.select_related("submission__department", "submission__stage").order_by("pk")
    items = _shown(by).order_by("position").prefetch_related(Prefetch("entries", queryset=entries))
    return meetings(by).prefetch_related(Prefetch("items", queryset=items)).filter(pk=pk).first()


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Everyone called, members first, in the order of their duties."""
    return meeting.attendances.select_related("person").order_by("capacity", "duty", "pk")


def own_attendance(by: Person, meeting: Meeting) -> Attendance | None:
    """How `by` was called to the meeting, if at all."""
    return meeting.attendances.filter(person=by).first()


def item_for(by: Person, pk: int) -> AgendaItem | None:
    """One item of a meeting that `by` may see."""
    related = ("meeting__body", "meeting__rule", "meeting__chair", "meeting__recorded_by")
    return _shown(by).select_related(*related).filter(pk=pk).first()


def entries_of(item: AgendaItem) -> QuerySet[AgendaSubmission]:
    """The submissions of an item, in the order in which they were put there."""
    return item.entries.select_related("submission__department", "submission__stage").order_by("pk")


def entry_of(item: AgendaItem, pk: int) -> AgendaSubmission | None:
    """One submission of the item."""
    return entries_of(item).filter(pk=pk).first()


def ballots_of(item: AgendaItem) -> QuerySet[Ballot]:
    """The votes of an item in order, with the rows and votes of each."""
    votes = Vote.objects.select_related("person").order_by("pk")
    found = item.ballots.select_related("presided_by", "entry__submission__department")
    return found.prefetch_related("covered__row", Prefetch("votes", queryset=votes)).order_by("position")


def is_recused(by: Person, item: AgendaItem) -> bool:
    """Must `by` leave something of the item to the others? Then they see no opinions on it."""
    return Recusal.objects.filter(item=item, person=by).exists()


def statements_for(by: Person, item: AgendaItem) -> QuerySet[Statement]:
    """What was said on the item, for who may read the record: nothing of the submissions `by` leaves rows of, and where
    there are such nothing of the item as a whole."""
    found = Statement.objects.filter(item=item).select_related("person", "entry__submission__department").order_by("pk")
    if not allows(rules.read_record, by, item.meeting):
        return found.none()
    left = {*Recusal.objects.filter(item=item, person=by).values_list("submission", flat=True)}
    return found.filter(entry__isnull=False).exclude(entry__submission__in=left) if left else found


def sees_recusals(by: Person, meeting: Meeting) -> bool:
    """May `by` see who leaves what, and why? Before the meeting its members too; then who may read the record."""
    if allows(rules.read_record, by, meeting):
        return True
    is_member = meeting.attendances.filter(person=by, capacity=Capacity.MEMBER).exists()
    return meeting.state in MeetingState.ahead() and is_member


def sees_votes(by: Person, ballot: Ballot) -> bool:
    """May `by` see who voted how? Who may read the record, not before the vote is closed, and never of what they were
    recused from."""
    rows = ballot.covered.values("row")
    if not ballot.result or Recusal.objects.filter(item=ballot.item_id, person=by, row__in=rows).exists():
        return False
    return bool(allows(rules.read_record, by, ballot.item.meeting))


def votes_waiting_for(by: Person) -> QuerySet[Ballot]:
    """Open votes at which `by` is to vote from their own login: a member who is there and need not leave them."""
    here = Attendance.objects.filter(person=by, capacity=Capacity.MEMBER, presence=Presence.PRESENT)
    left = Recusal.objects.filter(person=by, item=OuterRef("item"), row=OuterRef("row"))
    found = Ballot.objects.filter(
        Exists(here.filter(meeting=OuterRef("item__meeting"))),
        ~Exists(Vote.objects.filter(ballot=OuterRef("pk"), person=by)),
        ~Exists(BallotRow.objects.filter(Exists(left), ballot=OuterRef("pk"))),
        item__meeting__is_by_login=True,
        result="",
    )
    return found.select_related("item__meeting__rule", "presided_by").order_by("item", "position")


def known_recusals(item: AgendaItem) -> list[dict[str, Any]]:
    """Before the item is taken, what the system knows: person, submission, reason, ids (`rows`) and codes of the rows.

    One query a member, however many departments the item carries.
    """
    members = item.meeting.attendances.filter(capacity=Capacity.MEMBER).select_related("person").order_by("duty", "pk")
    rows = SubmissionRow.objects.filter(item__submission__agenda_entries__item=item)
    known = {each.person: rules.known_grounds(rows, each.person) for each in members}
    wanted = {pk for reasons in known.values() for pk in reasons}
    named = rows.filter(pk__in=wanted).select_related("item__submission__department").defer("content", "item__content")
    found: dict[tuple, dict[str, Any]] = {}
    for row in named.order_by("item", "position", "id"):
        for person, reasons in known.items():
            if row.pk in reasons:
                submission, reason = row.item.submission, reasons[row.pk]
                empty: dict[str, Any] = {"person": person, "submission": submission, "reason": reason}
                empty |= {"rows": [], "codes": []}
                line = found.setdefault((person.pk, submission.pk, reason), empty)
                line["rows"].append(row.pk)
                line["codes"].append(row.code)
    return list(found.values())


def recusals_of(item: AgendaItem) -> list[dict[str, Any]]:
    """Who left which rows of the item to the others: person, reason, codes of the rows."""
    found: dict[tuple[int, str], dict[str, Any]] = {}
    rows = (
        Recusal.objects.filter(item=item)
        .select_related("person", "row")
        .order_by("person", "row__item", "row__position")
    )
    for recusal in rows:
        line = {"person": recusal.person, "reason": recusal.reason, "codes": []}
        found.setdefault((recusal.person_id, recusal.reason), line)["codes"].append(recusal.row.code)
    return list(found.values())


def current_rules() -> list[MeetingRule]:
    """The rule of each kind of matter as it stands."""
    return [MeetingRule.objects.filter(matter=matter).order_by("-version")[0] for matter in Matter.values]


def rule_history(matter: str) -> QuerySet[MeetingRule]:
    """Every version of the rule of a matter, the latest first."""
    return MeetingRule.objects.filter(matter=matter).select_related("made_by").order_by("-version")


def record_of(meeting: Meeting) -> dict[str, Any]:
    """Everything the meeting's hash stands for, as plain values in a fixed order."""
    return {
        "number": meeting.number,
        "held_on": str(meeting.held_on),
        "rule": [meeting.rule.matter, meeting.rule.version],
        "chair": meeting.chair_id,
        "attendance": [list(row) for row in meeting.attendances.order_by("person").values_list(*ATTENDED)],
        "items": [_item_record(item) for item in meeting.items.order_by("position")],
    }


def _item_record(item: AgendaItem) -> dict[str, Any]:
    entries = item.entries.select_related("submission").order_by("pk")
    recusals = Recusal.objects.filter(item=item).order_by("person", "row")
    opinions = item.statements.order_by("pk")
    return {
        "position": item.position,
        "title": item.title,
        "state": item.state,
        "postponed": item.postponed_reason,
        "implementer": item.implementer,
        "due_on": str(item.due_on or ""),
        "submissions": [[each.submission_id, each.submission.sha256, each.verdict, each.reason] for each in entries],
        "recusals": [list(row) for row in recusals.values_list("person", "row", "reason")],
        "opinions": [list(row) for row in opinions.values_list("pk", "person", "entry", "text", "by")],
        "ballots": [_ballot_record(ballot) for ballot in item.ballots.order_by("position")],
    }


def _ballot_record(ballot: Ballot) -> dict[str, Any]:
    figures = (
        "due",
        "attended",
        "present",
        "recused",
        "needed_present",
        "needed_for",
        "votes_for",
        "votes_against",
        "votes_postpone",
    )
    return {
        "position": ballot.position,
        "title": ballot.title,
        "presided_by": ballot.presided_by_id,
        "rows": list(ballot.covered.order_by("row").values_list("row", flat=True)),
        "figures": [getattr(ballot, name) for name in figures],
        "result": ballot.result,
        "reason": ballot.reason,
        "votes": [list(row) for row in ballot.votes.order_by("person").values_list("person", "choice", "reason", "by")],
    }
