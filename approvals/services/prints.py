"""Having record, minutes and the filing's cover letter drawn by the worker: once a content, for all who may read it."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import calculations, documents, queries, rules
from approvals.models import Filing, Meeting
from approvals.queries import prints
from approvals.states import MeetingPaper
from core import services as core_services
from core.models import Duty
from organization.models import Person

TEMPLATE_VERSION = 1
"""Counted up whenever the drawing changes, so that no older drawing is handed out for a newer one."""


@transaction.atomic
def ask_meeting_print(*, by: Person, meeting: Meeting, paper: str, kind: str) -> Duty:
    """Ask for 会议记录 or 会议纪要 (`MeetingPaper`) as `kind` (pdf, docx).

    Whoever may read the same content has the same duty; a recused member's record is a duty of its own.
    """
    rules.ask_meeting_print(by, meeting, paper)
    eyes = prints.eyes_of(by, meeting, paper)
    digest = core_services.print_digest(_printed(meeting, paper, by=by))
    duty = core_services.ask(
        kind="approvals.print_meeting",
        key=f"meeting:{meeting.pk}:{paper}:{TEMPLATE_VERSION}:{kind}:{digest}:{eyes}",
        payload={"meeting": meeting.pk, "paper": paper, "kind": kind, "by": by.pk, "eyes": eyes, "digest": digest},
        title=f"{meeting}{MeetingPaper(paper).label}",
        by=by,
    )
    details = {"paper": paper, "kind": kind}
    core_services.record(
        by=by, verb="approvals.ask_meeting_print", subject=meeting, code=meeting.number, details=details
    )
    return duty


def _printed(meeting: Meeting, paper: str, *, by: Person) -> calculations.PrintedMeeting:
    if paper == MeetingPaper.MINUTES:
        return queries.printed_minutes(meeting)
    return queries.printed_record(meeting, by=by)


def print_meeting(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the paper of `duty` and keep the file; harmless when run twice, the later file counts.

    Raises `Denied` when the content is no longer what was asked for, or who asked may no longer have it.
    """
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    meeting = Meeting.objects.select_related("body", "rule", "chair", "recorded_by").get(pk=asked["meeting"])
    rules.ask_meeting_print(by, meeting, asked["paper"])
    printed = _printed(meeting, asked["paper"], by=by)
    core_services.refuse_changed(duty, printed)
    drawn = documents.record if asked["paper"] == MeetingPaper.RECORD else documents.minutes
    data = documents.draw(drawn(printed), kind=asked["kind"], phase=phase)
    subject = prints.MEETING_SUBJECTS[asked["paper"]]
    return core_services.keep_print(
        duty, data, phase, subject_type=subject, subject_id=f"{meeting.pk}:{asked['eyes']}", by=by
    )


@transaction.atomic
def ask_filing_print(*, by: Person, filing: Filing, kind: str) -> Duty:
    """Ask for the 备案报告 as `kind` (pdf, docx)."""
    rules.ask_filing_print(by, filing)
    digest = core_services.print_digest(queries.printed_filing(filing))
    duty = core_services.ask(
        kind="approvals.print_filing",
        key=f"filing:{filing.pk}:{TEMPLATE_VERSION}:{kind}:{digest}",
        payload={"filing": filing.pk, "kind": kind, "by": by.pk, "digest": digest},
        title=_("%(filing)s备案报告") % {"filing": filing},
        by=by,
    )
    core_services.record(
        by=by,
        verb="approvals.ask_filing_print",
        subject=filing,
        code=f"{filing.year}-{filing.number}",
        details={"kind": kind},
    )
    return duty


def print_filing(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the cover letter of `duty` and keep the file; harmless when run twice."""
    asked, by = duty.payload, Person.objects.get(pk=duty.payload["by"])
    phase(_("取数"), 1, 4)
    related = ("submission__department", "supplements")
    filing = Filing.objects.select_related(*related).get(pk=asked["filing"])
    printed = queries.printed_filing(filing)
    core_services.refuse_changed(duty, printed)
    data = documents.draw(documents.letter(printed), kind=asked["kind"], phase=phase)
    return core_services.keep_print(
        duty, data, phase, subject_type="approvals.filing", subject_id=str(filing.pk), by=by
    )
