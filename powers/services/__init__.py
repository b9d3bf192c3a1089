"""The only writer of powers, their charts, their editions, the libraries, and what is due for review."""

from powers.services.dues import adjust_after_force, confirm_dues, reworded
from powers.services.flows import STEP_FIELDS, StepEntry, save_flow
from powers.services.handler import handler
from powers.services.library import add_basis, add_regulation, change_basis, change_regulation, verify_basis
from powers.services.lists import open_list, open_lists
from powers.services.loading import PowerEntry, file_powers, load_library
from powers.services.powers import MaterialEntry, change_power, file_power, remove_power
from powers.services.reviews import (
    add_correction,
    answer_review,
    finish_correction,
    give_opinion,
    open_review,
    reopen_review,
    submit_review,
)
from powers.services.versions import (
    TEXT_SUBJECT,
    change_version,
    draft_regulation,
    draft_version,
    drop_version,
    enact_version,
    keep_text,
    repeal_regulation,
)

__all__ = [
    "STEP_FIELDS",
    "TEXT_SUBJECT",
    "MaterialEntry",
    "PowerEntry",
    "StepEntry",
    "add_basis",
    "add_correction",
    "add_regulation",
    "adjust_after_force",
    "answer_review",
    "change_basis",
    "change_power",
    "change_regulation",
    "change_version",
    "confirm_dues",
    "draft_regulation",
    "draft_version",
    "drop_version",
    "enact_version",
    "file_power",
    "file_powers",
    "finish_correction",
    "give_opinion",
    "handler",
    "keep_text",
    "load_library",
    "open_list",
    "open_lists",
    "open_review",
    "remove_power",
    "reopen_review",
    "repeal_regulation",
    "reworded",
    "save_flow",
    "submit_review",
    "verify_basis",
]
