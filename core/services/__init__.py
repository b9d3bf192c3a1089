"""The only writer of what core keeps: the trail, duties, form keys, attachments."""

from core.services.attachments import store, store_all
from core.services.audit import AuditEntry, record, record_all, take_turn
from core.services.duties import ask, ask_daily, sweep
from core.services.editions import lock_editable, lock_editable_lists, move, new_lineage, next_code, next_lineage
from core.services.form_keys import claim_form_key, store_form_result
from core.services.heads import HEAD_DUTY, write_head
from core.services.prints import keep_print, print_digest, refuse_changed
from core.services.rows import BATCH, copy_rows, create_all, erase, plain_changes, refuse_stale, save
from core.services.turns import take_turn_at

__all__ = [
    "BATCH",
    "HEAD_DUTY",
    "AuditEntry",
    "ask",
    "ask_daily",
    "claim_form_key",
    "copy_rows",
    "create_all",
    "erase",
    "keep_print",
    "lock_editable",
    "lock_editable_lists",
    "move",
    "new_lineage",
    "next_code",
    "next_lineage",
    "plain_changes",
    "print_digest",
    "record",
    "record_all",
    "refuse_changed",
    "refuse_stale",
    "save",
    "store",
    "store_all",
    "store_form_result",
    "sweep",
    "take_turn",
    "take_turn_at",
    "write_head",
]
