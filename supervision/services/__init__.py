"""The only writer of the year's supervision, by noun."""

from supervision.services.cycles import (
    PhaseEntry,
    ask_editions,
    change_cycle,
    close_cycle,
    move_phase,
    open_cycle,
    open_editions,
    plan_cycle,
    urge,
)
from supervision.services.findings import close_finding, open_finding, reopen_finding, reply_to_source
from supervision.services.lessons import change_lesson, note_attendance, record_lesson
from supervision.services.overview_prints import ask_overview_print, print_overview
from supervision.services.prints import ask_print, print_paper
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
    "PhaseEntry",
    "answer_extension",
    "answer_proposal",
    "answer_warning",
    "ask_editions",
    "ask_extension",
    "ask_overview_print",
    "ask_print",
    "ask_warning_print",
    "change_cycle",
    "change_lesson",
    "close_cycle",
    "close_finding",
    "collect_warning",
    "count_overdue",
    "count_overdue_in_background",
    "handle_warning",
    "judge_warning",
    "move_phase",
    "note_attendance",
    "open_cycle",
    "open_editions",
    "open_finding",
    "plan_cycle",
    "plan_rectification",
    "print_overview",
    "print_paper",
    "print_warning",
    "recheck",
    "record_lesson",
    "reopen_finding",
    "reply_to_source",
    "report_rectification",
    "send_warning",
    "urge",
]
