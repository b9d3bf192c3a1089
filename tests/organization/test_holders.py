"""The table of holders answers as `holders` does for each department, with who stands in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organization import queries, services
from organization.roles import Action, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_it_answers_as_holders_does_for_every_action_and_department():
    top = factories.department()
    below = factories.department(parent=top)
    for role, where in ((Role.FILER, top), (Role.DEPARTMENT_HEAD, below), (Role.OVERSEER, below)):
        factories.holder(role, where)
    for role in (Role.PARTY_OFFICE, Role.DISCIPLINE, Role.COMMITTEE_CHAIR):
        factories.holder(role)
    factories.holder(Role.PARTY_OFFICE, top)
    retired = factories.holder(Role.FILER, top)
    services.retire_account(by=factories.system(), person=retired)

    table = queries.HolderTable(timezone.localdate())

    for action in Action:
        for where in (factories.root(), top, below):
            asked = {person.pk for person in queries.holders(action, where)}
            assert table.of(action, where.pk) == asked, (action, where)


def test_who_stands_in_today_is_told_of_what_they_may_decide():
    where, today = factories.department(), timezone.localdate()
    head, deputy = factories.holder(Role.DEPARTMENT_HEAD, where), factories.person()
    services.delegate(by=head, stand_in=deputy, from_on=today, to_on=today, reason="出差")

    table = queries.HolderTable(today)

    assert table.of(Action.SIGN, where.pk) == {head.pk, deputy.pk}
    assert table.of(Action.FILE, where.pk) == {head.pk}
    assert queries.HolderTable(today + timedelta(days=1)).of(Action.SIGN, where.pk) == {head.pk}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_the_same_however_many_there_are(django_assert_num_queries, count):
    places = [factories.department() for _number in range(count)]
    for where in places:
        factories.holder(Role.FILER, where)

    with django_assert_num_queries(3):
        table = queries.HolderTable(timezone.localdate())
        found = [table.of(Action.FILE, where.pk) for where in places]

    assert [len(people) for people in found] == [1] * count


def test_members_are_the_people_of_each_department():
    where, other = factories.department(), factories.department()
    member, holder = factories.person(where=where), factories.person(where=other)
    services.begin_tenure(
        by=factories.system(), person=holder, post=factories.post(where), from_on=timezone.localdate()
    )

    found = queries.members_of([where.pk], timezone.localdate())

    assert found == {where.pk: {member.pk, holder.pk}}


def test_business_logins_leave_administrators_and_retired_people_out():
    business, gone = factories.person(), factories.person()
    factories.holder(Role.SYSADMIN)
    services.retire_account(by=factories.system(), person=gone)

    assert queries.business_logins() == {business.pk}
