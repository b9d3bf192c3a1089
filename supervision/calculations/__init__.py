"""Pure arithmetic of the year's supervision, by noun, and what is printed of it."""

from supervision.calculations.dashboard import overview
from supervision.calculations.printed_warning import PrintedWarning

__all__ = ["PrintedWarning", "overview"]
