"""The only writer of what core keeps: the trail, duties, form keys, attachments."""

from core.services.attachments import store
from core.services.audit import record
from core.services.duties import ask, sweep
from core.services.form_keys import claim_form_key, store_form_result

__all__ = ["ask", "claim_form_key", "record", "store", "store_form_result", "sweep"]
