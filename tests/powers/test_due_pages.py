"""Pages of what is due: why it is looked at anew, confirming one or several, a confirmation that came too late."""

import pytest
from django.urls import reverse

from powers import services
from powers.models import ReviewDue
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def filer(client):
    person = people.holder("filer", people.department())
    client.force_login(person)
    return person


def opened(department, count=1):
    """A basis that `count` powers of a department rested on, repealed."""
    basis = factories.basis(title="药品管理旧办法")
    power_list = factories.power_list(department)
    for _number in range(count):
        factories.power(power_list, bases=[basis])
    return services.change_basis(by=people.system(), basis=basis, status="repealed")


def test_several_things_of_one_change_are_confirmed_together(client, filer):
    opened(filer.department, 3)
    first, second, third = ReviewDue.objects.order_by("code")
    address = reverse("powers:confirm_due", args=[first.pk])

    choices = client.get(address).context["form"].fields["also"].choices
    done = client.post(address, {"reason": "新旧一致", "also": [second.pk]})

    states = list(ReviewDue.objects.order_by("code").values_list("state", flat=True))
    assert ([key for key, _label in choices], done.url) == ([str(second.pk), str(third.pk)], "/powers/dues/?state=open")
    assert states == ["kept", "kept", "open"]
    assert "新旧一致" in client.get(first.get_absolute_url()).content.decode()


def test_a_confirmation_of_an_older_cause_does_not_close_a_newer_change(client, filer):
    power_list = factories.power_list(filer.department)
    basis = factories.basis()
    for _number in range(2):
        factories.power(power_list, bases=[basis])
    basis = services.change_basis(by=people.system(), basis=basis, title="药品管理新办法")
    first, second = ReviewDue.objects.order_by("code")
    address = reverse("powers:confirm_due", args=[first.pk])
    stamps = client.get(address).context["form"].initial["stamps"]
    services.change_basis(by=people.system(), basis=basis, status="repealed")

    late = client.post(address, {"reason": "只是改名", "also": [second.pk], "stamps": stamps})
    spoiled = client.post(address, {"reason": "只是改名", "stamps": "1:x"})
    shown = client.get(address).context["form"].initial["stamps"]
    done = client.post(address, {"reason": "对照过了", "also": [second.pk], "stamps": shown})

    assert (late.status_code, list(spoiled.context["form"].errors), done.status_code) == (409, ["stamps"], 302)
    assert set(ReviewDue.objects.values_list("state", "reason")) == {("kept", "对照过了")}


def test_a_due_page_says_why_and_how_it_ends(client, filer):
    basis = opened(filer.department)
    due = ReviewDue.objects.get()

    html = client.get(due.get_absolute_url()).content.decode()

    assert ("开新版修改" in html, basis.get_absolute_url() in html) == (True, True)
    assert due.get_absolute_url() in client.get(basis.get_absolute_url()).content.decode()
