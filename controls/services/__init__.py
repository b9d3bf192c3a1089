"""The only writer of control tables and measures."""

from controls.services.loading import MeasureEntry, add_measures
from controls.services.measures import FIELDS, add_measure, change_measure, remove_measure, set_progress
from controls.services.prints import ask_print, print_table
from controls.services.tables import follow_register, open_table, open_tables

__all__ = [
    "FIELDS",
    "MeasureEntry",
    "add_measure",
    "add_measures",
    "ask_print",
    "change_measure",
    "follow_register",
    "open_table",
    "open_tables",
    "print_table",
    "remove_measure",
    "set_progress",
]
