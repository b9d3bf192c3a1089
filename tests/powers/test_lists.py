"""Editions of a department's powers: opening, copying, who may."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.models import AuditEvent
from core.rules import Denied
from core.states import ListState
from organization import services as organization
from powers import services
from powers.models import FlowLink, FlowStep, Material, Power, PowerBasis
from tests import factories as people
from tests.powers import factories

pytestmark = pytest.mark.django_db


def test_open_list_starts_empty_when_nothing_is_in_force():
    department = people.department()
    filer = people.holder("filer", department)

    opened = services.open_list(by=filer, department=department)

    assert (opened.state, opened.number, opened.previous, opened.powers.count()) == (ListState.DRAFT, 1, None, 0)
    event = AuditEvent.objects.latest("sequence")
    assert (event.verb, event.actor_id, event.department_code) == ("powers.open_list", str(filer.pk), department.code)


def test_open_list_copies_everything_with_the_same_lineages():
    first = factories.power_list()
    power = factories.power(first, materials=[services.MaterialEntry("身份证")])
    factories.with_flow(power)
    factories.in_force(first)

    second = services.open_list(by=people.system(), department=first.department)

    copied = Power.objects.get(power_list=second)
    power.refresh_from_db()
    assert (copied.lineage_id, copied.code, copied.content_hash) == (power.lineage_id, power.code, power.content_hash)
    assert copied.pk != power.pk
    counts = [
        PowerBasis.objects.filter(power=copied).count(),
        Material.objects.filter(power=copied).count(),
        FlowStep.objects.filter(flow__power=copied).count(),
        FlowLink.objects.filter(from_step__flow__power=copied, to_step__flow__power=copied).count(),
        FlowLink.objects.filter(from_step__flow__power=copied).count(),
    ]
    assert counts == [1, 1, 3, 3, 4]
    before = FlowStep.objects.filter(flow__power=power).order_by("number").values_list("lineage", flat=True)
    after = FlowStep.objects.filter(flow__power=copied).order_by("number").values_list("lineage", flat=True)
    assert list(before) == list(after)


def test_open_list_says_in_the_history_where_rows_came_from():
    first = factories.power_list()
    factories.power(first)
    factories.in_force(first)
    filer = people.holder("filer", first.department)

    second = services.open_list(by=filer, department=first.department)

    record = Power.objects.get(power_list=second).history.get()
    assert (record.history_user, record.history_change_reason) == (filer, f"由{first.edition}带入")


def test_open_list_copies_in_a_constant_number_of_statements():
    counts = []
    for size in (1, 3):
        first = factories.power_list()
        for _number in range(size):
            factories.with_flow(factories.power(first))
        factories.in_force(first)
        with CaptureQueriesContext(connection) as captured:
            services.open_list(by=people.system(), department=first.department)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_open_list_is_denied_while_another_edition_is_worked_on():
    draft = factories.power_list()

    with pytest.raises(Denied, match="不能再开一版"):
        services.open_list(by=people.system(), department=draft.department)


def test_open_list_is_denied_to_another_department():
    stranger = people.holder("filer", people.department())

    with pytest.raises(Denied, match="不能填报"):
        services.open_list(by=stranger, department=people.department())


def test_open_list_is_denied_for_a_retired_department():
    department = people.department()
    organization.retire_department(by=people.system(), department=department, on=date(2026, 1, 1))

    with pytest.raises(Denied, match="已撤销"):
        services.open_list(by=people.system(), department=department)


def test_second_edition_of_a_year_has_the_next_number():
    first = factories.power_list()
    factories.in_force(first)

    second = factories.power_list(first.department)

    assert (second.year, second.number, second.previous) == (first.year, 2, first)
