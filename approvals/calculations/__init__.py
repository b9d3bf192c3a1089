"""The canonical content of a submission, what a correction changed, the arithmetic of a vote, what is printed of them."""

from approvals.calculations.content import content, decision_facts, digest, moment, record_facts, seal, vote_facts
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
    arithmetic,
    attendance_rule,
    ballot_sentence,
    comings,
    numeral,
    pass_rule,
    recused_rule,
    rule_sentences,
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
    "arithmetic",
    "attendance_rule",
    "ballot_sentence",
    "comings",
    "content",
    "correction_facts",
    "decision_facts",
    "digest",
    "figures",
    "marked",
    "moment",
    "numeral",
    "outcome",
    "pass_rule",
    "quorum",
    "record_facts",
    "recused_rule",
    "report_facts",
    "result",
    "rule_sentences",
    "seal",
    "tally_sentence",
    "threshold",
    "vote_facts",
]
