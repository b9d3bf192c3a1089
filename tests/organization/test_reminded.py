"""What of the organization people are reminded of: rotation of key posts, next year's holidays."""

from datetime import date

import pytest
from django.utils import timezone

from organization import queries, services
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 30, 1, 1)


def tenure(from_on, years=5, **fields):
    post = factories.post(factories.department("药剂科"), "采购岗", is_key=True, rotation_years=years)
    return services.begin_tenure(
        by=factories.system(), person=factories.person("某人"), post=post, from_on=from_on, **fields
    )


def test_clause_2_4_who_holds_a_key_post_to_its_limit_is_to_be_rotated_and_is_not_named(django_assert_num_queries):
    made = tenure(date(2021, 12, 1))

    with django_assert_num_queries(1):
        (item,) = queries.due_tenures(TODAY, FAR)

    assert (item.text, item.due_on) == ("药剂科“采购岗”任职满5年，应轮岗", date(2026, 12, 1))
    assert (item.actions, item.key) == (("plan_rotation",), f"tenure:{made.pk}")


def test_tenures_that_end_or_reach_the_limit_later_are_not_told():
    made = tenure(TODAY)

    assert list(queries.due_tenures(TODAY, TODAY)) == []
    services.end_tenure(by=factories.system(), tenure=made, to_on=TODAY)
    assert list(queries.due_tenures(TODAY, FAR)) == []


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
