"""A clock for the demo's history: services run as on another day, so that two years of editions read truly."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.utils import timezone

STEP = timedelta(seconds=7)


class Clock:
    """Tells a time that goes on by some seconds with every look, so that no two events share one."""

    def __init__(self) -> None:
        self.time = timezone.now()

    def set(self, year: int, month: int, day: int, hour: int = 9) -> None:
        """Go to that hour of the hospital, not before eight; never back, for the audit trail only goes forward."""
        self.time = max(_moment(year, month, day, max(hour, 8)), self.time)

    def __call__(self) -> datetime:
        self.time += STEP
        return self.time


def _moment(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone()).astimezone(UTC)


@contextmanager
def running_from(year: int, month: int, day: int) -> Iterator[Clock]:
    """Let `timezone.now()` follow a clock that starts on that day; only for filling an empty demo database."""
    real = timezone.now
    clock = Clock()
    clock.time = _moment(year, month, day, 9)
    timezone.now = clock
    try:
        yield clock
    finally:
        timezone.now = real
