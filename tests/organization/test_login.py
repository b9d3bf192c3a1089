"""Login: lock-out by name and address, password profile, age and memory, idle and absolute ends of a session."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.models import AuditEvent
from organization import calculations, services
from organization.models import Person
from organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db


def log_in(client, username, password, address="10.0.0.1"):
    return client.post("/accounts/login/", {"username": username, "password": password}, REMOTE_ADDR=address)


def test_a_login_leads_to_the_desk_and_leaves_a_trail(client):
    person = factories.person()

    response = log_in(client, person.username, factories.PASSWORD)

    assert (response.status_code, response.url) == (302, "/desk/")
    assert AuditEvent.objects.order_by("-sequence").first().verb == "organization.login"


def test_five_failures_lock_the_name_at_that_address_only(client):
    person = factories.person()
    for _ in range(5):
        log_in(client, person.username, "wrong")

    here = log_in(client, person.username, factories.PASSWORD)
    elsewhere = log_in(client, person.username, factories.PASSWORD, address="10.0.0.2")

    assert (here.status_code, elsewhere.status_code) == (429, 302)


def test_one_locked_name_does_not_lock_another_behind_the_same_address(client):
    locked, other = factories.person(), factories.person()
    for _ in range(5):
        log_in(client, locked.username, "wrong")

    assert log_in(client, other.username, factories.PASSWORD).status_code == 302


@pytest.mark.parametrize(
    ("password", "is_good"),
    [
        ("Ab3!efgh", False),
        ("abcdefgh12", False),
        ("Abcdefgh12", True),
        ("四个词的长口令可以直接粘贴进来用", True),
        ("correct horse battery staple", True),
    ],
)
def test_passwords_follow_the_profile_or_are_long(password, is_good):
    try:
        calculations.PasswordProfileValidator().validate(password)
        passed = True
    except ValidationError:
        passed = False

    assert passed is is_good


def test_one_of_the_last_five_passwords_is_refused():
    person = factories.person()

    with pytest.raises(ValidationError, match="最近 5 次"):
        services.change_password(by=person, password=factories.PASSWORD)


def test_a_password_past_its_age_is_changed_first(client):
    person = factories.person()
    Person.objects.filter(pk=person.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    client.force_login(person)

    assert client.get("/desk/").url == "/accounts/password/"


def test_a_first_password_is_changed_first_and_then_the_desk_opens(client):
    person = factories.person()
    services.reset_password(by=factories.system(), person=person, password="First-pass-1")
    client.force_login(Person.objects.get(pk=person.pk))

    data = {"old": "First-pass-1", "new": "Brand-new-pass-2", "again": "Brand-new-pass-2"}
    response = client.post("/accounts/password/", data)

    assert (response.url, client.get("/desk/").status_code) == ("/desk/", 200)


@pytest.mark.parametrize(("role", "minutes"), [(Role.FILER, 30), (Role.SYSADMIN, 15)])
def test_an_idle_session_ends(client, role, minutes):
    person = factories.holder(role)
    log_in(client, person.username, factories.PASSWORD)
    client.get("/organization/departments/")
    session = client.session
    session["seen_at"] = session["seen_at"] - minutes * 60 - 1
    session.save()

    assert client.get("/organization/departments/").url == "/accounts/login/?next=/organization/departments/"


def test_a_session_ends_after_ten_hours_however_busy(client):
    client.force_login(factories.holder(Role.FILER))
    client.get("/organization/departments/")
    session = client.session
    session["began_at"] = session["began_at"] - 10 * 3600 - 1
    session.save()

    assert client.get("/organization/departments/").status_code == 302
