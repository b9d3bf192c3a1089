"""Who may do what to a submission now, and which rows a person must leave to others."""

from approvals.rules.recusal import grounds, recusal_reasons, reviewers, undecidable_rows
from approvals.rules.verbs import (
    decide,
    keep_stages,
    open_record,
    prepare,
    record_meeting,
    remark,
    stage_of,
    submit,
    take_back_remark,
    withdraw,
)

__all__ = [
    "decide",
    "grounds",
    "keep_stages",
    "open_record",
    "prepare",
    "record_meeting",
    "recusal_reasons",
    "remark",
    "reviewers",
    "stage_of",
    "submit",
    "take_back_remark",
    "undecidable_rows",
    "withdraw",
]
