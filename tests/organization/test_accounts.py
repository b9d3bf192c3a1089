"""Accounts: a holder gets a login, a login is closed and opened again, by the system administrator alone."""

from datetime import date

import pytest

from core.models import AuditEvent
from core.rules import Denied
from organization import queries, services
from organization.models import Person
from organization.states import PersonKind
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return factories.holder("sysadmin")


def holder():
    """A person who only holds a post, as a workbook brings them."""
    services.load_holders(by=factories.system(), since=[(factories.post(name="药库管理岗"), date(2024, 1, 8))])
    return Person.objects.get(kind=PersonKind.HOLDER)


def test_a_holder_of_a_post_is_given_a_login(administrator, client):
    person = holder()

    services.give_login(by=administrator, person=person, username="yaoku", password=factories.PASSWORD)

    answer = client.post("/accounts/login/", {"username": "yaoku", "password": factories.PASSWORD})
    assert answer.status_code == 302
    assert queries.accounts().filter(pk=person.pk).exists()


def test_a_login_is_not_given_twice(administrator):
    person = factories.person("药库管理员")

    with pytest.raises(Denied, match="药库管理员已有登录账号"):
        services.give_login(by=administrator, person=person, username="again", password=factories.PASSWORD)


def test_nobody_closes_the_own_account(administrator):
    with pytest.raises(Denied, match="不能停用自己的账号"):
        services.retire_account(by=administrator, person=administrator)


def test_a_closed_account_is_opened_again(administrator):
    person = services.retire_account(by=administrator, person=factories.person())

    services.reopen_account(by=administrator, person=person)

    person.refresh_from_db()
    assert (person.is_active, person.retired_on) == (True, None)
    assert list(AuditEvent.objects.order_by("-sequence").values_list("verb", flat=True)[:2]) == [
        "organization.reopen_account",
        "organization.retire_account",
    ]


def test_who_never_had_a_login_is_not_opened_again(administrator):
    with pytest.raises(Denied, match="没有登录账号"):
        services.reopen_account(by=administrator, person=holder())


def test_nobody_takes_back_the_own_grants():
    keeper = factories.holder("secadmin")

    with pytest.raises(Denied, match="不能收回自己的授权"):
        services.revoke(by=keeper, person=keeper, role="secadmin", department=factories.root())


def test_the_hospitals_names_are_changed_by_the_party_office():
    office = factories.holder("party_office")

    services.change_hospital(by=office, committee_name="院党总支")

    assert queries.hospital().committee_name == "院党总支"
