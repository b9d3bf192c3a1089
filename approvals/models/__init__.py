"""Submissions with their stages, rows, decisions and remarks; Party-committee meetings and their agenda."""

from approvals.models.decisions import Decision, Recusal, Remark, StageEvent
from approvals.models.meetings import AgendaItem, AgendaRow, Meeting
from approvals.models.submissions import Stage, StageDefault, Submission, SubmissionItem, SubmissionRow

__all__ = [
    "AgendaItem",
    "AgendaRow",
    "Decision",
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
