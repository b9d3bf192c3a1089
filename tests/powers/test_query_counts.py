"""Lists ask the database the same number of questions for one row as for three; so do the pages of a thing.

What higher apps add to the chain band is left out: they count their own.
"""

import pytest
from django.urls import reverse

from core.registry import registry
from powers import services
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _chain_of_powers_alone(monkeypatch):
    monkeypatch.setattr(registry, "chain_counts", {})


@pytest.fixture
def filer(client):
    person = people.holder("filer", people.department())
    client.force_login(person)
    client.get("/accounts/me/")  # the session is written once, before queries are counted
    return person


def fill(filer, size):
    """An edition in force and its successor, with `size` powers, each with a chart, a basis in doubt and a history."""
    first = factories.power_list(filer.department)
    for _number in range(size):
        power = factories.power(first, bases=[factories.basis("unchecked")])
        factories.with_flow(power)
    factories.in_force(first)
    return factories.power_list(filer.department)


@pytest.mark.parametrize("size", [1, 3])
def test_the_editions_of_all_departments(client, filer, size, django_assert_num_queries):
    for _number in range(size):
        factories.power_list(filer.department if not _number else None)
    with django_assert_num_queries(9):
        client.get(reverse("powers:home"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_powers_of_an_edition(client, filer, size, django_assert_num_queries):
    draft = fill(filer, size)

    with django_assert_num_queries(10):
        client.get(draft.get_absolute_url())


@pytest.mark.parametrize("size", [1, 3])
def test_the_powers_in_force(client, filer, size, django_assert_num_queries):
    fill(filer, size)

    with django_assert_num_queries(8):
        client.get(reverse("powers:in_force"))


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize(("kind", "questions"), [("bases", 7), ("regulations", 9)])
def test_the_libraries(client, filer, kind, questions, size, django_assert_num_queries):
    fill(filer, size)
    for number in range(size):
        services.add_regulation(
            by=people.system(), name=f"制度{number}", kind="procedure", department=people.department()
        )

    with django_assert_num_queries(questions):
        client.get(reverse(f"powers:{kind}"))


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_of_a_power(client, filer, size, django_assert_num_queries):
    power = fill(filer, size).powers.order_by("code").first()
    materials = [services.MaterialEntry(f"材料{number}") for number in range(size)]
    services.change_power(by=people.system(), power=power, materials=materials)

    with django_assert_num_queries(14):
        client.get(power.get_absolute_url())
