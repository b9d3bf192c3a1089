"""Who may do what in the year's supervision, by noun."""

from supervision.rules.findings import open_finding
from supervision.rules.spot_check_records import (
    fill_record,
    finish_record,
    give_record_opinion,
    is_inspector,
    open_item_finding,
    records_seen,
    sees_all,
    sign_record,
    take_back_record,
)
from supervision.rules.spot_checks import (
    begin_spot_check,
    cancel_spot_check,
    change_spot_check,
    close_spot_check,
    conflicts_of,
    draw_spot_check,
    fix_seed,
    freeze_population,
    keep_checklist,
    name_inspectors,
    retire_checklist_item,
    run_spot_checks,
)

__all__ = [
    "begin_spot_check",
    "cancel_spot_check",
    "change_spot_check",
    "close_spot_check",
    "conflicts_of",
    "draw_spot_check",
    "fill_record",
    "finish_record",
    "fix_seed",
    "freeze_population",
    "give_record_opinion",
    "is_inspector",
    "keep_checklist",
    "name_inspectors",
    "open_finding",
    "open_item_finding",
    "records_seen",
    "retire_checklist_item",
    "run_spot_checks",
    "sees_all",
    "sign_record",
    "take_back_record",
]
