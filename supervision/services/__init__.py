"""The only writer of the year's supervision, by noun."""

from supervision.services.accountability import (
    amend_accountability,
    follow_up_accountability,
    keep_kind,
    read_accountability,
    record_accountability,
)
from supervision.services.appeals import answer_appeal, appeal_result
from supervision.services.appraisals import (
    close_appraisal,
    compute_appraisal,
    open_appraisal,
    plan_appraisal,
    publish_appraisal,
    record_use,
)
from supervision.services.checklists import add_checklist_item, change_checklist_item, retire_checklist_item
from supervision.services.closing import ask_closing
from supervision.services.closing import handler as closing_handler
from supervision.services.criteria import add_criterion, change_criterion, remove_criterion
from supervision.services.cycles import (
    PhaseEntry,
    ask_editions,
    change_cycle,
    close_cycle,
    move_phase,
    name_posts,
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
from supervision.services.record_sheets import load_record_sheet, plan_record_sheet, upload_record_sheet
from supervision.services.rectifications import (
    answer_extension,
    ask_extension,
    plan_rectification,
    recheck,
    report_rectification,
)
from supervision.services.reminders import Sweep, remind, send_reminders
from supervision.services.scores import ScoreEntry, score_departments
from supervision.services.self_checks import open_self_checks
from supervision.services.spot_check_records import (
    ItemEntry,
    answer_items,
    fill_record,
    finish_record,
    give_record_opinion,
    name_inspectors,
    open_item_finding,
    sign_record,
    take_back_record,
)
from supervision.services.spot_checks import (
    begin_spot_check,
    cancel_spot_check,
    change_spot_check,
    close_spot_check,
    draw_spot_check,
    fix_seed,
    freeze_population,
    plan_spot_check,
)
from supervision.services.warnings import (
    answer_warning,
    collect_warning,
    handle_warning,
    judge_warning,
    send_warning,
)

__all__ = [
    "ItemEntry",
    "PhaseEntry",
    "ScoreEntry",
    "Sweep",
    "add_checklist_item",
    "add_criterion",
    "amend_accountability",
    "answer_appeal",
    "answer_extension",
    "answer_items",
    "answer_proposal",
    "answer_warning",
    "appeal_result",
    "ask_closing",
    "ask_editions",
    "ask_extension",
    "ask_overview_print",
    "ask_print",
    "begin_spot_check",
    "cancel_spot_check",
    "change_checklist_item",
    "change_criterion",
    "change_cycle",
    "change_lesson",
    "change_spot_check",
    "close_appraisal",
    "close_cycle",
    "close_finding",
    "close_spot_check",
    "closing_handler",
    "collect_warning",
    "compute_appraisal",
    "count_overdue",
    "count_overdue_in_background",
    "draw_spot_check",
    "fill_record",
    "finish_record",
    "fix_seed",
    "follow_up_accountability",
    "freeze_population",
    "give_record_opinion",
    "handle_warning",
    "judge_warning",
    "keep_kind",
    "load_record_sheet",
    "move_phase",
    "name_inspectors",
    "name_posts",
    "note_attendance",
    "open_appraisal",
    "open_cycle",
    "open_editions",
    "open_finding",
    "open_item_finding",
    "open_self_checks",
    "plan_appraisal",
    "plan_cycle",
    "plan_record_sheet",
    "plan_rectification",
    "plan_spot_check",
    "print_overview",
    "print_paper",
    "publish_appraisal",
    "read_accountability",
    "recheck",
    "record_accountability",
    "record_lesson",
    "record_use",
    "remind",
    "remove_criterion",
    "reopen_finding",
    "reply_to_source",
    "report_rectification",
    "retire_checklist_item",
    "score_departments",
    "send_reminders",
    "send_warning",
    "sign_record",
    "take_back_record",
    "upload_record_sheet",
    "urge",
]
