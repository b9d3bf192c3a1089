"""Pages of approvals: submissions, decisions, meetings, stages."""

from approvals.views import (
    ballots,
    calls,
    decisions,
    items,
    lists,
    meeting_rules,
    meetings,
    sessions,
    stages,
    submissions,
)

__all__ = [
    "ballots",
    "calls",
    "decisions",
    "items",
    "lists",
    "meeting_rules",
    "meetings",
    "sessions",
    "stages",
    "submissions",
]
