"""Pages of approvals: submissions, decisions, meetings, 备案, prints, stages."""

from approvals.views import (
    ballots,
    calls,
    decisions,
    filings,
    items,
    lists,
    meeting_rules,
    meetings,
    prints,
    sessions,
    stages,
    submissions,
)

__all__ = [
    "ballots",
    "calls",
    "decisions",
    "filings",
    "items",
    "lists",
    "meeting_rules",
    "meetings",
    "prints",
    "sessions",
    "stages",
    "submissions",
]
