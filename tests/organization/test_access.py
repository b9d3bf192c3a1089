"""Who may do what where: exact and wide roles, stand-ins, retired people."""

from datetime import timedelta

import pytest
from django.utils import timezone

from organization import queries, services
from organization.roles import EXACT_ROLES, GRANTS, Action, Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role.values)
def test_each_role_reaches_below_its_department_unless_it_is_exact(role):
    above = factories.department()
    below = factories.department(parent=above)
    person = factories.holder(role, above)
    action = min(GRANTS[role])

    reached = set(queries.departments_for(person, action))

    assert reached == ({above} if role in EXACT_ROLES else {above, below})


def test_a_department_beside_is_not_reached():
    here, beside = factories.department(), factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, here)

    assert queries.may(head, Action.SIGN, beside) is False


def test_a_retired_person_may_nothing():
    where = factories.department()
    head = factories.holder(Role.DEPARTMENT_HEAD, where)

    services.retire_account(by=factories.system(), person=head)
    head.refresh_from_db()

    assert (queries.may(head, Action.SIGN, where), queries.may_anywhere(head, Action.SIGN)) == (False, False)


def test_a_stand_in_acts_as_the_holder_within_the_days():
    where = factories.department()
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD, where), factories.person(where=where)
    today = timezone.localdate()

    services.delegate(by=head, stand_in=colleague, from_on=today, to_on=today, reason="外出培训")

    assert queries.acting_as(colleague, Action.SIGN, where) == head


@pytest.mark.parametrize("shift", [-2, 2])
def test_a_stand_in_does_not_act_outside_the_days(shift):
    where = factories.department()
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD, where), factories.person(where=where)
    day = timezone.localdate() + timedelta(days=shift)

    services.delegate(by=head, stand_in=colleague, from_on=day, to_on=day, reason="外出培训")

    assert queries.acting_as(colleague, Action.SIGN, where) is None


def test_a_revoked_stand_in_does_not_act():
    where = factories.department()
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD, where), factories.person(where=where)
    today = timezone.localdate()
    delegation = services.delegate(by=head, stand_in=colleague, from_on=today, to_on=today, reason="外出培训")

    services.revoke_delegation(by=head, delegation=delegation)

    assert queries.acting_as(colleague, Action.SIGN, where) is None


def test_a_stand_in_does_not_file_for_the_holder():
    where = factories.department()
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD, where), factories.person(where=where)
    today = timezone.localdate()

    services.delegate(by=head, stand_in=colleague, from_on=today, to_on=today, reason="外出培训")

    assert queries.acting_as(colleague, Action.FILE, where) is None


def test_holders_of_an_action_for_a_department_come_from_above_too():
    where = factories.department()
    office = factories.holder(Role.PARTY_OFFICE)
    factories.holder(Role.DEPARTMENT_HEAD, where)

    assert list(queries.holders(Action.REVIEW, where)) == [office]


def test_departments_for_is_one_query(django_assert_num_queries):
    office = factories.holder(Role.PARTY_OFFICE)
    factories.department()

    with django_assert_num_queries(1):
        list(queries.departments_for(office, Action.REVIEW))


def test_tenure_grants_nothing():
    where = factories.department()
    person, post = factories.person(where=where), factories.post(where)

    services.begin_tenure(by=factories.system(), person=person, post=post, from_on=timezone.localdate())

    assert queries.roles_of(person) == set()


def read_roles(person):
    """As a request does."""
    queries.read_roles(person)
    return person


def stand_in_of_a_head(where):
    head, colleague = factories.holder(Role.DEPARTMENT_HEAD, where), factories.holder(Role.FILER, where)
    today = timezone.localdate()
    services.delegate(by=head, stand_in=colleague, from_on=today, to_on=today, reason="外出培训")
    return head, colleague


def test_roles_held_and_lent_are_read_in_one_query(django_assert_num_queries):
    _head, colleague = stand_in_of_a_head(factories.department())

    with django_assert_num_queries(1):
        read_roles(colleague)

    assert (colleague.held_roles, colleague.lent_roles) == ({Role.FILER}, {Role.DEPARTMENT_HEAD})
    assert colleague.root_roles == frozenset()


@pytest.mark.parametrize("role", [Role.PARTY_OFFICE, Role.OVERSEER, Role.FILER])
def test_what_is_held_for_the_whole_hospital_covers_what_asking_finds(role):
    root, _below = factories.root(), factories.department()
    person = factories.holder(role, root)
    action = {Role.PARTY_OFFICE: Action.REVIEW, Role.OVERSEER: Action.OVERSEE, Role.FILER: Action.FILE}[role]
    asked = {*queries.departments_for(person, action)}, {*queries.departments_acting_for(person, action)}

    read_roles(person)

    known = {*queries.departments_for(person, action)}, {*queries.departments_acting_for(person, action)}
    assert (known, person.root_roles) == (asked, {role} - {Role.OVERSEER, Role.FILER})


def test_a_stand_in_whose_roles_are_known_still_acts_as_the_holder():
    where = factories.department()
    head, colleague = stand_in_of_a_head(where)
    read_roles(colleague)

    assert queries.acting_as(colleague, Action.SIGN, where) == head
    assert list(queries.departments_acting_for(colleague, Action.SIGN)) == [where]
    assert queries.may_act_anywhere(colleague, Action.SIGN) is True


def test_what_is_known_to_be_out_of_reach_is_not_asked(django_assert_num_queries):
    where = factories.department()
    filer = read_roles(factories.holder(Role.FILER, where))

    with django_assert_num_queries(0):
        assert list(queries.departments_acting_for(filer, Action.SIGN)) == []
        assert queries.may_act_anywhere(filer, Action.SIGN) is False
        assert queries.acting_as(filer, Action.SIGN, where) is None


def test_what_is_held_for_the_whole_hospital_is_not_asked_again(django_assert_num_queries):
    where, office = factories.department(), read_roles(factories.holder(Role.PARTY_OFFICE))

    with django_assert_num_queries(0):
        assert queries.may(office, Action.REVIEW, where) is True
        assert queries.may_anywhere(office, Action.REVIEW) is True
        assert queries.may_act_anywhere(office, Action.REVIEW) is True

    office.is_active = False
    assert queries.may(office, Action.REVIEW, where) is False
    assert queries.may_anywhere(office, Action.REVIEW) is False


def test_a_grant_taken_away_is_gone_though_the_roles_were_read_before():
    where = factories.department()
    head = read_roles(factories.holder(Role.DEPARTMENT_HEAD, where))
    keeper = factories.holder(Role.SECADMIN)

    services.revoke(by=keeper, person=head, role=Role.DEPARTMENT_HEAD, department=where)

    assert list(queries.departments_acting_for(head, Action.SIGN)) == []
    assert queries.acting_as(head, Action.SIGN, where) is None
