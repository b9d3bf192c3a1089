"""Shapes of input of approvals, by noun."""

from approvals.forms.agenda import ApartForm, FollowUpForm, ItemForm, OpinionForm, RecusalForm
from approvals.forms.corrections import CorrectionFilters, CorrectionForm, ReportForm
from approvals.forms.meetings import (
    AnswerForm,
    AttendanceForm,
    CallForm,
    MeetingFilters,
    MeetingForm,
    OpeningForm,
    PlanForm,
    ReasonForm,
)
from approvals.forms.papers import FilingFilters, MeetingPrintForm, ReceiptForm, SendFilingForm
from approvals.forms.rules import MeetingRuleForm
from approvals.forms.submissions import (
    DueDaysForm,
    RejectForm,
    RemarkForm,
    SignForm,
    StageForm,
    SubmissionFilters,
    VerdictForm,
)
from approvals.forms.votes import CastForm, VotesForm

__all__ = [
    "AnswerForm",
    "ApartForm",
    "AttendanceForm",
    "CallForm",
    "CastForm",
    "CorrectionFilters",
    "CorrectionForm",
    "DueDaysForm",
    "FilingFilters",
    "FollowUpForm",
    "ItemForm",
    "MeetingFilters",
    "MeetingForm",
    "MeetingPrintForm",
    "MeetingRuleForm",
    "OpeningForm",
    "OpinionForm",
    "PlanForm",
    "ReasonForm",
    "ReceiptForm",
    "RecusalForm",
    "RejectForm",
    "RemarkForm",
    "ReportForm",
    "SendFilingForm",
    "SignForm",
    "StageForm",
    "SubmissionFilters",
    "VerdictForm",
    "VotesForm",
]
