"""The only writer of what core keeps: the trail, duties, form keys, attachments."""

from core.services.attachments import store
from core.services.audit import record, take_turn
from core.services.duties import ask, sweep
from core.services.editions import lock_editable, move, new_lineage, next_code, next_lineage
from core.services.form_keys import claim_form_key, store_form_result
from core.services.rows import copy_rows, erase, plain_changes, refuse_stale, save

__all__ = [
    "ask",
    "claim_form_key",
    "copy_rows",
    "erase",
    "lock_editable",
    "move",
    "new_lineage",
    "next_code",
    "next_lineage",
    "plain_changes",
    "record",
    "refuse_stale",
    "save",
    "store",
    "store_form_result",
    "sweep",
    "take_turn",
]
