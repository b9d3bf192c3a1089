"""The only writer of control tables, measures and conflicts of duty."""

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
    "change_measure",
    "detect",
    "detect_in_background",
    "follow_register",
    "open_table",
    "open_tables",
    "print_table",
    "remove_measure",
    "set_progress",
]
