"""Pure arithmetic of the year's supervision, by noun, and what is printed of it."""

from supervision.calculations.printed_warning import PrintedWarning
from supervision.calculations.reminders import Days, audiences, rung_reached, standing

__all__ = [
    "Days",
    "PrintedWarning",
    "audiences",
    "rung_reached",
    "standing",
]
