"""The only writer of the year's supervision, by noun."""

from supervision.services.checklists import add_checklist_item, change_checklist_item, retire_checklist_item
from supervision.services.cycles import open_cycle, plan_cycle
from supervision.services.findings import open_finding
from supervision.services.record_prints import ask_record_print, print_record
from supervision.services.record_sheets import load_record_sheet, plan_record_sheet, upload_record_sheet
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

__all__ = [
    "ItemEntry",
    "add_checklist_item",
    "answer_items",
    "ask_record_print",
    "begin_spot_check",
    "cancel_spot_check",
    "change_checklist_item",
    "change_spot_check",
    "close_spot_check",
    "draw_spot_check",
    "fill_record",
    "finish_record",
    "fix_seed",
    "freeze_population",
    "give_record_opinion",
    "load_record_sheet",
    "name_inspectors",
    "open_cycle",
    "open_finding",
    "open_item_finding",
    "plan_cycle",
    "plan_record_sheet",
    "plan_spot_check",
    "print_record",
    "retire_checklist_item",
    "sign_record",
    "take_back_record",
    "upload_record_sheet",
]
