"""How old a finding is, in the steps in which the overview counts them and the list of findings filters."""

from datetime import date, timedelta

from supervision.states.findings import FindingAge

AGES: tuple[tuple[str, int, int], ...] = (
    (FindingAge.FRESH, 0, 30),
    (FindingAge.MONTH, 31, 90),
    (FindingAge.QUARTER, 91, 180),
    (FindingAge.OLD, 181, 100_000),
)
"""Code, and between how many days ago it was found."""


def found_between(code: str, today: date) -> tuple[date, date]:
    """First and last day on which a finding of that age was found."""
    days = {age: (least, most) for age, least, most in AGES}
    least, most = days[code]
    return today - timedelta(days=most), today - timedelta(days=least)
