"""Pages of approvals: submissions, decisions, meetings, 备案, prints, stages."""

from approvals.views import decisions, filings, lists, meetings, prints, stages, submissions

__all__ = ["decisions", "filings", "lists", "meetings", "prints", "stages", "submissions"]
