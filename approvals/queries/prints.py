"""Who may watch the printing of a meeting's or a filing's papers, and open what came of it."""

from approvals import rules
from approvals.models import Filing, Meeting
from approvals.queries import filings, printed_meeting
from approvals.queries.meetings import meeting as meeting_for
from approvals.states import MeetingPaper
from core.models import Attachment, Duty
from core.rules import allows
from organization.models import Person

MEETING_SUBJECTS = {MeetingPaper.RECORD: "approvals.meetingrecord", MeetingPaper.MINUTES: "approvals.meetingminutes"}
WHOLE = "whole"


def papers_for(by: Person, meeting: Meeting) -> list[tuple[str, str]]:
    """The papers of the meeting that `by` may have printed. Raises `Denied` before it was held."""
    rules.ask_meeting_print(by, meeting, MeetingPaper.MINUTES)
    return [
        (str(paper.value), str(paper.label))
        for paper in MeetingPaper
        if allows(rules.ask_meeting_print, by, meeting, paper)
    ]


def eyes_of(by: Person, meeting: Meeting, paper: str) -> str:
    """For whom a paper is drawn: the whole of it for all who may read it, else for `by` alone, who left an item."""
    is_whole = paper == MeetingPaper.MINUTES or printed_meeting.sees_whole_record(by, meeting)
    return WHOLE if is_whole else str(by.pk)


def may_read_paper(attachment: Attachment, by: Person) -> bool:
    """Who may ask for the paper, and would get the same."""
    papers = {subject: paper for paper, subject in MEETING_SUBJECTS.items()}
    pk, _colon, eyes = attachment.subject_id.partition(":")
    return _may_read(by, int(pk), papers[attachment.subject_type], eyes)


def may_read_filing(attachment: Attachment, by: Person) -> bool:
    """Who may ask for the letter."""
    return _may_ask_letter(by, int(attachment.subject_id))


def may_watch_print(duty: Duty, by: Person) -> bool:
    """As the file that comes of it."""
    asked = duty.payload
    if "filing" in asked:
        return _may_ask_letter(by, asked["filing"])
    return _may_read(by, asked["meeting"], asked["paper"], asked["eyes"])


def _may_read(by: Person, pk: int, paper: str, eyes: str) -> bool:
    meeting = meeting_for(by, pk)
    if meeting is None or not allows(rules.ask_meeting_print, by, meeting, paper):
        return False
    return eyes == eyes_of(by, meeting, paper)


def _may_ask_letter(by: Person, pk: int) -> bool:
    filing: Filing | None = filings.filing_for(by, pk)
    return filing is not None and bool(allows(rules.ask_filing_print, by, filing))
