"""Who may do what with control tables, measures, receipts, conflicts of duty and rotation, by noun."""

from controls.rules.conflicts import accept_conflict, accepted_by_parties, detect_conflicts
from controls.rules.receipts import keep_receipts, record_paper_receipt, sign_table
from controls.rules.rotations import cancel_rotation, carry_out_rotation, defer_rotation, hand_over, plan_rotation
from controls.rules.tables import (
    add_measure,
    change_measure,
    follow_register,
    open_tables,
    remove_measure,
    set_progress,
)

__all__ = [
    "accept_conflict",
    "accepted_by_parties",
    "add_measure",
    "cancel_rotation",
    "carry_out_rotation",
    "change_measure",
    "defer_rotation",
    "detect_conflicts",
    "follow_register",
    "hand_over",
    "keep_receipts",
    "open_tables",
    "plan_rotation",
    "record_paper_receipt",
    "remove_measure",
    "set_progress",
    "sign_table",
]
