"""Telling people: messages in the system's inbox."""

from collections.abc import Iterable

from django.utils import timezone

from core import services as core_services
from organization.models import Notice, Person


def notify(people: Iterable[Person], *, kind: str, text: str, url: str = "") -> None:
    """Put one message into each person's inbox, in the caller's transaction."""
    Notice.objects.bulk_create(Notice(person=person, kind=kind, text=text[:300], url=url) for person in people)


def notify_each(messages: Iterable[tuple[int, str, str]], *, kind: str) -> None:
    """Put into inboxes one message each: id of the person, text, address."""
    Notice.objects.bulk_create(
        (Notice(person_id=person, kind=kind, text=text[:300], url=url) for person, text, url in messages),
        batch_size=core_services.BATCH,
    )


def read_notices(*, by: Person, notice_ids: Iterable[int] | None = None) -> int:
    """Mark messages of `by` as read: those named, or all; returns how many."""
    unread = Notice.objects.filter(person=by, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    return unread.update(read_at=timezone.now())
