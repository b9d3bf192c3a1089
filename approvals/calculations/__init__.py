"""Canonical content and its hash, and the arithmetic of a vote."""

from approvals.calculations.content import content, decision_facts, digest, seal
from approvals.calculations.voting import Quorum, Tally, outcome, quorum, result, threshold

__all__ = ["Quorum", "Tally", "content", "decision_facts", "digest", "outcome", "quorum", "result", "seal", "threshold"]
