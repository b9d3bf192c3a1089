"""Grants: by the security administrator alone, 三员 apart, taken back at once."""

import pytest
from django.db import IntegrityError, transaction

from core.models import AuditEvent
from core.rules import Denied
from organization import queries, services
from organization.models import RoleGrant
from organization.roles import ADMINISTRATORS, Action, Role
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_security_administrator_grants_and_the_trail_says_so():
    secadmin, person, where = factories.holder(Role.SECADMIN), factories.person(), factories.department()

    services.grant(by=secadmin, person=person, role=Role.FILER, department=where)

    event = AuditEvent.objects.order_by("-sequence").first()
    assert (event.verb, event.actor_name, event.details) == ("organization.grant", secadmin.name, {"role": "filer"})


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.SECADMIN])
def test_nobody_else_grants(role):
    other, person, where = factories.holder(role), factories.person(), factories.department()

    with pytest.raises(Denied):
        services.grant(by=other, person=person, role=Role.FILER, department=where)


def test_nobody_grants_to_themselves():
    secadmin = factories.holder(Role.SECADMIN)

    with pytest.raises(Denied, match="不能给自己授权"):
        services.grant(by=secadmin, person=secadmin, role=Role.FILER, department=factories.department())


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_an_administrator_gets_no_business_role(role):
    secadmin, administrator = factories.holder(Role.SECADMIN), factories.holder(role)

    with pytest.raises(Denied, match="三员分立|不能给自己授权"):
        services.grant(by=secadmin, person=administrator, role=Role.FILER, department=factories.root())


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_a_business_person_becomes_no_administrator(role):
    secadmin, filer = factories.holder(Role.SECADMIN), factories.holder(Role.FILER)

    with pytest.raises(Denied, match="三员分立"):
        services.grant(by=secadmin, person=filer, role=role, department=factories.root())


def test_the_database_itself_keeps_the_three_administrators_apart():
    sysadmin = factories.holder(Role.SYSADMIN)
    held = RoleGrant.objects.get(user=sysadmin)

    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.create(
            user=sysadmin, role=Role.AUDITOR, content_object=factories.department(), permission=held.permission
        )


def test_granting_twice_changes_nothing():
    secadmin, person, where = factories.holder(Role.SECADMIN), factories.person(), factories.department()

    first = services.grant(by=secadmin, person=person, role=Role.FILER, department=where)
    second = services.grant(by=secadmin, person=person, role=Role.FILER, department=where)

    assert first == second


def test_taking_back_twice_leaves_one_trace():
    secadmin, person, where = factories.holder(Role.SECADMIN), factories.person(), factories.department()
    services.grant(by=secadmin, person=person, role=Role.FILER, department=where)

    for _ in range(2):
        services.revoke(by=secadmin, person=person, role=Role.FILER, department=where)

    assert AuditEvent.objects.filter(verb="organization.revoke").count() == 1


def test_a_role_taken_back_is_gone_at_once():
    secadmin, where = factories.holder(Role.SECADMIN), factories.department()
    filer = factories.holder(Role.FILER, where)

    services.revoke(by=secadmin, person=filer, role=Role.FILER, department=where)

    assert queries.may(filer, Action.FILE, where) is False


def test_guardian_sees_the_same_grant():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)

    assert (filer.has_perm("organization.filer", where), filer.has_perm("organization.overseer", where)) == (
        True,
        False,
    )


def test_the_grants_are_narrowed_to_a_role(client):
    secadmin = factories.holder(Role.SECADMIN)
    filer, _head = factories.holder(Role.FILER), factories.holder(Role.DEPARTMENT_HEAD)
    client.force_login(secadmin)

    rows = client.get("/organization/grants/?role=filer").context["page"].rows

    assert [row.thing for row in rows] == [filer]
