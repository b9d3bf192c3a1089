"""The only writer of the year's supervision, by noun."""

from supervision.services.cycles import open_cycle, plan_cycle
from supervision.services.findings import open_finding
from supervision.services.self_checks import open_self_checks

__all__ = ["open_cycle", "open_finding", "open_self_checks", "plan_cycle"]
