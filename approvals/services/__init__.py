"""The only writer of approvals: preparing, signing, deciding, remarks, meetings, stages."""

from approvals.services.deciding import decide, withdraw
from approvals.services.meetings import Resolution, record_meeting
from approvals.services.remarks import remark, take_back_remark
from approvals.services.stages import add_stage, change_due_days, remove_stage
from approvals.services.submitting import prepare, submit

__all__ = [
    "Resolution",
    "add_stage",
    "change_due_days",
    "decide",
    "prepare",
    "record_meeting",
    "remark",
    "remove_stage",
    "submit",
    "take_back_remark",
    "withdraw",
]
