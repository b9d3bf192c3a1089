"""The only writer of the year's supervision, by noun."""

from supervision.services.cycles import open_cycle, plan_cycle
from supervision.services.findings import open_finding
from supervision.services.reminders import Sweep, remind, send_reminders

__all__ = ["Sweep", "open_cycle", "open_finding", "plan_cycle", "remind", "send_reminders"]
