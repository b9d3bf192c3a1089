"""Who may do what in the year's supervision, by noun."""

from supervision.rules.cycles import (
    change_cycle,
    close_cycle,
    move_phase,
    open_cycle,
    plan_cycle,
    record_lesson,
    run_year,
    urge,
)
from supervision.rules.findings import open_finding
from supervision.rules.overview import see_overview
from supervision.rules.rectifications import (
    answer_extension,
    answer_proposal,
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
    "answers_for",
    "ask_extension",
    "ask_warning_print",
    "at_state",
    "change_cycle",
    "close_cycle",
    "collect_warning",
    "handle_warning",
    "is_concerned",
    "judge_warning",
    "move_phase",
    "open_cycle",
    "open_finding",
    "plan_cycle",
    "plan_rectification",
    "recheck",
    "record_lesson",
    "rectification_of",
    "reply_to_source",
    "report_rectification",
    "run_year",
    "see_overview",
    "send_warning",
    "urge",
]
