"""The check before submission: each block and each warning made for real, and its link opens for the filer."""

from dataclasses import replace

import pytest
from django.utils import timezone

from controls import forms, queries, services
from organization.roles import Role
from powers import services as power_services
from risks import services as risk_services
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db


def table_with_point(**fields):
    """A table whose register holds one point; a step's power list travels with it."""
    where = fields["step"].power_list.department if "step" in fields else factories.department()
    risk_factories.point(risk_factories.register(where), **fields)
    return control_factories.table(where)


def no_measure():
    return table_with_point()


def no_post():
    table = table_with_point()
    control_factories.measure(table, responsible_post=None)
    return table


def no_due():
    table = table_with_point()
    control_factories.measure(table, is_long_term=False)
    return table


def missing_limit():
    table = table_with_point()
    power = power_factories.power(power_factories.power_list(table.department))
    rows = power_factories.entries(post=factories.post(table.department), limit_value=None)
    power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=rows)
    return table


def no_basis():
    table = table_with_point()
    power_factories.power(power_factories.power_list(table.department), bases=[])
    return table


def grade_pending():
    return table_with_point()


def lost():
    table = table_with_point()
    control_factories.measure(table)
    control_factories.in_force(table)
    opened = control_factories.table(table.department)
    newer = risk_factories.register(table.department)
    risk_services.remove_point(by=factories.system(), point=newer.points.get())
    return services.follow_register(by=factories.system(), table=opened)


def misfit():
    table = table_with_point(type="environment")
    control_factories.measure(table, kind="technology")
    return table


def no_indicator():
    where = factories.department()
    risk_factories.graded_point(risk_factories.register(where), post=factories.post(where), scores=(5, 5, 5))
    return control_factories.table(where)


def duty_conflict():
    table, functions = table_with_point(), ("decision", "execution", "supervision")
    power = power_factories.power(power_factories.power_list(table.department))
    post = factories.post(table.department)
    plain = zip(power_factories.entries(post=post), functions, strict=True)
    rows = [replace(row, function=function) for row, function in plain]
    power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=rows)
    return table


def basis_repealed():
    table = table_with_point()
    basis = power_factories.basis("repealed")
    power_factories.power(power_factories.power_list(table.department), bases=[basis])
    return table


def no_regulation():
    table = table_with_point(type="institution")
    control_factories.measure(table, kind="regulation")
    return table


def regulation_ended():
    table = table_with_point(type="institution")
    regulation = power_factories.regulation()
    control_factories.measure(table, kind="regulation", regulation=regulation)
    power_services.repeal_regulation(
        by=factories.system(), regulation=regulation, ended_on=timezone.localdate(), reason="并入别的办法"
    )
    return table


BLOCKS = (no_measure, no_post, no_due, missing_limit, no_basis, grade_pending, lost)
WARNINGS = (misfit, no_indicator, duty_conflict, basis_repealed, no_regulation, regulation_ended)


def faults_of(table):
    found = queries.summary_check(table, by=factories.holder(Role.FILER, table.department))
    return {fault.code: fault for _handler, faults in found for fault in faults}


@pytest.mark.parametrize("make", BLOCKS + WARNINGS, ids=lambda make: make.__name__)
def test_each_fault_is_found_and_its_link_opens_where_it_is_mended(client, make):
    table = make()
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))

    fault = faults_of(table)[make.__name__]

    assert fault.is_blocking is (make in BLOCKS)
    assert client.get(fault.url).status_code == 200


@pytest.mark.parametrize("make", BLOCKS + WARNINGS, ids=lambda make: make.__name__)
def test_the_check_page_lists_the_fault_with_its_link(client, make):
    table = make()
    risk_factories.sign_in(client, factories.holder(Role.FILER, table.department))
    fault = faults_of(table)[make.__name__]

    shown = client.get(f"/controls/tables/{table.pk}/check/")

    listed = [(each.code, each.url) for part in shown.context["parts"] for each in part["checks"]]
    assert listed.count((fault.code, fault.url)) == 1


def test_a_faultless_table_has_no_fault_of_its_own():
    table = table_with_point()
    control_factories.measure(table)

    assert queries.check(table) == []


def test_a_measure_that_names_a_regulation_in_force_or_in_draft_is_not_warned_of():
    table = table_with_point(type="institution")
    draft = power_services.draft_regulation(
        by=factories.system(), name="新规定", kind="procedure", department=table.department, summary="草稿"
    )
    for regulation in (power_factories.regulation(), draft.regulation):
        control_factories.measure(table, kind="regulation", regulation=regulation)

    assert queries.check(table) == []


def test_the_form_does_not_offer_what_was_repealed_or_dropped():
    filer = factories.holder(Role.FILER, factories.department())
    standing, repealed = power_factories.regulation(), power_factories.regulation()
    power_services.repeal_regulation(
        by=factories.system(), regulation=repealed, ended_on=timezone.localdate(), reason="并入别的办法"
    )
    dropped = power_services.draft_regulation(
        by=filer, name="新规定", kind="procedure", department=filer.department, summary="草稿"
    )
    power_services.drop_version(by=filer, version=dropped, reason="不要了")

    assert list(forms.MeasureForm(by=filer).fields["regulation"].queryset) == [standing]


def test_one_fitting_measure_suffices():
    table = table_with_point(type="environment")
    control_factories.measure(table, kind="technology")
    control_factories.measure(table, kind="education")

    assert queries.check(table) == []
