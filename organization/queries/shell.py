"""What the shell shows of the organization on every page."""

from organization.models import Hospital, Notice, Person


def hospital() -> Hospital:
    """The hospital's names; the shipped defaults before anyone set them."""
    return Hospital.objects.first() or Hospital()


def unread_count(by: Person) -> int:
    """How many messages `by` has not read."""
    return Notice.objects.filter(person=by, read_at__isnull=True).count()
