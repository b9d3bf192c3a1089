"""Who may file powers, keep the libraries, draft and assess regulations, and answer for what is due."""

from powers.rules.library import (
    be_reviewed,
    change_version,
    draft_regulation,
    draft_version,
    drop_version,
    enact_version,
    fill_version,
    keep_library,
    repeal_regulation,
)
from powers.rules.lists import change_power, file, file_power, open_lists, remove_power, save_flow
from powers.rules.reviews import (
    add_correction,
    answer_review,
    confirm_due,
    finish_correction,
    give_opinion,
    is_of_supervisors,
    open_review,
    reopen_review,
    submit_review,
    waits_for_opinion,
)

__all__ = [
    "add_correction",
    "answer_review",
    "be_reviewed",
    "change_power",
    "change_version",
    "confirm_due",
    "draft_regulation",
    "draft_version",
    "drop_version",
    "enact_version",
    "file",
    "file_power",
    "fill_version",
    "finish_correction",
    "give_opinion",
    "is_of_supervisors",
    "keep_library",
    "open_lists",
    "open_review",
    "remove_power",
    "reopen_review",
    "repeal_regulation",
    "save_flow",
    "submit_review",
    "waits_for_opinion",
]
