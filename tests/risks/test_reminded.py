"""The annual confirmation of grades: counted by register and year, told to who files."""

from datetime import date

import pytest
from django.utils import timezone

from risks import queries
from risks.models import RiskPoint
from tests import factories as people
from tests.risks import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)


def register(where=None, points=2, **kwargs):
    made = factories.register(where, **kwargs)
    for _number in range(points):
        factories.graded_point(made)
    factories.review(made)
    return factories.in_force(made)


def test_stage_3_grades_confirmed_this_year_are_due_by_the_end_of_the_next():
    made = register(people.department("药剂科"))

    (item,) = queries.due_points(TODAY, FAR)

    assert (item.text, item.due_on) == ("药剂科2个风险点的年度复核", date(TODAY.year + 1, 12, 31))
    assert (item.actions, item.url, item.count) == (("file",), made.get_absolute_url(), 2)


def test_points_of_earlier_years_and_taken_back_ones_are_due_now():
    made = register(points=3)
    first, second, _third = made.points.order_by("id")
    RiskPoint.objects.filter(pk=first.pk).update(grade_confirmed_on=date(TODAY.year - 1, 5, 1))
    RiskPoint.objects.filter(pk=second.pk).update(grade_confirmed_on=None)

    found = list(queries.due_points(TODAY, date(TODAY.year, 12, 31)))

    assert [(item.due_on, item.count) for item in found] == [(date(TODAY.year, 12, 31), 2)]


def test_the_leaderships_points_wait_for_who_submits_them():
    register(people.root(), is_leadership=True)

    assert [(item.text, item.actions) for item in queries.due_points(TODAY, FAR)] == [
        ("班子成员2个风险点的年度复核", ("submit_leadership",))
    ]


def test_points_without_a_settled_grade_are_missing_and_not_due():
    made = factories.register()
    factories.point(made)
    factories.in_force(made)

    assert list(queries.due_points(TODAY, FAR)) == []


@pytest.mark.parametrize("count", [1, 3])
def test_points_ask_one_query(django_assert_num_queries, count):
    for _number in range(count):
        register()

    with django_assert_num_queries(1):
        assert len(list(queries.due_points(TODAY, FAR))) == count
