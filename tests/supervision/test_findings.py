"""Findings: who registers them, their code, and the risk point and measure they belong to."""

import pytest
from django.db import IntegrityError, transaction

from core.rules import Denied
from organization.roles import Role
from supervision import services
from supervision.models import Finding
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
    said = {"department": where, "text": "账实不符", "new_point": "入库无复核，可能套取药品"}

    with pytest.raises(Denied):
        services.open_finding(by=filer, source="audit", **said)
    assert services.open_finding(by=filer, source="self_check", **said).found_by == filer


@pytest.mark.parametrize("name", ["point", "measure"])
def test_a_finding_belongs_to_a_point_of_its_own_department(name):
    measure = control_factories.measure(control_factories.table(factories.department()))
    named = {"measure": measure, "point": measure.point}[name]
    said = {"by": factories.system(), "source": "audit", "department": factories.department("骨科"), "text": "账实不符"}

    with pytest.raises(Denied, match="不是骨科的风险点"):
        services.open_finding(**said, **{name: named})


@pytest.mark.parametrize("new_point", ["", " "])
def test_stage_3_a_finding_names_its_risk_point_or_opens_a_new_one(new_point):
    """纠错整改: what is found is put right where the risk is, so it belongs to a risk point."""
    said = {"by": factories.system(), "source": "audit", "department": factories.department(), "text": "账实不符"}

    with pytest.raises(Denied, match="请指明问题属于哪个风险点") as refused:
        services.open_finding(new_point=new_point, **said)

    opened = services.open_finding(new_point="入库无复核，可能套取药品", **said)
    assert "写明新的风险点" in refused.value.help
    assert (opened.point, opened.proposal.text, opened.proposal.department) == (
        None,
        "入库无复核，可能套取药品",
        said["department"],
    )


def test_the_database_refuses_a_finding_that_belongs_nowhere():
    finding = supervision_factories.finding()

    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.filter(pk=finding.pk).update(proposal=None)


def test_a_record_that_asked_its_own_rule_registers_for_whom_it_let():
    where = factories.department()
    inspector = factories.person()

    said = {"source": "spot_check", "department": where, "text": "账实不符", "new_point": "入库无复核"}
    made = services.open_finding(by=inspector, is_asked_by_record=True, **said)

    assert (made.found_by, made.source) == (inspector, "spot_check")
