"""Writing the trail's head outside the database, where nobody who can write the database can take it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.documents import heads
from core.models import AuditEvent
from core.services import audit

HEAD_DUTY = "core.write_head"


@transaction.atomic
def write_head(*, by: Any) -> heads.Head:
    """Append sequence, hash and count of the trail to the file, then tell the trail so, in which the file is missed
    when it loses a line. Raises `OSError` when the folder of `AUDIT_HEAD_DIR` can't be written."""
    turn = audit.take_turn()
    count = AuditEvent.objects.count()
    head = heads.Head(at=timezone.now(), sequence=turn.sequence, hash=turn.hash, count=count)
    heads.append(head)
    audit.record(
        by=by,
        verb="core.write_head",
        subject_type="core.audithead",
        subject_id=str(turn.pk),
        code=str(head.sequence),
        details=head.line(),
    )
    return head
