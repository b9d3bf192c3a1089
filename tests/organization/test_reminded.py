"""What of the organization people are reminded of: next year's holidays."""

from datetime import date

import pytest
from django.utils import timezone

from organization import queries, services
from tests import factories

pytestmark = pytest.mark.django_db

FAR = date(timezone.localdate().year + 30, 1, 1)


@pytest.mark.parametrize(
    ("on", "years"),
    [
        (date(2026, 10, 31), []),
        (date(2026, 11, 2), ["calendar:2027"]),
        (date(2027, 1, 4), ["calendar:2027"]),
        (date(2027, 11, 1), ["calendar:2027", "calendar:2028"]),
    ],
)
def test_next_years_holidays_are_asked_for_from_november_on(on, years, django_assert_num_queries):
    factories.root()

    with django_assert_num_queries(2):
        found = list(queries.due_calendars(on, FAR))

    assert [item.key for item in found] == years


def test_the_holidays_are_due_by_the_end_of_november_and_wait_for_the_party_office():
    factories.root()

    (item,) = queries.due_calendars(date(2026, 11, 2), FAR)

    assert (item.due_on, item.actions) == (date(2026, 11, 30), ("keep_organization",))


def test_a_year_that_was_entered_by_hand_is_asked_for_no_more():
    factories.root()
    for month in (1, 5, 10):
        services.set_calendar_day(by=factories.system(), day=date(2027, month, 1), is_workday=False, note="节日")

    assert list(queries.due_calendars(date(2026, 11, 2), FAR)) == []
    assert queries.is_year_provisional(2027) is False


def test_before_there_is_a_hospital_nobody_is_asked():
    assert list(queries.due_calendars(date(2026, 11, 2), FAR)) == []
