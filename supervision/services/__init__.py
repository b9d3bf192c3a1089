"""The only writer of the year's supervision, by noun."""

from supervision.services.cycles import (
    PhaseEntry,
    ask_editions,
    change_cycle,
    close_cycle,
    move_phase,
    open_cycle,
    open_editions,
    plan_cycle,
    urge,
)
from supervision.services.findings import open_finding
from supervision.services.lessons import change_lesson, note_attendance, record_lesson
from supervision.services.prints import ask_print, print_paper

__all__ = [
    "PhaseEntry",
    "ask_editions",
    "ask_print",
    "change_cycle",
    "change_lesson",
    "close_cycle",
    "move_phase",
    "note_attendance",
    "open_cycle",
    "open_editions",
    "open_finding",
    "plan_cycle",
    "print_paper",
    "record_lesson",
    "urge",
]
