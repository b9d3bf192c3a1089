"""What a person may see of the year's supervision, by noun."""

from supervision.queries.cycles import current_cycle
from supervision.queries.reminded import due_findings
from supervision.queries.reminders import (
    digest_of,
    digests_of,
    people_told,
    reminders_in,
    reminders_of,
    rungs_reached,
)

__all__ = [
    "current_cycle",
    "digest_of",
    "digests_of",
    "due_findings",
    "people_told",
    "reminders_in",
    "reminders_of",
    "rungs_reached",
]
