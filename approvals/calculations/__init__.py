"""The canonical content of a submission, the arithmetic of a vote and its words, and what is printed of them."""

from approvals.calculations.content import content, decision_facts, digest, moment, record_facts, seal, vote_facts
from approvals.calculations.printed_meeting import (
    PrintedEntry,
    PrintedFiling,
    PrintedItem,
    PrintedMeeting,
    PrintedRule,
    PrintedVote,
)
from approvals.calculations.sentences import (
    arithmetic,
    attendance_rule,
    ballot_sentence,
    numeral,
    pass_rule,
    recused_rule,
    rule_sentences,
    tally_sentence,
)
from approvals.calculations.voting import Quorum, Tally, outcome, quorum, result, threshold

__all__ = [
    "PrintedEntry",
    "PrintedFiling",
    "PrintedItem",
    "PrintedMeeting",
    "PrintedRule",
    "PrintedVote",
    "Quorum",
    "Tally",
    "arithmetic",
    "attendance_rule",
    "ballot_sentence",
    "content",
    "decision_facts",
    "digest",
    "moment",
    "numeral",
    "outcome",
    "pass_rule",
    "quorum",
    "record_facts",
    "recused_rule",
    "result",
    "rule_sentences",
    "seal",
    "tally_sentence",
    "threshold",
    "vote_facts",
]
