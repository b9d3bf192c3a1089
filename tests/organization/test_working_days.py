"""Working days: national holidays, make-up days, the hospital's own days, years not yet known."""

from datetime import date

import pytest

from organization import calculations


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_make_up_days_of_2026_are_worked(day):
    assert calculations.is_workday(date.fromisoformat(day), {}) is True


def test_national_day_is_not_worked():
    assert calculations.is_workday(date(2026, 10, 1), {}) is False


def test_own_day_goes_before_the_national_calendar():
    assert calculations.is_workday(date(2026, 10, 1), {date(2026, 10, 1): True}) is True


def test_day_one_is_the_next_working_day():
    assert calculations.add_workdays(date(2026, 11, 20), 1, {}) == date(2026, 11, 23)


def test_counting_back_gives_the_day_of_the_first_reminder():
    assert calculations.add_workdays(date(2026, 11, 23), -1, {}) == date(2026, 11, 20)


def test_between_and_add_agree():
    start, end = date(2026, 9, 25), calculations.add_workdays(date(2026, 9, 25), 12, {})
    assert calculations.workdays_between(start, end, {}) == 12


def test_year_without_published_holidays_takes_weekdays_and_says_so():
    day = date(2031, 10, 1)
    assert (calculations.is_workday(day, {}), calculations.is_provisional(day)) == (True, True)
