"""Submissions with their stages, rows, decisions and remarks; Party-committee meetings, their agenda, 备案 and 更正."""

from approvals.models.corrections import Correction, CorrectionReport
from approvals.models.decisions import Decision, Recusal, Remark, StageEvent
from approvals.models.filings import Filing
from approvals.models.meetings import AgendaItem, AgendaRow, AgendaSubmission, Attendance, Meeting, MeetingRule
from approvals.models.submissions import Stage, StageDefault, Submission, SubmissionItem, SubmissionRow
from approvals.models.votes import Ballot, BallotRow, Statement, Vote

__all__ = [
    "AgendaItem",
    "AgendaRow",
    "AgendaSubmission",
    "Attendance",
    "Ballot",
    "BallotRow",
    "Correction",
    "CorrectionReport",
    "Decision",
    "Filing",
    "Meeting",
    "MeetingRule",
    "Recusal",
    "Remark",
    "Stage",
    "StageDefault",
    "StageEvent",
    "Statement",
    "Submission",
    "SubmissionItem",
    "SubmissionRow",
    "Vote",
]
