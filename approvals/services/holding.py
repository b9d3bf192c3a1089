"""A meeting begins with who is there, and ends with a record under one hash."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations, queries, rules
from approvals.models import AgendaItem, Attendance, Meeting, Submission
from approvals.services import planning, voting
from approvals.states import Capacity, ItemState, MeetingVerb, Presence
from core.rules import Denied
from organization.models import Person


@transaction.atomic
def open_meeting(
    *, by: Person, meeting: Meeting, chair: Person, present: Collection[int], on_leave: Collection[int] = ()
) -> Meeting:
    """Begin: `present` and `on_leave` are ids of people called; who is neither is absent. `chair` is a present member.

    A meeting begins also without the quorum: each item says so and is postponed. Its day is the one on which it began.
    """
    meeting = planning.lock_meeting(meeting)
    principal = rules.open_meeting(by, meeting)
    called = list(meeting.attendances.all())
    if not any(each.person_id == chair.pk and each.capacity == Capacity.MEMBER for each in called) or (
        chair.pk not in present
    ):
        raise Denied(_("主持人须是到会的委员。"))
    for each in called:
        is_here, is_excused = each.person_id in present, each.person_id in on_leave
        each.presence = Presence.PRESENT if is_here else Presence.LEAVE if is_excused else Presence.ABSENT
        each.was_there = is_here
    Attendance.objects.bulk_update(called, ["presence", "was_there"])
    planning.move_meeting(meeting, MeetingVerb.OPEN)
    meeting.chair, meeting.opened_at, meeting.recorded_by = chair, timezone.now(), by
    meeting.held_on = timezone.localdate()
    meeting.save()
    counts = {value: sum(each.presence == value for each in called) for value in Presence.values}
    planning.note(meeting, "open_meeting", by=by, principal=principal, chair=str(chair), presence=counts)
    return meeting


@transaction.atomic
def note_presence(*, by: Person, attendance: Attendance, presence: str) -> Attendance:
    """Somebody came later or had to go: it counts from the next item on. The chair stays."""
    meeting = planning.lock_meeting(attendance.meeting)
    principal = rules.note_presence(by, meeting)
    attendance = Attendance.objects.select_related("person").get(pk=attendance.pk)
    if attendance.person_id == meeting.chair_id and presence != Presence.PRESENT:
        raise Denied(_("主持人不能中途离会；请先结束会议。"))
    before, attendance.presence = attendance.presence, presence
    if before != presence:
        attendance.moves = [*attendance.moves, [_next_position(meeting), presence]]
    attendance.was_there |= presence == Presence.PRESENT
    attendance.save()
    planning.note(
        meeting, "note_presence", by=by, principal=principal, who=str(attendance.person), presence=[before, presence]
    )
    return attendance


def _next_position(meeting: Meeting) -> int:
    """The number of the next item; after the last one, one more than its number."""
    waiting = meeting.items.filter(state=ItemState.WAITING).order_by("position").first()
    return waiting.position if waiting else meeting.items.count() + 1


@transaction.atomic
def follow_up(*, by: Person, item: AgendaItem, implementer: str, due_on) -> AgendaItem:
    """Who carries the resolution out, by when; the minutes print it."""
    item = planning.lock_item(item)
    principal = rules.follow_up(by, item)
    item.implementer, item.due_on = implementer.strip(), due_on
    item.save(update_fields=["implementer", "due_on"])
    planning.note(item.meeting, "follow_up", by=by, principal=principal, item=item.title, implementer=item.implementer)
    return item


@transaction.atomic
def close_meeting(*, by: Person, meeting: Meeting) -> Meeting:
    """End: what was not taken is postponed, and the record is sealed with its hash."""
    meeting = planning.lock_meeting(meeting)
    principal = rules.close_meeting(by, meeting)
    waiting = meeting.items.filter(state=ItemState.WAITING).order_by("position")
    list(Submission.objects.select_for_update().filter(agenda_entries__item__in=waiting).order_by("pk"))
    for item in waiting:
        item.meeting = meeting
        voting.postpone(item, by=by, reason=_("会议结束时尚未审议"))
    planning.move_meeting(meeting, MeetingVerb.CLOSE)
    meeting.closed_at = timezone.now()
    record = queries.record_of(meeting)
    meeting.sha256 = calculations.seal(record)
    meeting.save()
    facts = calculations.record_facts(record)
    planning.note(meeting, "close_meeting", by=by, principal=principal, sha256=meeting.sha256, record=facts)
    return meeting
