"""Pure arithmetic of the year's supervision."""

from supervision.calculations.reminders import Days, audiences, rung_reached, standing

__all__ = ["Days", "audiences", "rung_reached", "standing"]
