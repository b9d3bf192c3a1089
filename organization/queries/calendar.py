"""The working calendar: the hospital's own days over the national ones."""

from datetime import date

from organization import calculations
from organization.models import CalendarDay


def workday_overrides() -> dict[date, bool]:
    """The hospital's own days: worked or not."""
    return dict(CalendarDay.objects.values_list("day", "is_workday"))


def workdays_after(day: date, count: int) -> date:
    """The day `count` working days after `day` by the hospital's calendar."""
    return calculations.add_workdays(day, count, workday_overrides())


def is_year_provisional(year: int) -> bool:
    """Are the holidays of `year` neither published nor entered by the hospital, so that deadlines in it are provisional?"""
    return calculations.is_provisional(date(year, 1, 1), workday_overrides())
