"""Telling people: messages in the system's inbox."""

from collections.abc import Iterable

from organization.models import Notice, Person


def notify(people: Iterable[Person], *, kind: str, text: str, url: str = "") -> None:
    """Put one message into each person's inbox, in the caller's transaction."""
    Notice.objects.bulk_create(Notice(person=person, kind=kind, text=text[:300], url=url) for person in people)
