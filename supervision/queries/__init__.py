"""What a person may see of the year's supervision, by noun."""

from supervision.queries.cycles import current_cycle
from supervision.queries.self_checks import self_check_places, self_checks_due

__all__ = ["current_cycle", "self_check_places", "self_checks_due"]
