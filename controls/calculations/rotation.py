"""When a key post is to change hands, and days as numbers that a database compares alike everywhere."""

from calendar import isleap
from datetime import date

from dateutil.relativedelta import relativedelta


def due_on(from_on: date, years: int | None, *, until: date | None = None) -> date | None:
    """The day by which the post changes hands: so many years after it was taken, or the day it is deferred to."""
    if until is not None or years is None:
        return until
    return from_on + relativedelta(years=years)


def key_of(day: date) -> int:
    """`2026-11-23` as 20261123: a tenure's key is reckoned in the database by adding its years to the year."""
    return day.year * 10_000 + day.month * 100 + day.day


def key_until(day: date) -> int:
    """The greatest key of a tenure due on `day` or before: who began on 29 February is due on the 28th of a short year."""
    is_last = (day.month, day.day) == (2, 28) and not isleap(day.year)
    return key_of(day) + (1 if is_last else 0)
