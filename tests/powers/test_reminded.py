"""What of powers people are reminded of: annual reviews, bases to verify, reviews after a change of a basis."""

from datetime import date

import pytest
from django.utils import timezone

from organization import queries as organization_queries
from powers import queries, services
from powers.models import LegalBasis, PowerList
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)
NEXT_YEARS_END = date(TODAY.year + 1, 12, 31)


def in_force(where=None, count=2):
    working = factories.power_list(where)
    basis = factories.basis()
    for _number in range(count):
        factories.power(working, bases=[basis])
    return factories.in_force(working)


def test_stage_3_every_power_is_looked_at_in_the_year_after_it_came_into_force():
    where = people.department("药剂科")
    shown = in_force(where)

    (item,) = queries.due_powers(TODAY, FAR)

    assert (item.text, item.due_on, item.count) == ("药剂科2项职权的年度复核", NEXT_YEARS_END, 2)
    assert (item.actions, item.url) == (("file",), shown.get_absolute_url())


def test_powers_not_due_yet_and_empty_editions_are_left_out():
    in_force(count=0)
    in_force()

    assert list(queries.due_powers(TODAY, TODAY)) == []
    assert [item.count for item in queries.due_powers(TODAY, FAR)] == [2]


@pytest.mark.parametrize("count", [1, 3])
def test_powers_ask_one_query(django_assert_num_queries, count):
    for _number in range(count):
        in_force()

    with django_assert_num_queries(1):
        assert len(list(queries.due_powers(TODAY, FAR))) == count


def test_bases_are_verified_once_a_year_and_unverified_ones_this_year(django_assert_num_queries):
    people.root()
    factories.basis()
    factories.basis()
    factories.basis("unchecked")
    factories.basis("repealed")
    earlier = factories.basis()
    LegalBasis.objects.filter(pk=earlier.pk).update(verified_on=date(TODAY.year - 1, 3, 1))

    with django_assert_num_queries(2):
        found = list(queries.due_bases(TODAY, FAR))

    assert [(item.due_on, item.count, item.actions) for item in found] == [
        (date(TODAY.year, 12, 31), 2, ("keep_library",)),
        (NEXT_YEARS_END, 2, ("keep_library",)),
    ]
    assert [item.count for item in queries.due_bases(TODAY, date(TODAY.year, 12, 31))] == [2]


def test_before_there_is_a_hospital_no_bases_are_due():
    factories.basis()

    assert list(queries.due_bases(TODAY, FAR)) == []


def repealed(where, count=2):
    working, basis = factories.power_list(where), factories.basis()
    for _number in range(count):
        factories.power(working, bases=[basis])
    factories.in_force(working)
    services.change_basis(by=people.system(), basis=basis, status="repealed")
    return basis


@pytest.mark.parametrize("count", [1, 3])
def test_reviews_after_a_change_are_one_a_department_and_change(django_assert_num_queries, count):
    bases = [repealed(people.department("药剂科" if not number else "")) for number in range(count)]

    with django_assert_num_queries(2):
        found = list(queries.due_reviews(TODAY, FAR))

    item = next(item for item in found if item.text.startswith("药剂科"))
    assert (len(found), item.text) == (count, f"药剂科2项因《{bases[0].title}》变动待复核")
    assert item.due_on == organization_queries.workdays_after(TODAY, 20)
    assert f"q={bases[0].code}" in item.url


def test_reviews_due_later_are_not_told_yet():
    repealed(people.department())

    assert list(queries.due_reviews(TODAY, TODAY)) == []


def test_a_retired_departments_powers_are_no_longer_reviewed():
    shown = in_force()
    type(shown.department).objects.filter(pk=shown.department_id).update(retired_on=TODAY)

    assert list(queries.due_powers(TODAY, FAR)) == []
    assert PowerList.objects.in_force().count() == 1
