"""Before a meeting: its plan, its agenda, the call and the answers to it."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import AgendaItem, AgendaSubmission, Attendance, Meeting, MeetingRule, Submission
from approvals.services import moving
from approvals.states import MEETING_MOVES, Answer, Capacity, MeetingVerb
from core import services as core_services
from core.rules import Denied, Stale
from organization import services as organization_services
from organization.models import Body, Membership, Person
from organization.states import BodyDuty, BodyKind


def lock_meeting(meeting: Meeting) -> Meeting:
    """Lock a meeting: whatever happens in it takes turns here."""
    related = ("rule", "body", "chair", "recorded_by")
    return Meeting.objects.select_for_update(of=("self",)).select_related(*related).get(pk=meeting.pk)


def lock_item(item: AgendaItem) -> AgendaItem:
    """The item under the lock of its meeting. Raises `Stale` when somebody took it off the agenda meanwhile."""
    meeting = lock_meeting(item.meeting)
    found = AgendaItem.objects.filter(pk=item.pk).first()
    if found is None:
        raise Stale(_("这项议题刚刚被撤下，您的操作没有提交。"), url=meeting.get_absolute_url())
    found.meeting = meeting
    return found


def move_meeting(meeting: Meeting, verb: str) -> None:
    """Move the meeting by `MEETING_MOVES`; the one place that assigns its state."""
    meeting.state = MEETING_MOVES[meeting.state, verb]


def note(meeting: Meeting, verb: str, *, by: Person, principal: Person | None = None, **details: Any) -> None:
    """Leave the trail of one verb of a meeting."""
    core_services.record(
        by=by,
        verb=f"approvals.{verb}",
        subject=meeting,
        code=meeting.number,
        on_behalf_of=principal if principal and principal.pk != by.pk else None,
        details={"state": meeting.state, **details},
    )


@transaction.atomic
def plan_meeting(
    *,
    by: Person,
    number: str,
    held_on: date,
    matter: str,
    begins_at: time | None = None,
    place: str = "",
    urgent_reason: str = "",
    is_by_login: bool = False,
) -> Meeting:
    """Plan a meeting of the Party committee under the rule of its matter as it stands today."""
    principal = rules.plan_meeting(by)
    body = Body.objects.select_for_update().filter(kind=BodyKind.PARTY_COMMITTEE).order_by("id").first()
    if body is None:
        raise Denied(_("还没有建立党委，不能筹备会议。"), help=_("请先在“机构—组织机构”中建立党委。"))
    _refuse_number(body, number, but=None)
    meeting = Meeting.objects.create(
        body=body,
        number=number.strip(),
        matter=matter,
        rule=MeetingRule.objects.filter(matter=matter).order_by("-version")[0],
        held_on=held_on,
        begins_at=begins_at,
        place=place,
        urgent_reason=urgent_reason.strip(),
        is_by_login=is_by_login,
        recorded_by=by,
    )
    note(meeting, "plan_meeting", by=by, principal=principal, held_on=str(held_on), rule=str(meeting.rule))
    return meeting


def _refuse_number(body: Body, number: str, *, but: int | None) -> None:
    if not number.strip():
        raise Denied(_("请填写会议编号。"))
    used = Meeting.objects.filter(body=body, number=number.strip())
    if (used.exclude(pk=but) if but else used).exists():
        raise Denied(_("会议编号“%(number)s”已经用过。") % {"number": number.strip()})


@transaction.atomic
def change_meeting(*, by: Person, meeting: Meeting, version: int | None = None, **fields: Any) -> Meeting:
    """Change day, place, kind of matter … of a meeting that is being planned; a new kind brings its rule.

    Raises `Stale` when its plan was changed since `version`.
    """
    meeting = lock_meeting(meeting)
    principal = rules.change_meeting(by, meeting)
    if version is not None and version != meeting.version:
        words = _("您打开页面之后，“%(meeting)s”的安排又有修改。请看过新内容再改。") % {"meeting": meeting}
        raise Stale(words, url=meeting.get_absolute_url())
    body = Body.objects.select_for_update().get(pk=meeting.body_id)
    _refuse_number(body, fields.get("number", meeting.number), but=meeting.pk)
    changes = core_services.plain_changes(meeting, fields)
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.rule = MeetingRule.objects.filter(matter=meeting.matter).order_by("-version")[0]
    meeting.version += 1
    meeting.save()
    note(meeting, "change_meeting", by=by, principal=principal, changes=changes)
    return meeting


@transaction.atomic
def add_item(
    *,
    by: Person,
    meeting: Meeting,
    title: str,
    submissions: Sequence[Submission],
    implementer: str = "",
    due_on: date | None = None,
) -> AgendaItem:
    """Put submissions that wait for the committee on the agenda as one item, with who carries it out by when."""
    meeting = lock_meeting(meeting)
    locked = [moving.lock(each, version=None) for each in sorted(submissions, key=lambda each: each.pk)]
    principal = rules.add_item(by, meeting, locked)
    if not title.strip():
        raise Denied(_("请写明议题。"))
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting, position=last + 1, title=title.strip(), implementer=implementer.strip(), due_on=due_on
    )
    AgendaSubmission.objects.bulk_create(AgendaSubmission(item=item, submission=each) for each in locked)
    note(meeting, "add_item", by=by, principal=principal, item=item.title, submissions=[str(each) for each in locked])
    return item


@transaction.atomic
def remove_item(*, by: Person, item: AgendaItem) -> Meeting:
    """Take an item off the agenda again; its submissions wait on."""
    item = lock_item(item)
    meeting = item.meeting
    principal = rules.remove_item(by, item)
    title, position = item.title, item.position
    item.entries.all().delete()
    item.delete()
    for later in meeting.items.filter(position__gt=position).order_by("position"):
        AgendaItem.objects.filter(pk=later.pk).update(position=F("position") - 1)
    note(meeting, "remove_item", by=by, principal=principal, item=title)
    return meeting


@transaction.atomic
def move_item(*, by: Person, item: AgendaItem) -> Meeting:
    """Take the item before the one that stands before it."""
    item = lock_item(item)
    meeting = item.meeting
    principal = rules.move_item(by, item)
    before = meeting.items.filter(position=item.position - 1).first()
    if before is None:
        raise Denied(_("“%(item)s”已经是第一项。") % {"item": item})
    places = item.position, before.position
    AgendaItem.objects.filter(pk=before.pk).update(position=0)
    AgendaItem.objects.filter(pk=item.pk).update(position=places[1])
    AgendaItem.objects.filter(pk=before.pk).update(position=places[0])
    note(meeting, "move_item", by=by, principal=principal, item=item.title)
    return meeting


@transaction.atomic
def call_meeting(*, by: Person, meeting: Meeting, observers: Sequence[Person] = ()) -> Meeting:
    """通知: call every member whose term runs on the day, and observers (列席); each answers with a receipt."""
    meeting = lock_meeting(meeting)
    principal = rules.call_meeting(by, meeting)
    terms = Membership.objects.on(meeting.held_on).filter(body=meeting.body, person__is_active=True)
    called = {
        term.person_id: (Capacity.OBSERVER if term.duty == BodyDuty.SECRETARY else Capacity.MEMBER, term.duty)
        for term in terms.order_by("pk")
    }
    if not any(capacity == Capacity.MEMBER for capacity, _duty in called.values()):
        raise Denied(_("%(body)s在会议当天没有在任委员。") % {"body": meeting.body})
    for person in observers:
        called.setdefault(person.pk, (Capacity.OBSERVER, BodyDuty.MEMBER))
    meeting.attendances.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=pk, capacity=capacity, duty=duty)
        for pk, (capacity, duty) in called.items()
    )
    move_meeting(meeting, MeetingVerb.CALL)
    meeting.called_at = timezone.now()
    meeting.save()
    tell_called(meeting, _("请参加%(meeting)s（%(day)s %(place)s），请回执。"))
    note(meeting, "call_meeting", by=by, principal=principal, called=len(called), urgent=meeting.urgent_reason)
    return meeting


def tell_called(meeting: Meeting, text: str) -> None:
    """Tell everyone who was called."""
    people = Person.objects.filter(pk__in=meeting.attendances.values("person"))
    when = f"{meeting.held_on}" + (f" {meeting.begins_at:%H:%M}" if meeting.begins_at else "")
    words = text % {"meeting": meeting, "day": when, "place": meeting.place}
    organization_services.notify(people, kind="approvals.meeting", text=words, url=meeting.get_absolute_url())


@transaction.atomic
def recall_meeting(*, by: Person, meeting: Meeting) -> Meeting:
    """Take the call back to change the plan; members are told, and called again later."""
    meeting = lock_meeting(meeting)
    principal = rules.recall_meeting(by, meeting)
    move_meeting(meeting, MeetingVerb.RECALL)
    meeting.called_at = None
    meeting.save()
    tell_called(meeting, _("%(meeting)s（%(day)s）的安排有变动，请等候新的通知。"))
    note(meeting, "recall_meeting", by=by, principal=principal)
    return meeting


@transaction.atomic
def cancel_meeting(*, by: Person, meeting: Meeting, reason: str) -> Meeting:
    """The meeting is not held; what stood on its agenda waits for another."""
    meeting = lock_meeting(meeting)
    principal = rules.cancel_meeting(by, meeting)
    if not reason.strip():
        raise Denied(_("请写明取消会议的理由。"))
    move_meeting(meeting, MeetingVerb.CANCEL)
    meeting.cancel_reason = reason.strip()[:200]
    meeting.save()
    AgendaSubmission.objects.filter(item__meeting=meeting).delete()
    tell_called(meeting, _("%(meeting)s（%(day)s）已取消。"))
    note(meeting, "cancel_meeting", by=by, principal=principal, reason=reason)
    return meeting


@transaction.atomic
def answer_call(*, by: Person, meeting: Meeting, answer: str, reason: str = "") -> Attendance:
    """回执: `by` comes, or asks for leave with a reason; may be changed until the meeting begins."""
    meeting = lock_meeting(meeting)
    attendance = rules.answer_call(by, meeting)
    if answer == Answer.LEAVE and not reason.strip():
        raise Denied(_("请写明请假的理由。"))
    attendance.answer, attendance.answered_at = answer, timezone.now()
    attendance.answer_reason = reason.strip() if answer == Answer.LEAVE else ""
    attendance.save()
    note(meeting, "answer_call", by=by, answer=answer, reason=attendance.answer_reason)
    return attendance
