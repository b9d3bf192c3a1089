"""Pure arithmetic of the year's supervision, by noun, and what is printed of it."""

from supervision.calculations.appraisals import Marked, Total, capped, half_up, plain, ranks, share, total
from supervision.calculations.printed_warning import PrintedWarning

__all__ = ["Marked", "PrintedWarning", "Total", "capped", "half_up", "plain", "ranks", "share", "total"]
