"""The only writer of powers, their charts, their editions and the libraries."""

from powers.services.flows import STEP_FIELDS, StepEntry, save_flow
from powers.services.handler import handler
from powers.services.library import add_basis, add_regulation, change_basis, change_regulation, verify_basis
from powers.services.lists import open_list, open_lists
from powers.services.loading import PowerEntry, file_powers, load_library
from powers.services.powers import MaterialEntry, change_power, file_power, remove_power

__all__ = [
    "STEP_FIELDS",
    "MaterialEntry",
    "PowerEntry",
    "StepEntry",
    "add_basis",
    "add_regulation",
    "change_basis",
    "change_power",
    "change_regulation",
    "file_power",
    "file_powers",
    "handler",
    "load_library",
    "open_list",
    "open_lists",
    "remove_power",
    "save_flow",
    "verify_basis",
]
