"""Who may do what to a submission now, and which rows a person must leave to others."""

from approvals.rules.recusal import recusal_reasons, undecidable_rows
from approvals.rules.verbs import (
    decide,
    keep_stages,
    prepare,
    record_meeting,
    remark,
    submit,
    take_back_remark,
    withdraw,
)

__all__ = [
    "decide",
    "keep_stages",
    "prepare",
    "recusal_reasons",
    "record_meeting",
    "remark",
    "submit",
    "take_back_remark",
    "undecidable_rows",
    "withdraw",
]
