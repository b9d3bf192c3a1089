"""The only writer of approvals: preparing, signing, deciding, remarks, corrections, stages, meetings and their votes."""

from approvals.services.correcting import correct, report_corrections
from approvals.services.deciding import decide, withdraw
from approvals.services.filings import record_receipt, remind_filing, send_filing
from approvals.services.holding import close_meeting, follow_up, note_presence, open_meeting
from approvals.services.meeting_rules import change_meeting_rule
from approvals.services.planning import (
    add_item,
    answer_call,
    call_meeting,
    cancel_meeting,
    change_meeting,
    move_item,
    plan_meeting,
    recall_meeting,
    remove_item,
)
from approvals.services.prints import ask_filing_print, ask_meeting_print, print_filing, print_meeting
from approvals.services.remarks import remark, take_back_remark
from approvals.services.stages import add_stage, change_due_days, remove_stage
from approvals.services.submitting import prepare, prepare_thing, submit
from approvals.services.voting import (
    begin_item,
    cast_vote,
    declare_recusal,
    postpone_item,
    record_votes,
    state_opinion,
    vote_apart,
)

__all__ = [
    "add_item",
    "add_stage",
    "answer_call",
    "ask_filing_print",
    "ask_meeting_print",
    "begin_item",
    "call_meeting",
    "cancel_meeting",
    "cast_vote",
    "change_due_days",
    "change_meeting",
    "change_meeting_rule",
    "close_meeting",
    "correct",
    "decide",
    "declare_recusal",
    "follow_up",
    "move_item",
    "note_presence",
    "open_meeting",
    "plan_meeting",
    "postpone_item",
    "prepare",
    "prepare_thing",
    "print_filing",
    "print_meeting",
    "recall_meeting",
    "record_receipt",
    "record_votes",
    "remark",
    "remind_filing",
    "remove_item",
    "remove_stage",
    "report_corrections",
    "send_filing",
    "state_opinion",
    "submit",
    "take_back_remark",
    "vote_apart",
    "withdraw",
]
