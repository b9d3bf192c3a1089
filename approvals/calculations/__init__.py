"""Canonical content and its hash, and the arithmetic of a vote with its words."""

from approvals.calculations.content import content, digest, seal
from approvals.calculations.voting import Quorum, Tally, outcome, quorum, result, threshold
from approvals.calculations.words import (
    attendance_rule,
    ballot_sentence,
    pass_rule,
    rule_sentences,
    share,
    tally_sentence,
)

__all__ = [
    "Quorum",
    "Tally",
    "attendance_rule",
    "ballot_sentence",
    "content",
    "digest",
    "outcome",
    "pass_rule",
    "quorum",
    "result",
    "rule_sentences",
    "seal",
    "share",
    "tally_sentence",
    "threshold",
]
