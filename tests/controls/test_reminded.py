"""What of controls people are reminded of: measures to carry out and review, tables to renew, acceptances that run out, key posts to rotate."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from controls import queries, services
from controls.models import DutyConflict, Measure
from organization.models import Department
from organization.roles import Role
from tests import factories as people
from tests.controls import factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
FAR = date(TODAY.year + 3, 1, 1)
SOON = TODAY + timedelta(days=10)


def table(where=None, *days, **kwargs):
    made = factories.table(where, **kwargs)
    for day in days:
        factories.measure(made, **({"due_on": day} if day else {}))
    return factories.in_force(made)


def test_measures_are_one_a_table_and_day_until_they_are_done():
    made = table(people.department("药剂科"), SOON, SOON, SOON + timedelta(days=1))
    Measure.objects.filter(pk=made.measures.order_by("-id")[0].pk).update(status="done")

    (item,) = queries.due_measures(TODAY, FAR)

    assert (item.text, item.due_on, item.count) == ("药剂科2项防控措施到完成时限", SOON, 2)
    assert (item.actions, item.url) == (("file",), made.get_absolute_url())


def test_measures_due_later_and_long_term_ones_are_not_told():
    made = factories.table()
    factories.measure(made)
    factories.measure(made, due_on=SOON)
    factories.in_force(made)

    assert list(queries.due_measures(TODAY, TODAY)) == []


FINDS = (queries.due_measures, queries.due_measure_reviews, queries.due_tables)


@pytest.mark.parametrize("count", [1, 3])
def test_measures_their_reviews_and_tables_ask_one_query_each(django_assert_num_queries, count):
    for _number in range(count):
        table(None, SOON)

    with django_assert_num_queries(3):
        found = [len(list(find(TODAY, FAR))) for find in FINDS]

    assert found == [count, count, count]


def test_stage_3_every_table_is_renewed_in_the_year_after():
    table(people.department("药剂科"), SOON)

    (item,) = queries.due_tables(TODAY, FAR)

    assert (item.text, item.due_on) == ("药剂科一览表的年度修订", date(TODAY.year + 1, 12, 31))
    assert list(queries.due_tables(TODAY, TODAY)) == []


def test_stage_3_every_measure_is_reviewed_in_the_year_after_long_term_and_done_ones_too():
    made = table(people.department("药剂科"), SOON, SOON, None)
    Measure.objects.filter(pk=made.measures.order_by("id")[0].pk).update(status="done")

    (item,) = queries.due_measure_reviews(TODAY, FAR)

    assert (item.text, item.due_on, item.count) == ("药剂科3项防控措施的年度复核", date(TODAY.year + 1, 12, 31), 3)
    assert (item.actions, item.url) == (("file",), made.get_absolute_url())
    assert list(queries.due_measure_reviews(TODAY, TODAY)) == []


def test_where_the_table_is_renewed_the_years_review_of_its_measures_is_over():
    where = people.department("药剂科")
    table(where, None)
    newer = table(where, None)

    found = [(item.count, item.url) for item in queries.due_measure_reviews(TODAY, FAR)]

    assert found == [(2, newer.get_absolute_url())]


def test_a_table_without_a_measure_and_one_of_a_retired_department_have_none_to_review():
    table()
    retired = table(None, SOON)
    Department.objects.filter(pk=retired.department_id).update(retired_on=TODAY)

    assert list(queries.due_measure_reviews(TODAY, FAR)) == []


def test_the_leaderships_table_waits_for_who_submits_it():
    register = risk_factories.leadership_register()
    risk_factories.point(register, post=people.post(people.root(), is_leadership=True))
    table(people.root(), SOON, is_leadership=True)

    found = [item for find in FINDS for item in find(TODAY, FAR)]

    assert [(item.text, item.actions) for item in found] == [
        ("班子成员1项防控措施到完成时限", ("submit_leadership",)),
        ("班子成员1项防控措施的年度复核", ("submit_leadership",)),
        ("班子成员一览表的年度修订", ("submit_leadership",)),
    ]


def test_accepted_conflicts_are_told_when_their_acceptance_runs_out(django_assert_num_queries):
    conflict = factories.conflict("decision", "supervision", where=people.department("药剂科"))
    factories.accept(conflict, people.holder(Role.PARTY_OFFICE), days=90)

    with django_assert_num_queries(1):
        (item,) = queries.due_conflicts(TODAY, FAR)

    assert (item.text, item.due_on) == ("药剂科1项已接受的职责冲突到期", DutyConflict.objects.get().expires_on)
    assert item.actions == ("file", "accept_conflict")
    assert list(queries.due_conflicts(TODAY, TODAY)) == []


def test_clause_2_4_who_holds_a_key_post_to_its_limit_is_to_be_rotated_and_is_not_named(django_assert_num_queries):
    tenure = factories.key_tenure(since=date(2021, 12, 1), years=5)

    with django_assert_num_queries(1):
        (item,) = queries.due_rotations(TODAY, FAR)

    post = tenure.post
    assert (item.text, item.due_on) == (f"{post.department}岗位 {post.code} 到轮岗期限", date(2026, 12, 1))
    assert (item.actions, item.key) == (("plan_rotation",), f"tenure:{tenure.pk}:2026-12-01")


def test_a_deferred_rotation_is_told_by_its_new_day():
    tenure = factories.key_tenure(since=date(2020, 1, 1), years=5)
    until = TODAY + timedelta(days=120)
    office = people.holder(Role.PARTY_OFFICE)
    services.defer_rotation(by=office, tenure=tenure, until=until, reason="系统验收")

    assert list(queries.due_rotations(TODAY, TODAY)) == []
    assert [item.due_on for item in queries.due_rotations(TODAY, FAR)] == [until]
