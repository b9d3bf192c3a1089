"""Filing, changing and removing powers; who may; what stays in the history."""

import pytest

from core.models import AuditEvent, Lineage
from core.registry import registry
from core.rules import Denied, Stale
from powers import queries, services
from powers.models import FlowStep, Power
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def test_file_power_gives_the_next_code_of_its_category():
    power_list = factories.power_list()

    codes = [factories.power(power_list, category=category).code for category in ("YP", "YP", "CW")]

    assert codes == ["YP-01", "YP-02", "CW-01"]


def test_file_power_never_gives_the_code_of_a_removed_power():
    power_list = factories.power_list()
    services.remove_power(by=people.system(), power=factories.power(power_list))

    assert factories.power(power_list).code == "YP-02"
    assert Lineage.objects.filter(kind="power").count() == 2


def test_file_power_keeps_bases_and_materials_in_their_order():
    bases = [factories.basis(), factories.basis()]
    materials = [services.MaterialEntry("申请表"), services.MaterialEntry("身份证", 2, "copy", False)]

    power = factories.power(bases=bases, materials=materials)

    assert [link.basis for link in power.basis_links.order_by("position")] == bases
    shown = power.materials.order_by("position").values_list("name", "copies", "form", "is_required")
    assert list(shown) == [("申请表", 1, "original", True), ("身份证", 2, "copy", False)]


def test_file_power_is_found_by_pinyin_initials():
    power = factories.power(name="药品采购审批")

    assert "ypcgsp" in power.search_text


def test_file_power_by_the_department_is_not_on_behalf():
    power_list = factories.power_list()
    filer = people.holder("filer", power_list.department)

    power = factories.power(power_list, by=filer)

    assert (power.filed_by, power.is_filed_on_behalf) == (filer, False)


def test_file_power_by_the_party_office_is_on_behalf():
    office = people.holder("party_office")

    power = factories.power(by=office)

    assert (power.filed_by, power.is_filed_on_behalf) == (office, True)


@pytest.mark.parametrize("role", ["overseer", "discipline", "committee_chair", "leadership", "sysadmin", "auditor"])
def test_file_power_is_denied_to_those_who_do_not_file(role):
    power_list = factories.power_list()
    person = people.holder(role, power_list.department)

    with pytest.raises(Denied, match="不能填报"):
        factories.power(power_list, by=person)


def test_file_power_is_denied_in_an_edition_in_force():
    power_list = factories.in_force(factories.power_list())

    with pytest.raises(Denied, match="已生效"):
        factories.power(power_list)


def test_change_power_writes_who_changed_what():
    power = factories.power(name="旧名称")
    head = people.holder("department_head", power.power_list.department)

    changed = services.change_power(by=head, power=power, version=1, name="新名称")

    assert (changed.name, changed.version, changed.filed_by) == ("新名称", 2, head)
    details = AuditEvent.objects.latest("sequence").details
    assert details == {"changed": {"name": ["旧名称", "新名称"]}}
    assert changed.history.latest().history_user == head


def test_change_power_without_a_difference_writes_nothing():
    power = factories.power()
    before = AuditEvent.objects.count()

    same = services.change_power(by=people.system(), power=power, version=1, name=power.name)

    assert (same.version, AuditEvent.objects.count(), power.history.count()) == (1, before, 1)


def test_change_power_is_refused_to_a_stale_form():
    power = factories.power()
    head = people.holder("department_head", power.power_list.department, name="王主任")
    services.change_power(by=head, power=power, version=1, name="先改的")

    with pytest.raises(Stale, match="王主任"):
        services.change_power(by=people.system(), power=power, version=1, name="后改的")


def test_change_power_changes_the_hash_and_changing_back_restores_it():
    power = factories.power(content="一")
    before = power.content_hash

    changed = services.change_power(by=people.system(), power=power, content="二")
    back = services.change_power(by=people.system(), power=changed, content="一")

    assert changed.content_hash != before
    assert back.content_hash == before


def test_change_power_is_denied_while_under_review():
    power = factories.power()
    factories.core_services.move(power.power_list, by=people.system(), event="submit")

    with pytest.raises(Denied, match="审核中"):
        services.change_power(by=people.system(), power=power, name="改")


def test_change_power_renames_a_material_without_losing_its_row():
    power = factories.power(materials=[services.MaterialEntry("身份"), services.MaterialEntry("申请表")])
    kept = {material.name: material.pk for material in power.materials.all()}

    services.change_power(
        by=people.system(),
        power=power,
        materials=[services.MaterialEntry("申请表"), services.MaterialEntry("身份证")],
    )

    after = list(power.materials.order_by("position").values_list("name", "pk"))
    assert after == [("申请表", kept["申请表"]), ("身份证", kept["身份"])]


def test_change_power_replaces_bases():
    power = factories.power()
    bases = [factories.basis(), factories.basis()]

    services.change_power(by=people.system(), power=power, bases=bases)
    services.change_power(by=people.system(), power=power, bases=bases[1:])

    assert [link.basis for link in power.basis_links.all()] == bases[1:]


def test_remove_power_takes_its_charts_along_and_keeps_the_history():
    power = factories.power(materials=[services.MaterialEntry("身份证")])
    factories.with_flow(power)
    filer = people.holder("filer", power.power_list.department)
    pk = power.pk

    services.remove_power(by=filer, power=power, version=1)

    assert (Power.objects.filter(pk=pk).exists(), FlowStep.objects.exists()) == (False, False)
    last = Power.history.filter(id=pk).latest()
    assert (last.history_type, last.history_user) == ("-", filer)


def test_remove_power_is_denied_in_force():
    power = factories.power()
    factories.in_force(power.power_list)

    with pytest.raises(Denied, match="已生效"):
        services.remove_power(by=people.system(), power=power)


def test_change_power_puts_bases_in_another_order():
    bases = [factories.basis(), factories.basis(), factories.basis()]
    power = factories.power(bases=bases)

    services.change_power(by=people.system(), power=power, bases=[bases[0], bases[2], bases[1]])

    assert list(queries.bases_of(power)) == [bases[0], bases[2], bases[1]]


def test_change_power_leaves_materials_that_stay_as_they_are():
    kept = services.MaterialEntry("申请表")
    power = factories.power(materials=[kept, services.MaterialEntry("身份证")])

    services.change_power(by=people.system(), power=power, materials=[kept])

    material = power.materials.get()
    assert (material.name, material.history.count()) == ("申请表", 1)


def test_last_editor_is_nobody_in_particular_without_a_history():
    power = factories.power()
    power.history.all().delete()

    with pytest.raises(Stale, match="他人"):
        services.change_power(by=people.system(), power=power, version=7, name="改")


def test_the_chain_of_other_things_has_no_link_to_powers():
    person = people.person()
    power = factories.power()

    assert queries.chain_links(person, person) == []
    assert [link["label"] for link in queries.chain_links(power, person)] == ["职权", "环节"]


def test_the_chain_adds_what_higher_apps_know(monkeypatch):
    power = factories.power()
    risks = {"label": "风险点", "url": "/risks/", "count": 4}
    monkeypatch.setattr(registry, "chain_counts", {"risks": lambda thing, by: [risks]})

    assert queries.chain_of(power, people.person(), step_count=3)[1:] == [
        {"label": "环节", "url": f"{power.get_absolute_url()}#flow-internal", "count": 3, "is_current": False},
        risks,
    ]
