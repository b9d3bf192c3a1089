"""The only writer of the year's supervision, by noun."""

from supervision.services.accountability import (
    amend_accountability,
    follow_up_accountability,
    keep_kind,
    read_accountability,
    record_accountability,
)
from supervision.services.appeals import (
    answer_appeal,
    appeal_result,
)
from supervision.services.appraisals import (
    ScoreEntry,
    close_appraisal,
    compute_appraisal,
    open_appraisal,
    plan_appraisal,
    publish_appraisal,
    record_use,
    score_departments,
)
from supervision.services.criteria import (
    add_criterion,
    change_criterion,
    remove_criterion,
)
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
    "ScoreEntry",
    "add_criterion",
    "amend_accountability",
    "answer_appeal",
    "answer_extension",
    "answer_proposal",
    "answer_warning",
    "appeal_result",
    "ask_editions",
    "ask_extension",
    "ask_print",
    "ask_warning_print",
    "change_criterion",
    "change_cycle",
    "change_lesson",
    "close_appraisal",
    "close_cycle",
    "close_finding",
    "collect_warning",
    "compute_appraisal",
    "count_overdue",
    "count_overdue_in_background",
    "follow_up_accountability",
    "handle_warning",
    "judge_warning",
    "keep_kind",
    "move_phase",
    "note_attendance",
    "open_appraisal",
    "open_cycle",
    "open_editions",
    "open_finding",
    "plan_appraisal",
    "plan_cycle",
    "plan_rectification",
    "print_paper",
    "print_warning",
    "publish_appraisal",
    "read_accountability",
    "recheck",
    "record_accountability",
    "record_lesson",
    "record_use",
    "remove_criterion",
    "reopen_finding",
    "reply_to_source",
    "report_rectification",
    "score_departments",
    "send_warning",
    "urge",
]
