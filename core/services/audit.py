"""Writing the audit trail: one event for each change, in the change's own transaction, chained by hash."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from core import calculations
from core.models import AuditEvent, AuditHead


def take_turn() -> AuditHead:
    """Lock the trail's head until commit: whoever appends to a chain takes turns here."""
    return AuditHead.objects.select_for_update().get_or_create(id=1)[0]


@dataclass(frozen=True)
class AuditEntry:
    """What one event of the trail says; `subject` gives its type, key and code where they are not given."""

    verb: str
    subject: models.Model | None = None
    subject_type: str = ""
    subject_id: str = ""
    code: str = ""
    department_code: str = ""
    on_behalf_of: Any = None
    details: dict[str, Any] = field(default_factory=dict)


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
    entry = AuditEntry(
        verb, subject, subject_type, subject_id, code, department_code, on_behalf_of, details=details or {}
    )
    return record_all(by=by, entries=[entry])[0]


@transaction.atomic(savepoint=False)
def record_all(*, by: Any, entries: Iterable[AuditEntry]) -> list[AuditEvent]:
    """Append events to the chain in their order, as `record` does each, in a constant number of statements.

    There is no savepoint to return to: without its event a change must not stand either.
    """
    entries = list(entries)
    if not entries:
        return []
    head = take_turn()
    events = []
    for entry in entries:
        event = _event(entry, by)
        event.sequence, event.previous_hash = head.sequence + 1, head.hash
        event.hash = calculations.audit_hash(event)
        head.sequence, head.hash = event.sequence, event.hash
        events.append(event)
    AuditEvent.objects.bulk_create(events)
    head.save(update_fields=["sequence", "hash"])
    return events


def _event(entry: AuditEntry, by: Any) -> AuditEvent:
    """The event that `entry` becomes, without its place in the chain."""
    subject = entry.subject
    return AuditEvent(
        at=timezone.now(),
        actor_id=str(by.pk) if by else "",
        actor_name=str(by) if by else "",
        on_behalf_of=str(entry.on_behalf_of) if entry.on_behalf_of else "",
        verb=entry.verb,
        subject_type=subject._meta.label_lower if subject is not None else entry.subject_type,
        subject_id=str(subject.pk) if subject is not None else entry.subject_id,
        subject_code=entry.code or str(getattr(subject, "code", "") or ""),
        department_code=entry.department_code,
        details=entry.details,
        details_hash=calculations.sha256(entry.details),
    )
