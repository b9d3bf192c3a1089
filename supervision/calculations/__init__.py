"""Pure arithmetic of the year's supervision, by noun, and what is printed of it."""

from supervision.calculations.appraisals import Marked, Total, capped, half_up, plain, ranks, share, total
from supervision.calculations.dashboard import overview
from supervision.calculations.printed_warning import PrintedWarning
from supervision.calculations.reminders import Days, audiences, rung_reached, standing

__all__ = [
    "Days",
    "Marked",
    "PrintedWarning",
    "Total",
    "audiences",
    "capped",
    "half_up",
    "overview",
    "plain",
    "ranks",
    "rung_reached",
    "share",
    "standing",
    "total",
]
