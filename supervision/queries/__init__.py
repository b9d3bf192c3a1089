"""What a person may see of the year's supervision, by noun."""

from supervision.queries.cycles import current_cycle

__all__ = ["current_cycle"]
