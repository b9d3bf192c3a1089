"""What of controls people are reminded of: measures to carry out, tables to renew, acceptances that run out, key posts to rotate."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from controls import queries, services
from controls.models import DutyConflict, Measure
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
        factories.measure(made, due_on=day)
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


@pytest.mark.parametrize("count", [1, 3])
def test_measures_and_tables_ask_one_query_each(django_assert_num_queries, count):
    for _number in range(count):
        table(None, SOON)

    with django_assert_num_queries(2):
        found = [len(list(find(TODAY, FAR))) for find in (queries.due_measures, queries.due_tables)]

    assert found == [count, count]


def test_clause_stage_3_every_table_is_renewed_in_the_year_after():
    table(people.department("药剂科"), SOON)

    (item,) = queries.due_tables(TODAY, FAR)

    assert (item.text, item.due_on) == ("药剂科一览表的年度修订", date(TODAY.year + 1, 12, 31))
    assert list(queries.due_tables(TODAY, TODAY)) == []


def test_the_leaderships_table_waits_for_who_submits_it():
    register = risk_factories.leadership_register()
    risk_factories.point(register, post=people.post(people.root(), is_leadership=True))
    table(people.root(), SOON, is_leadership=True)

    found = [*queries.due_measures(TODAY, FAR), *queries.due_tables(TODAY, FAR)]

    assert [(item.text, item.actions) for item in found] == [
        ("班子成员1项防控措施到完成时限", ("submit_leadership",)),
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
