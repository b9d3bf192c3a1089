"""Submissions with their stages, rows, decisions and remarks; Party-committee meetings, their agenda and 备案."""

from approvals.models.decisions import Decision, Recusal, Remark, StageEvent
from approvals.models.filings import Filing
from approvals.models.meetings import AgendaItem, AgendaRow, Meeting
from approvals.models.submissions import Stage, StageDefault, Submission, SubmissionItem, SubmissionRow

__all__ = [
    "AgendaItem",
    "AgendaRow",
    "Decision",
    "Filing",
    "Meeting",
    "Recusal",
    "Remark",
    "Stage",
    "StageDefault",
    "StageEvent",
    "Submission",
    "SubmissionItem",
    "SubmissionRow",
]
