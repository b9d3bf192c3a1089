"""The first three accounts of a new hospital."""

import io

import pytest
from django.core.management import CommandError, call_command

from organization import queries
from organization.models import Person
from tests import factories

pytestmark = pytest.mark.django_db
LOGINS = ["auditor", "secadmin", "sysadmin"]


def opened():
    return list(Person.objects.filter(username__in=LOGINS).order_by("username"))


def test_each_gets_its_own_role_and_a_password_to_be_changed():
    factories.root()

    call_command("open_administrators", stdout=io.StringIO())

    assert [queries.roles_of(person) for person in opened()] == [{login} for login in LOGINS]
    assert {person.must_change_password for person in opened()} == {True}


def test_the_printed_password_opens_the_login_and_asks_for_another(client):
    factories.root()
    said = io.StringIO()
    call_command("open_administrators", stdout=said)
    password = said.getvalue().splitlines()[0].split()[-1]

    answer = client.post("/accounts/login/", {"username": "sysadmin", "password": password}, follow=True)

    assert answer.redirect_chain[-1] == ("/accounts/password/", 302)


def test_there_is_nothing_to_open_before_a_hospital_is_loaded():
    with pytest.raises(CommandError, match="请先用 manage.py load_hospital"):
        call_command("open_administrators")


def test_they_are_opened_once():
    factories.root()
    call_command("open_administrators", stdout=io.StringIO())

    with pytest.raises(CommandError, match="账号已存在"):
        call_command("open_administrators")
