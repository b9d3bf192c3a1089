"""Recording what the Party committee resolved; what passed comes into force in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import AgendaItem, AgendaRow, Meeting, Remark, StageEvent, Submission, SubmissionRow
from approvals.services import moving
from approvals.states import AgendaVerdict, EventKind, StageCode, Verdict
from core.rules import Denied
from organization.models import Body, Person
from organization.states import BodyKind

VERDICTS = {AgendaVerdict.RETURN: Verdict.RETURN, AgendaVerdict.REJECT: Verdict.REJECT}


@dataclass(frozen=True)
class Resolution:
    """What was resolved on one submission; `rows` are (row, verdict, reason) resolved apart."""

    submission: Submission
    verdict: str
    reason: str = ""
    rows: Sequence[tuple[SubmissionRow, str, str]] = field(default_factory=tuple)
    version: int | None = None


@transaction.atomic
def record_meeting(
    *, by: Person, number: str, held_on: date, resolutions: Sequence[Resolution], place: str = ""
) -> Meeting:
    """Record resolutions under the meeting with `number`; a meeting already recorded for that day gains items.

    同意 brings the submission's lists into force now; 退回 and 不同意 end it; 缓议 keeps it waiting. Raises `Denied`
    when one agreed to holds a row resolved otherwise: its lists come into force as one.
    """
    if not resolutions:
        raise Denied(_("请至少选择一项议题并登记决议。"))
    meeting = _meeting(by=by, number=number, held_on=held_on, place=place)
    in_turn = sorted(resolutions, key=lambda resolution: resolution.submission.pk)
    locked = {each.submission.pk: moving.lock(each.submission, version=each.version) for each in in_turn}
    resolved = [_resolve(meeting, locked[each.submission.pk], each, by=by) for each in resolutions]
    passed = [item.submission for item, _principal in resolved if item.verdict == AgendaVerdict.AGREE]
    moving.tell_listeners(passed, by=by)
    for item, principal in resolved:
        moving.record(
            item.submission, "record_meeting", by=by, principal=principal, meeting=meeting.number, verdict=item.verdict
        )
    return meeting


def _meeting(*, by: Person, number: str, held_on: date, place: str) -> Meeting:
    if held_on > timezone.localdate():
        raise Denied(_("会议日期不能晚于今天。"))
    body = Body.objects.filter(kind=BodyKind.PARTY_COMMITTEE).order_by("id").first()
    if body is None:
        raise Denied(_("还没有建立党委，不能登记会议。"), help=_("请先在“机构—组织机构”中建立党委。"))
    new = {"held_on": held_on, "place": place, "recorded_by": by}
    meeting, _is_new = Meeting.objects.select_for_update().get_or_create(body=body, number=number, defaults=new)
    if meeting.held_on != held_on:
        raise Denied(_("会议编号“%(number)s”已用于 %(day)s 的会议。") % {"number": number, "day": meeting.held_on})
    return meeting


def _resolve(
    meeting: Meeting, submission: Submission, resolution: Resolution, *, by: Person
) -> tuple[AgendaItem, Person]:
    """What was resolved on one submission, and by whose grant; the trail is left to the end, when all rows are locked."""
    principal = rules.record_meeting(by, submission)
    _refuse_split(resolution)
    item = _add_item(meeting, submission, resolution, by=by)
    if resolution.verdict == AgendaVerdict.POSTPONE:
        _postpone(submission, item)
    elif resolution.verdict == AgendaVerdict.AGREE:
        moving.write_decision(submission, by=by, verdict=Verdict.PASS, principal=principal, agenda_item=item)
        submission.stages.filter(code=StageCode.COMMITTEE).update(passed_at=timezone.now())
        moving.enter_force(submission, by=by)
    else:
        verdict = VERDICTS[AgendaVerdict(resolution.verdict)]
        moving.write_decision(
            submission, by=by, verdict=verdict, reason=item.reason, principal=principal, agenda_item=item
        )
        moving.move(submission, verdict, by=by)
        text = _("%(submission)s：%(meeting)s决议%(verdict)s：%(reason)s") % {
            "submission": submission,
            "meeting": meeting,
            "verdict": Verdict(verdict).label,
            "reason": item.reason,
        }
        moving.tell_department(submission, text)
    return item, principal


def _refuse_split(resolution: Resolution) -> None:
    apart = [row for row, verdict, _reason in resolution.rows if verdict != AgendaVerdict.AGREE]
    if resolution.verdict == AgendaVerdict.AGREE and apart:
        raise Denied(
            _("“%(row)s”等 %(count)d 项未获同意，整份清单须一并退回。") % {"row": apart[0], "count": len(apart)},
            help=_("清单同进同退：请将本议题登记为“退回”，并在理由中说明。"),
        )
    said = [(resolution.verdict, resolution.reason), *((verdict, reason) for _row, verdict, reason in resolution.rows)]
    for verdict, reason in said:
        if verdict != AgendaVerdict.AGREE and not reason.strip():
            raise Denied(_("请写明“%(verdict)s”的理由。") % {"verdict": AgendaVerdict(verdict).label})
    if any(row.item.submission_id != resolution.submission.pk for row, _verdict, _reason in resolution.rows):
        raise Denied(_("登记的条目不属于这份报审。"))


def _add_item(meeting: Meeting, submission: Submission, resolution: Resolution, *, by: Person) -> AgendaItem:
    if meeting.items.filter(submission=submission).exists():
        raise Denied(_("%(meeting)s已登记过“%(submission)s”。") % {"meeting": meeting, "submission": submission})
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=last + 1,
        submission=submission,
        verdict=resolution.verdict,
        reason=resolution.reason.strip(),
    )
    AgendaRow.objects.bulk_create(
        AgendaRow(item=item, row=row, verdict=verdict, reason=reason) for row, verdict, reason in resolution.rows
    )
    Remark.objects.bulk_create(
        Remark(submission=submission, row=row, stage=submission.stage, text=reason, by=by)
        for row, _verdict, reason in resolution.rows
        if reason.strip()
    )
    return item


def _postpone(submission: Submission, item: AgendaItem) -> None:
    text = _("%(meeting)s缓议：%(reason)s") % {"meeting": item.meeting, "reason": item.reason}
    StageEvent.objects.create(submission=submission, stage=submission.stage, kind=EventKind.POSTPONED, text=text[:300])
    submission.version += 1
    submission.save(update_fields=["version"])
    moving.tell_department(submission, f"{submission}：{text}")
