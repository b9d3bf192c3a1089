"""The libraries: who keeps them, what a repeal sets off, finding a basis."""

import pytest
from django.utils import timezone

from core.models import AuditEvent
from core.rules import Denied
from organization.models import Notice
from powers import queries, services
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def test_add_basis_gives_the_next_code():
    office = people.holder("party_office")
    factories.basis(code="YJ-44")

    made = services.add_basis(by=office, title="处方管理办法", status="unchecked")

    assert (made.code, AuditEvent.objects.latest("sequence").verb) == ("YJ-45", "powers.add_basis")
    assert "cfglbf" in made.search_text


@pytest.mark.parametrize("role", ["filer", "department_head", "discipline", "secadmin"])
def test_the_libraries_are_kept_by_the_party_office_alone(role):
    person = people.holder(role)

    with pytest.raises(Denied, match="只有党办"):
        services.add_basis(by=person, title="处方管理办法")
    with pytest.raises(Denied, match="只有党办"):
        services.add_regulation(by=person, name="制度", kind="procedure", department=people.department())


def test_change_basis_without_a_difference_writes_nothing():
    basis = factories.basis()
    before = AuditEvent.objects.count()

    services.change_basis(by=people.system(), basis=basis, title=basis.title)

    assert (AuditEvent.objects.count(), basis.history.count()) == (before, 1)


def test_a_repeal_is_told_once_to_those_who_file_for_departments_citing_it():
    power = factories.power()
    filer = people.holder("filer", power.power_list.department)
    people.holder("filer", people.department())
    basis = power.bases.get()

    for note in ("被替代", "再补一句"):
        services.verify_basis(
            by=people.system(), basis=basis, status="repealed", verified_on=timezone.localdate(), note=note
        )

    notices = Notice.objects.filter(kind="review_due").values_list("person", "url")
    assert list(notices) == [(filer.pk, f"/powers/dues/?state=open&q={basis.code}")]


def test_a_repeal_is_not_told_for_an_edition_that_was_superseded():
    power = factories.power()
    factories.in_force(power.power_list)
    second = factories.power_list(power.power_list.department)
    services.remove_power(by=people.system(), power=second.powers.get())
    factories.in_force(second)

    assert queries.touched_by(power.bases.get(), by=None) == []


def test_a_basis_counts_the_powers_that_live_on_it_once():
    power = factories.power()
    factories.in_force(power.power_list)
    factories.power_list(power.power_list.department)
    filer = people.holder("filer", power.power_list.department)

    assert queries.bases(filer).get().citation_count == 1
    (touched,) = queries.touched_by(power.bases.get(), by=filer)
    assert (touched.count, [thing.state for thing in touched.things]) == (1, ["in_force", "draft"])


def test_bases_are_found_by_initials_with_the_valid_ones_first():
    old, new = factories.basis("repealed", title="处方管理办法旧"), factories.basis(title="处方管理办法")
    factories.basis(title="预算法")

    assert queries.bases_found(people.person(), "cfgl") == [new, old]


def test_a_regulation_is_added_and_changed():
    office = people.holder("party_office")
    department = people.department()

    made = services.add_regulation(by=office, name="采购制度", kind="procedure", department=department)
    services.change_regulation(by=office, regulation=made, edition="2026版")
    services.change_regulation(by=office, regulation=made, edition="2026版")

    found = queries.regulation(office, "ZD-01")
    assert (found.edition, found.history.count(), queries.regulation(office, "ZD-09")) == ("2026版", 2, None)


@pytest.mark.parametrize("kind", ["bases", "regulations"])
def test_the_office_keeps_a_library_on_its_pages(client, kind):
    client.force_login(people.holder("party_office"))
    department = people.department()
    values = {
        "bases": {"title": "处方管理办法", "status": "unchecked"},
        "regulations": {"name": "采购制度", "kind": "procedure", "department": department.pk},
    }[kind]

    made = client.post(f"/powers/{kind}/add/", values)
    changed = client.post(f"{made.url}edit/", {**values, "title": "新办法", "name": "新制度"})

    assert (made.status_code, changed.status_code, client.get(made.url).status_code) == (302, 302, 200)


def test_a_valid_basis_needs_the_day_it_was_checked(client):
    client.force_login(people.holder("party_office"))
    basis = factories.basis("unchecked")

    response = client.post(f"{basis.get_absolute_url()}verify/", {"status": "valid", "verified_on": "", "note": ""})
    ahead = client.post(f"{basis.get_absolute_url()}verify/", {"status": "valid", "verified_on": "2999-01-01"})

    assert response.context["form"].errors == {"verified_on": ["标为“有效”须写明哪一天核对过原文。"]}
    assert ahead.context["form"].errors == {"verified_on": ["核对日期不能晚于今天。"]}


def test_a_check_is_recorded_from_its_page(client):
    client.force_login(people.holder("party_office"))
    basis = factories.basis("unchecked")
    today = timezone.localdate()

    response = client.post(f"{basis.get_absolute_url()}verify/", {"status": "valid", "verified_on": str(today)})

    basis.refresh_from_db()
    assert (response.url, basis.status, basis.verified_on) == (basis.get_absolute_url(), "valid", today)


@pytest.mark.parametrize("address", ["/powers/bases/add/", "/powers/regulations/add/"])
def test_adding_to_a_library_is_denied_to_a_filer(client, address):
    client.force_login(people.holder("filer", people.department()))

    assert client.get(address).status_code == 403
