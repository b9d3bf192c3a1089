"""Writing the audit trail: one event for each change, in the change's own transaction, chained by hash."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import calculations
from core.models import AuditEvent, AuditHead


def take_turn() -> AuditHead:
    """Lock the trail's head until commit: whoever appends to a chain takes turns here."""
    return AuditHead.objects.select_for_update().get_or_create(id=1)[0]


@transaction.atomic
def record(
    *,
    by: Any,
    verb: str,
    subject: models.Model | None = None,
    subject_type: str = "",
    subject_id: str = "",
    code: str = "",
    department_code: str = "",
    on_behalf_of: Any = None,
    details: dict[str, Any] | None = None,
) -> AuditEvent:
    """Append one event to the chain; call it last in a service, for the chain's head stays locked until commit.

    `by` may be None for a visitor without login (a failed login). `verb` is `app.service`, e.g. `approvals.submit`.
    """
    head = take_turn()
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=timezone.now(),
        actor_id=str(by.pk) if by else "",
        actor_name=str(by) if by else "",
        on_behalf_of=str(on_behalf_of) if on_behalf_of else "",
        verb=verb,
        subject_type=subject._meta.label_lower if subject is not None else subject_type,
        subject_id=str(subject.pk) if subject is not None else subject_id,
        subject_code=code or str(getattr(subject, "code", "") or ""),
        department_code=department_code,
        details=details or {},
        previous_hash=head.hash,
    )
    event.details_hash = calculations.sha256(event.details)
    event.hash = calculations.audit_hash(event)
    event.save(force_insert=True)
    head.sequence, head.hash = event.sequence, event.hash
    head.save(update_fields=["sequence", "hash"])
    return event
