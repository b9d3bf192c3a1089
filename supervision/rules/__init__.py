"""Who may do what in the year's supervision, by noun."""

from supervision.rules.cycles import (
    change_cycle,
    close_cycle,
    move_phase,
    open_cycle,
    plan_cycle,
    record_lesson,
    run_year,
    urge,
)
from supervision.rules.findings import open_finding

__all__ = [
    "change_cycle",
    "close_cycle",
    "move_phase",
    "open_cycle",
    "open_finding",
    "plan_cycle",
    "record_lesson",
    "run_year",
    "urge",
]
