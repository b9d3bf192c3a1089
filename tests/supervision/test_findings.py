"""Findings: who registers them, their code, and the risk point and measure they belong to."""

import pytest

from core.rules import Denied
from organization.roles import Role
from supervision import services
from tests import factories
from tests.controls import factories as control_factories
from tests.supervision import factories as supervision_factories

pytestmark = pytest.mark.django_db


def test_findings_are_numbered_through_the_year():
    first, second = supervision_factories.finding(), supervision_factories.finding()

    assert first.code.endswith("-0001")
    assert second.code.endswith("-0002")


def test_a_measure_brings_its_risk_point_along():
    measure = control_factories.measure()

    finding = supervision_factories.finding(measure.table.department, measure=measure)

    assert (finding.point, finding.point_lineage_id) == (measure.point, measure.point_lineage_id)
    assert finding.measure_lineage_id == measure.lineage_id


def test_open_finding_is_denied_to_a_filer_but_for_the_own_self_check():
    where = factories.department()
    filer = factories.holder(Role.FILER, where)

    with pytest.raises(Denied):
        services.open_finding(by=filer, source="audit", department=where, text="账实不符")
    assert services.open_finding(by=filer, source="self_check", department=where, text="账实不符").found_by == filer


def test_a_record_that_asked_its_own_rule_registers_for_whom_it_let():
    where = factories.department()
    inspector = factories.person()

    made = services.open_finding(
        by=inspector, source="spot_check", department=where, text="账实不符", is_asked_by_record=True
    )

    assert (made.found_by, made.source) == (inspector, "spot_check")
