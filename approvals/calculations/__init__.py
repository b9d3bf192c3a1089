"""The canonical content of a submission, what a correction changed, the arithmetic of a vote and its words, and what is printed of them."""

from approvals.calculations import words
from approvals.calculations.content import content, decision_facts, digest, seal
from approvals.calculations.corrections import Mark, correction_facts, figures, marked, report_facts
from approvals.calculations.printed_meeting import (
    PrintedEntry,
    PrintedFiling,
    PrintedItem,
    PrintedMeeting,
    PrintedRule,
    PrintedVote,
)
from approvals.calculations.sentences import (
    attendance_rule,
    ballot_sentence,
    pass_rule,
    rule_sentences,
    share,
    tally_sentence,
)
from approvals.calculations.voting import Quorum, Tally, outcome, quorum, result, threshold

__all__ = [
    "Mark",
    "PrintedEntry",
    "PrintedFiling",
    "PrintedItem",
    "PrintedMeeting",
    "PrintedRule",
    "PrintedVote",
    "Quorum",
    "Tally",
    "attendance_rule",
    "ballot_sentence",
    "content",
    "correction_facts",
    "decision_facts",
    "digest",
    "figures",
    "marked",
    "outcome",
    "pass_rule",
    "quorum",
    "report_facts",
    "result",
    "rule_sentences",
    "seal",
    "share",
    "tally_sentence",
    "threshold",
    "words",
]
