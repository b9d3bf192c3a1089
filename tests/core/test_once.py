"""One-time form keys: a replay leads to the first result, a form shown again keeps its key."""

import uuid

import pytest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.test import RequestFactory

from core import services
from core.models import FormKey
from core.rules import Denied, Stale
from core.views import once
from organization.models import CalendarDay
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return factories.person()


def post(person, key):
    request = RequestFactory().post("/x/", {"form_key": key})
    request.user = person
    return request


@once
def keep(request, note="", *, error=None, is_wrong=False):
    day = CalendarDay.objects.create(
        day=f"2026-01-{CalendarDay.objects.count() + 1:02d}", is_workday=False, note=note or "元旦"
    )
    if error:
        raise error
    return HttpResponse("again") if is_wrong else redirect(f"/days/{day.pk}/")


def test_a_replay_is_redirected_to_the_first_result_and_changes_nothing(person):
    key = uuid.uuid4()

    first, second = keep(post(person, key)), keep(post(person, key))

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert CalendarDay.objects.count() == 1


def test_two_forms_are_two_changes(person):
    keep(post(person, uuid.uuid4()))
    keep(post(person, uuid.uuid4()))

    assert CalendarDay.objects.count() == 2


def test_a_form_shown_again_leaves_its_key_and_the_database_as_they_were(person):
    key = uuid.uuid4()

    again = keep(post(person, key), is_wrong=True)

    assert again.content == b"again"
    assert (FormKey.objects.count(), CalendarDay.objects.count()) == (0, 0)
    assert keep(post(person, key)).status_code == 302


def test_a_refusal_leaves_the_key_unused(person):
    key = uuid.uuid4()

    with pytest.raises(Denied):
        keep(post(person, key), error=Denied("不可以"))

    assert FormKey.objects.count() == 0


def test_another_person_cannot_use_a_key_to_learn_where_it_led(person):
    key = uuid.uuid4()
    keep(post(person, key))

    with pytest.raises(Stale):
        keep(post(factories.person(), key))


@pytest.mark.parametrize("key", ["", "nonsense"])
def test_a_post_without_a_key_goes_through_each_time(person, key):
    keep(post(person, key))
    keep(post(person, key))

    assert CalendarDay.objects.count() == 2


def test_a_key_whose_first_use_stored_no_address_is_stale(person):
    key = uuid.uuid4()
    services.claim_form_key(key, person)

    with pytest.raises(Stale):
        keep(post(person, key))
