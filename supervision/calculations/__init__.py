"""Pure arithmetic of the year's supervision, by noun, and what is printed of it."""

from supervision.calculations.dashboard import overview
from supervision.calculations.printed_warning import PrintedWarning
from supervision.calculations.reminders import Days, audiences, rung_reached, standing

__all__ = [
    "Days",
    "PrintedWarning",
    "audiences",
    "overview",
    "rung_reached",
    "standing",
]
