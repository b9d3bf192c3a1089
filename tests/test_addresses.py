"""Role × address × method: what everybody gets at every address, written in `matrix.txt` and nowhere else."""

import re
from collections import Counter
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from core.models import AuditEvent
from organization.models import Person
from tests import addresses, observatory

pytestmark = pytest.mark.django_db

MATRIX = Path(__file__).parent / "matrix.txt"
ANSWERS = {200: "2", 302: "3", 400: "B", 403: "F", 404: "N", 405: "M", 409: "C", 422: "4"}
FLEETING = {"sessions.Session", "axes.AccessAttempt", "axes.AccessLog", "axes.AccessFailureLog"}
"""Tables that reading may write to."""
READING = "supervision.read_accountability"
"""Every reading of 责任追究 is recorded."""
PARTS = ("rows", "progress")
"""Ids of the parts that htmx swaps in from the address of the page itself."""
ONCE = re.compile(r'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"')
"""What is another at each reading."""


def _read() -> tuple[list[str], dict[str, tuple[str, str]]]:
    lines = [line.split() for line in MATRIX.read_text().splitlines() if line and not line.startswith("#")]
    return lines[0][1:], {name: (get, post) for name, get, post in lines[1:]}


ROLES, EXPECTED = _read()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, lay_demo):
    """Name → address in the demo hospital, which is there for all tests of this module and gone after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        lay_demo()
        yield addresses.addresses()
        transaction.set_rollback(True)


def visitor(role):
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        person = Person.objects.get(username=role)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answer(response):
    """The letter of an answer; L where it leads to the login."""
    is_login = response.status_code == 302 and response.url.startswith("/accounts/login/")
    return "L" if is_login else ANSWERS.get(response.status_code, str(response.status_code))


def posted(client, address):
    """The answer to an empty form, of which nothing stays: neither rows nor what it does to the session."""
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        letter = answer(client.post(address))
        transaction.set_rollback(True)
    client.cookies = cookies
    return letter


def rows():
    """How many rows each table has, without what reading itself must leave in the trail."""
    models = [model for model in apps.get_models() if model._meta.label not in FLEETING]
    counts = Counter({model._meta.label: model._base_manager.count() for model in models})
    counts[AuditEvent._meta.label] -= AuditEvent.objects.filter(verb=READING).count()
    return counts


def test_every_address_stands_in_the_matrix():
    assert sorted(EXPECTED) == sorted(addresses.names())


@pytest.mark.parametrize("role", ROLES)
def test_everybody_gets_what_the_matrix_says_and_reading_changes_nothing(demo, role):
    client, column, before = visitor(role), ROLES.index(role), rows()

    got = {name: answer(client.get(address)) for name, address in demo.items()}

    assert got == {name: get[column] for name, (get, _post) in EXPECTED.items()}
    assert rows() == before


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_form_is_answered_as_the_matrix_says(demo, role):
    client, column = visitor(role), ROLES.index(role)

    got = {name: posted(client, address) for name, address in demo.items()}

    assert got == {name: post[column] for name, (_get, post) in EXPECTED.items()}


def parts_of(name, page):
    """The parts that the page serves alone; the gallery only shows how they look."""
    return [part for part in PARTS if name != "core:gallery" and f'id="{part}"'.encode() in page.getvalue()]


def swapped(client, address, part):
    """The part alone as htmx gets it, and how often the reloaded page has just that."""
    swap = client.get(address, headers={"HX-Request": "true", "HX-Target": part}).content.decode()
    reload = client.get(address).content.decode()
    return (f'id="{part}"' in swap[:60], "<html" in swap, ONCE.sub("", reload).count(ONCE.sub("", swap).strip()))


@pytest.mark.parametrize("role", ["office", "filer", "sysadmin", "secadmin", "auditor"])
def test_a_swap_and_a_reload_leave_the_same_page(demo, role):
    client, column = visitor(role), ROLES.index(role)
    pages = {name: client.get(demo[name]) for name, (get, _post) in EXPECTED.items() if get[column] == "2"}
    having = [(name, part) for name, page in pages.items() for part in parts_of(name, page)]

    got = {(name, part): swapped(client, demo[name], part) for name, part in having}

    assert len(got) > 0
    assert got == dict.fromkeys(having, (True, False, 1))


@pytest.mark.parametrize("role", ["anonymous", "office"])
def test_every_answer_scores_on_the_scale_of_the_observatory(demo, behind_https, role):
    client = visitor(role)

    scores = {name: observatory.score(client.get(address, secure=True)) for name, address in demo.items()}

    assert {name: points for name, points in scores.items() if points < 110} == {}
