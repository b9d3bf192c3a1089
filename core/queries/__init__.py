"""Reads of what core keeps."""

from typing import Any

from core.models import Attachment, Duty
from core.queries.editions import editions_of
from core.queries.history import changed, changes, filers_of, history_of, last_editor, version_of
from core.queries.prepared import ask_prepared
from core.queries.trail import event_place, trail_breaches
from core.registry import registry
from core.rules import Denied

__all__ = [
    "ask_prepared",
    "attachment_for",
    "changed",
    "changes",
    "duty_for",
    "editions_of",
    "event_place",
    "filers_of",
    "history_of",
    "last_editor",
    "trail_breaches",
    "version_of",
]


def duty_for(by: Any, duty_id: int) -> Duty | None:
    """The background job `by` asked for, or one shared by those whom its kind's watcher lets; None hides it."""
    duty = Duty.objects.select_related("result").filter(pk=duty_id).first()
    if duty is None or duty.asked_by_id == by.pk:
        return duty
    may_watch = registry.duty_watchers.get(duty.kind)
    return duty if may_watch and may_watch(duty, by) else None


def attachment_for(by: Any, attachment_id: int) -> Attachment | None:
    """The file, when the reader registered for its subject lets `by` open it; None hides it."""
    attachment = Attachment.objects.filter(pk=attachment_id).first()
    if attachment is None:
        return None
    may_read = registry.attachment_readers.get(attachment.subject_type)
    try:
        return attachment if may_read and may_read(attachment, by) else None
    except Denied:
        return None
