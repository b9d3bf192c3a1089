"""A person's own reminders, and what a sweep asks of those that were made."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import islice

from django.db.models import Exists, Min, OuterRef, QuerySet

from organization.models import Person
from supervision.models import Digest, Reminder

CHUNK = 2_000

Subject = tuple[int, str, date]
"""Person, key and day: what is reminded of once a rung."""


def reminders_of(by: Person) -> QuerySet[Reminder]:
    """The last reminder of each thing that `by` was reminded of, whether it has been done since or not."""
    lower = Reminder.objects.filter(
        person=by, key=OuterRef("key"), due_on=OuterRef("due_on"), rung__lt=OuterRef("rung")
    )
    return Reminder.objects.filter(~Exists(lower), person=by)


def digests_of(by: Person) -> QuerySet[Digest]:
    return Digest.objects.filter(person=by).order_by("-on")


def digest_of(by: Person, pk: int) -> Digest | None:
    return digests_of(by).filter(pk=pk).first()


def reminders_in(digest: Digest) -> QuerySet[Reminder]:
    """What a digest tells, the most urgent first."""
    return Reminder.objects.filter(digest=digest).order_by("workdays_left", "due_on", "id")


def rungs_reached(keys: Collection[str]) -> dict[Subject, int]:
    """The lowest rung on which each person was reminded of each of `keys`; a query for each two thousand."""
    found: dict[Subject, int] = {}
    for chunk in _chunks(keys):
        rows = Reminder.objects.filter(key__in=chunk).values_list("person_id", "key", "due_on").order_by()
        found |= {(person, key, day): rung for person, key, day, rung in rows.annotate(lowest=Min("rung"))}
    return found


def people_told(on: date) -> set[int]:
    """Who has a digest of the day."""
    return set(Digest.objects.filter(on=on).values_list("person_id", flat=True))


def _chunks(keys: Iterable[str]) -> Iterator[list[str]]:
    left = iter(keys)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
