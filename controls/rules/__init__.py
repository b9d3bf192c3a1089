"""Who may do what with control tables, measures and conflicts of duty, by noun."""

from controls.rules.conflicts import accept_conflict, accepted_by_parties, detect_conflicts
from controls.rules.tables import (
    add_measure,
    change_measure,
    follow_register,
    open_tables,
    remove_measure,
    set_progress,
)

__all__ = [
    "accept_conflict",
    "accepted_by_parties",
    "add_measure",
    "change_measure",
    "detect_conflicts",
    "follow_register",
    "open_tables",
    "remove_measure",
    "set_progress",
]
