"""Two people change the same thing: the one who read it before the other's change is told, and nothing is overwritten."""

import uuid

import pytest
from django.urls import reverse

from organization.models import Department
from powers.models import LegalBasis
from tests import factories
from tests.powers import factories as power_factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases(client):
    """Kind → (who keeps it, the address of its form, what it is, what to change)."""
    keeper, administrator = factories.holder("party_office"), factories.holder("sysadmin")
    where, basis = factories.department("药剂科"), power_factories.basis(title="药事管理规定")
    post, person = factories.post(where, "药品采购岗"), factories.person("采购员")
    return {
        "department": (keeper, reverse("organization:edit_department", args=[where.code]), where, "name"),
        "post": (keeper, reverse("organization:edit_post", args=[post.code]), post, "name"),
        "account": (administrator, reverse("organization:change_account", args=[person.pk]), person, "name"),
        "basis": (keeper, reverse("powers:edit_basis", args=[basis.code]), basis, "title"),
    }


def typed(client, address, **fields):
    """What the form at the address holds, with some fields typed over."""
    form = client.get(address).context["form"]
    shown = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return {**shown, **fields, "form_key": str(uuid.uuid4())}


@pytest.mark.parametrize("kind", ["department", "post", "account", "basis"])
def test_what_was_changed_meanwhile_is_not_overwritten(client, cases, kind):
    person, address, thing, field = cases[kind]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    late = typed(client, address, **{field: "后到的改法"})
    client.post(address, typed(client, address, **{field: "先到的改法"}))

    answer = client.post(address, late)

    thing.refresh_from_db()
    assert (answer.status_code, getattr(thing, field)) == (409, "先到的改法")
    assert answer.context["reason"].count(str(person)) == 1


def test_what_nobody_changed_is_saved(client, cases):
    person, address, thing, _field = cases["department"]
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    client.post(address, typed(client, address, name="药学部"))

    assert Department.objects.get(pk=thing.pk).name == "药学部"


def test_a_form_for_something_new_sends_no_version(client, cases):
    client.force_login(cases["basis"][0], backend="django.contrib.auth.backends.ModelBackend")

    client.post(reverse("powers:add_basis"), typed(client, reverse("powers:add_basis"), title="处方管理办法"))

    assert LegalBasis.objects.filter(title="处方管理办法").count() == 1
