"""Tenure, terms in bodies and stand-ins: what is refused, and what the refusal says."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.rules import Denied
from organization import queries, services
from tests import factories

pytestmark = pytest.mark.django_db
SINCE = date(2024, 1, 8)


def body():
    return services.open_body(by=factories.system(), kind="leading_group", name="领导小组")


def test_a_post_is_not_begun_twice():
    person, post = factories.person("采购员"), factories.post(name="采购岗")
    services.begin_tenure(by=factories.system(), person=person, post=post, from_on=SINCE)

    with pytest.raises(Denied, match="采购员已在“.*采购岗”任职"):
        services.begin_tenure(by=factories.system(), person=person, post=post, from_on=SINCE)


def test_a_member_is_not_seated_twice():
    person, group = factories.person("委员"), body()
    services.begin_membership(by=factories.system(), body=group, person=person, duty="member", from_on=SINCE)

    with pytest.raises(Denied, match="委员已是领导小组成员"):
        services.begin_membership(by=factories.system(), body=group, person=person, duty="chair", from_on=SINCE)


def test_a_term_that_ended_stays_readable_below_those_of_today():
    group, past, present = body(), factories.person("前任"), factories.person("现任")
    first = services.begin_membership(by=factories.system(), body=group, person=past, duty="chair", from_on=SINCE)
    services.end_membership(by=factories.system(), membership=first, to_on=date(2025, 1, 8))
    services.begin_membership(by=factories.system(), body=group, person=present, duty="chair", from_on=date(2025, 1, 9))

    assert [term.person for term in queries.memberships(group)] == [present, past]
    assert queries.bodies().get(pk=group.pk).member_count == 1


def test_a_term_does_not_end_before_it_began():
    member = services.begin_membership(
        by=factories.system(), body=body(), person=factories.person(), duty="member", from_on=SINCE
    )

    with pytest.raises(Denied, match="不能早于开始日期 2024-01-08"):
        services.end_membership(by=factories.system(), membership=member, to_on=SINCE - timedelta(days=1))


def delegate(holder, stand_in):
    today = timezone.localdate()
    return services.delegate(by=holder, stand_in=stand_in, from_on=today, to_on=today, reason="出差")


def test_who_holds_no_business_role_has_nothing_to_stand_in_for():
    with pytest.raises(Denied, match="没有可代理的业务职责"):
        delegate(factories.person(), factories.person())


def test_an_administrator_stands_in_for_nobody():
    with pytest.raises(Denied, match="不能代理业务职责"):
        delegate(factories.holder("overseer"), factories.holder("sysadmin"))


def test_only_who_named_a_stand_in_takes_it_back():
    given = delegate(factories.holder("overseer"), factories.person())

    with pytest.raises(Denied, match="只有委托人本人可以撤销"):
        services.revoke_delegation(by=factories.holder("overseer"), delegation=given)


def test_an_administrator_is_not_offered_as_stand_in():
    holder, colleague, _administrator = factories.holder("overseer"), factories.person(), factories.holder("auditor")

    assert list(queries.colleagues(holder)) == [colleague]
