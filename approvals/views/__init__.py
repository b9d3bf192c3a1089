"""Pages of approvals: submissions, decisions, meetings, stages."""

from approvals.views import decisions, lists, meetings, stages, submissions

__all__ = ["decisions", "lists", "meetings", "stages", "submissions"]
