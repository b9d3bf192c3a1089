"""What `verify_chain` asks of approvals: frozen submissions, decisions and corrections against the trail, lists and meetings."""

from approvals.queries.proof.contents import content_breaches
from approvals.queries.proof.corrections import correction_breaches
from approvals.queries.proof.decisions import decision_breaches
from approvals.queries.proof.lists import list_breaches
from approvals.queries.proof.meetings import meeting_breaches

__all__ = ["content_breaches", "correction_breaches", "decision_breaches", "list_breaches", "meeting_breaches"]
