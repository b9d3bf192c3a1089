"""Who may do what in the year's supervision, by noun."""

from supervision.rules.findings import open_finding
from supervision.rules.rectifications import (
    answer_extension,
    answer_proposal,
    answerable,
    answers_for,
    ask_extension,
    at_state,
    is_concerned,
    plan_rectification,
    recheck,
    rectification_of,
    reply_to_source,
    report_rectification,
)
from supervision.rules.warnings import (
    answer_warning,
    ask_warning_print,
    collect_warning,
    handle_warning,
    judge_warning,
    send_warning,
)

__all__ = [
    "answer_extension",
    "answer_proposal",
    "answer_warning",
    "answerable",
    "answers_for",
    "ask_extension",
    "ask_warning_print",
    "at_state",
    "collect_warning",
    "handle_warning",
    "is_concerned",
    "judge_warning",
    "open_finding",
    "plan_rectification",
    "recheck",
    "rectification_of",
    "reply_to_source",
    "report_rectification",
    "send_warning",
]
