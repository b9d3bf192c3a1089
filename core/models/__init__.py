"""The few tables all apps need and none owns: audit trail, duties, form keys, attachments, lineages, editions."""

from core.models.attachments import Attachment
from core.models.audit import AuditEvent, AuditHead
from core.models.duties import Duty
from core.models.editions import EditionList, EditionRow, Lineage, edition_constraints
from core.models.form_keys import FormKey

__all__ = [
    "Attachment",
    "AuditEvent",
    "AuditHead",
    "Duty",
    "EditionList",
    "EditionRow",
    "FormKey",
    "Lineage",
    "edition_constraints",
]
