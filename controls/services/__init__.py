"""The only writer of control tables, measures, receipts, conflicts of duty and rotation."""

from controls.services.conflicts import (
    Detected,
    accept_conflict,
    ask_detection,
    ask_detection_now,
    detect,
    detect_in_background,
)
from controls.services.loading import MeasureEntry, add_measures
from controls.services.measures import FIELDS, add_measure, change_measure, remove_measure, set_progress
from controls.services.prints import ask_print, print_table
from controls.services.receipts import record_paper_receipt, sign_table
from controls.services.rotations import cancel_rotation, carry_out_rotation, defer_rotation, hand_over, plan_rotation
from controls.services.tables import follow_register, open_table, open_tables

__all__ = [
    "FIELDS",
    "Detected",
    "MeasureEntry",
    "accept_conflict",
    "add_measure",
    "add_measures",
    "ask_detection",
    "ask_detection_now",
    "ask_print",
    "cancel_rotation",
    "carry_out_rotation",
    "change_measure",
    "defer_rotation",
    "detect",
    "detect_in_background",
    "follow_register",
    "hand_over",
    "open_table",
    "open_tables",
    "plan_rotation",
    "print_table",
    "record_paper_receipt",
    "remove_measure",
    "set_progress",
    "sign_table",
]
