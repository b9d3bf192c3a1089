"""The only writer of the year's supervision, by noun."""

from supervision.services.cycles import open_cycle, plan_cycle
from supervision.services.findings import close_finding, open_finding, reopen_finding, reply_to_source
from supervision.services.proposals import answer_proposal, count_overdue, count_overdue_in_background
from supervision.services.rectifications import (
    answer_extension,
    ask_extension,
    plan_rectification,
    recheck,
    report_rectification,
)
from supervision.services.warnings import (
    answer_warning,
    ask_warning_print,
    collect_warning,
    handle_warning,
    judge_warning,
    print_warning,
    send_warning,
)

__all__ = [
    "answer_extension",
    "answer_proposal",
    "answer_warning",
    "ask_extension",
    "ask_warning_print",
    "close_finding",
    "collect_warning",
    "count_overdue",
    "count_overdue_in_background",
    "handle_warning",
    "judge_warning",
    "open_cycle",
    "open_finding",
    "plan_cycle",
    "plan_rectification",
    "print_warning",
    "recheck",
    "reopen_finding",
    "reply_to_source",
    "report_rectification",
    "send_warning",
]
