"""Who sees which edition and which power (product.md, Who sees what)."""

import pytest
from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from core import services as core_services
from core.registry import registry
from core.states import ListState
from organization import services as organization
from organization.roles import Role
from powers import queries
from powers.states import DisclosureScope as Scope
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SEE_DRAFTS = {Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER, Role.PARTY_OFFICE, Role.DISCIPLINE}
SEE_REVIEW = SEE_DRAFTS | {Role.COMMITTEE_CHAIR, Role.SECRECY_REVIEWER}
SEE_IN_FORCE = SEE_DRAFTS | {Role.COMMITTEE_CHAIR} | {Role.COMMITTEE_MEMBER, Role.LEADERSHIP}
WIDE = set(Role) - {Role.FILER, Role.DEPARTMENT_HEAD, Role.OVERSEER}


def holder_of(role, department):
    """Holds the role on the department (or the root) and belongs to another department, unless it is a filer's."""
    if role in WIDE:
        return people.holder(role)
    person = people.person(where=people.department())
    organization.grant(by=people.system(), person=person, role=role, department=department)
    return person


@pytest.mark.parametrize(
    ("events", "seeing"),
    [((), SEE_DRAFTS), (("submit",), SEE_REVIEW), (("submit", "pass"), SEE_IN_FORCE)],
    ids=["draft", "in review", "in force"],
)
def test_an_edition_is_seen_by_exactly_these_roles(events, seeing):
    power_list = factories.power_list()
    for event in events:
        core_services.move(power_list, by=people.system(), event=event, sha256="0" * 64)

    seen = {role for role in Role if queries.list_for(holder_of(role, power_list.department), power_list.pk)}

    assert seen == seeing


def test_an_edition_in_force_is_seen_by_its_own_department_and_a_draft_is_not():
    first = factories.in_force(factories.power_list())
    second = factories.power_list(first.department)
    colleague = people.person(where=first.department)

    assert list(queries.lists_for(colleague)) == [first]
    assert queries.list_for(colleague, second.pk) is None


def test_who_sees_a_power_by_its_scope_alone_does_not_see_how_it_was_drafted(client):
    power = factories.power(disclosure_scope=Scope.HOSPITAL)
    factories.in_force(power.power_list)
    colleague, other = people.person(where=power.power_list.department), people.person(where=people.department())
    seen = {}

    for person in (colleague, other):
        client.force_login(person)
        page = client.get(reverse("powers:power", args=[power.pk]))
        history = client.get(reverse("powers:history", args=[power.pk]))
        seen[person] = (page.status_code, bool(page.context["history"]), history.status_code)

    assert seen == {colleague: (200, True, 200), other: (200, False, 404)}


def test_an_administrator_sees_nothing_of_the_own_department():
    power = factories.power(disclosure_scope=Scope.SOCIETY)
    factories.in_force(power.power_list)
    sysadmin = people.holder(Role.SYSADMIN, power.power_list.department)

    assert (queries.lists_for(sysadmin).count(), queries.powers_in_force(sysadmin).count()) == (0, 0)
    assert (queries.bases(sysadmin).count(), queries.regulations(sysadmin).count()) == (0, 0)


@pytest.fixture
def crowd():
    """People by how they stand to a power of a department in which another department does a step."""
    own, other = people.department(), people.department()
    member = people.person(where=people.department(), is_party_member=True)
    return (
        own,
        other,
        {
            "own": people.person(where=own),
            "step": people.person(where=other),
            "party": member,
            "staff": people.person(where=people.department()),
        },
    )


@pytest.mark.parametrize(
    ("scope", "seeing"),
    [
        (Scope.SOCIETY, {"own", "step", "party", "staff"}),
        (Scope.HOSPITAL, {"own", "step", "party", "staff"}),
        (Scope.PARTY_MEMBERS, {"own", "party"}),
        (Scope.RELATED, {"own", "step"}),
        (Scope.DEPARTMENT, {"own"}),
        (Scope.CLIENT, {"own"}),
        (Scope.NONE, {"own"}),
    ],
)
def test_a_power_in_force_is_seen_by_its_scope(crowd, scope, seeing):
    own, other, persons = crowd
    power = factories.power(factories.power_list(own), disclosure_scope=scope)
    factories.with_flow(power, post=people.post(other))
    factories.in_force(power.power_list)

    assert {name for name, person in persons.items() if queries.power_for(person, power.pk)} == seeing
    assert {name for name, person in persons.items() if power in queries.powers_in_force(person)} == seeing


@pytest.mark.parametrize("state", [ListState.DRAFT, ListState.SUPERSEDED])
def test_a_power_not_in_force_is_hidden_whatever_its_scope(crowd, state):
    own, _other, persons = crowd
    power = factories.power(factories.power_list(own), disclosure_scope=Scope.SOCIETY)
    if state == ListState.SUPERSEDED:
        factories.in_force(power.power_list)
        factories.in_force(factories.power_list(own))

    assert queries.power_for(persons["staff"], power.pk) is None


def test_the_scope_settled_in_review_holds_over_the_one_filed(crowd, monkeypatch):
    own, _other, persons = crowd
    power = factories.power(factories.power_list(own), disclosure_scope=Scope.HOSPITAL)
    factories.in_force(power.power_list)
    monkeypatch.setattr(registry, "settled_scopes", [lambda: Value(Scope.DEPARTMENT)])

    assert queries.power_for(persons["staff"], power.pk) is None
    assert queries.power_for(persons["own"], power.pk) == power


def test_a_person_sees_related_powers_through_a_post_held_elsewhere(crowd):
    own, other, persons = crowd
    power = factories.power(factories.power_list(own), disclosure_scope=Scope.RELATED)
    post = people.post(other)
    factories.with_flow(power, post=post)
    factories.in_force(power.power_list)
    assert queries.power_for(persons["staff"], power.pk) is None

    organization.begin_tenure(by=people.system(), person=persons["staff"], post=post, from_on=TODAY)

    assert queries.power_for(persons["staff"], power.pk) == power


def test_every_edition_of_a_power_is_listed_for_who_may_see_it():
    first = factories.power_list()
    power = factories.power(first)
    factories.in_force(first)
    second = factories.power_list(first.department)
    filer, colleague = people.holder("filer", first.department), people.person(where=first.department)

    assert [row.power_list for row in queries.editions_of_power(filer, power)] == [second, first]
    assert [row.power_list for row in queries.editions_of_power(colleague, power)] == [first]


@pytest.mark.parametrize(
    ("role", "events", "sees"),
    [
        (Role.DEPARTMENT_HEAD, (), True),
        (Role.OVERSEER, (), False),
        (Role.OVERSEER, ("submit",), True),
        (Role.PARTY_OFFICE, ("submit",), True),
        (Role.DISCIPLINE, ("submit",), True),
        (Role.SECRECY_REVIEWER, ("submit",), True),
        (Role.COMMITTEE_CHAIR, ("submit",), True),
        (Role.COMMITTEE_MEMBER, ("submit",), False),
        (Role.FILER, ("submit",), False),
    ],
)
def test_a_stand_in_reads_the_edition_that_the_holder_decides_on(role, events, sees):
    power_list = factories.power_list()
    for event in events:
        core_services.move(power_list, by=people.system(), event=event, sha256="0" * 64)
    stand_in, holder = people.person(where=people.department()), holder_of(role, power_list.department)
    organization.delegate(by=holder, stand_in=stand_in, from_on=TODAY, to_on=TODAY, reason="出差")

    assert (queries.list_for(stand_in, power_list.pk) is not None) is sees
