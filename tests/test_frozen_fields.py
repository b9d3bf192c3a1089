"""Every field of a row that is approved is frozen with it, or is named here as standing outside (product.md, Editions)."""

import pytest

from controls import queries as controls_queries
from controls.models import Measure
from powers import queries as powers_queries
from powers.models import Flow, FlowLink, FlowStep, Material, Power
from risks import queries as risks_queries
from risks.models import RiskPoint
from tests import factories
from tests.powers import factories as power_factories
from tests.risks import factories as risk_factories

pytestmark = pytest.mark.django_db
ROW = {"id", "filed_by", "filed_at", "is_filed_on_behalf", "version", "search_text"}
"""Whose row it is and how it is found: the trail and the recusals ask for it, not the content."""
FROZEN_OTHERWISE = {
    Power: {"lineage": "key", "power_list": "the list itself", "content_hash": "the hash of the content"},
    RiskPoint: {
        "lineage": "key",
        "register": "the list itself",
        "power_lineage": "power",
        "step_lineage": "step",
        "importance": "scores",
        "frequency": "scores",
        "probability": "scores",
        "grade_inputs": "kept on the row with the rule's version",
        "review": "the head's reviews",
        "grade_confirmed_on": "confirmed each year without an amendment",
        "power_hash": "marks a grade as due for review",
        "heard_by": "names stand outside",
        "heard_at": "names stand outside",
    },
    Measure: {
        "lineage": "key",
        "table": "the list itself",
        "point": "the frozen row",
        "point_lineage": "the frozen row",
        "due_on": "due",
        "is_long_term": "due",
        "status": "progress stands outside",
    },
    FlowStep: {"id": "", "flow": "the chart itself", "lineage": "key"},
    FlowLink: {"id": "", "from_step": "the step itself", "to_step": "to", "position": "the order of the links"},
    Material: {"id": "", "power": "the power itself", "position": "the order of the materials"},
}


def decided(model, content):
    """Fields of `model` that are neither in its frozen content nor named above."""
    outside = set(FROZEN_OTHERWISE[model]) | (ROW if hasattr(model, "filed_by") else set())
    return {field.name for field in model._meta.fields} - set(content) - outside


def power_content():
    power = power_factories.power(materials=[power_factories.services.MaterialEntry("申请表")])
    power_factories.with_flow(power)
    return powers_queries.content_of(powers_queries.whole(Power.objects.filter(pk=power.pk)).get())


def test_fields_of_a_power_are_frozen():
    assert decided(Power, power_content()) == set()


def test_fields_of_what_belongs_to_a_power_are_frozen():
    content = power_content()
    step = content["flows"]["internal"]["steps"][0]

    found = {
        FlowStep: decided(FlowStep, step),
        FlowLink: decided(FlowLink, step["links"][0]),
        Material: decided(Material, content["materials"][0]),
    }

    assert found == {FlowStep: set(), FlowLink: set(), Material: set()}
    assert {field.name for field in Flow._meta.fields} == {"id", "power", "kind", "version"}


def test_fields_of_a_risk_point_are_frozen():
    point = risk_factories.point()
    whole = next(iter(risks_queries.all_points(point.register)))

    assert decided(RiskPoint, risks_queries.content_of(whole)) == set()


def test_fields_of_a_measure_are_frozen():
    measure = Measure(text="双人复核", kind="procedure", lineage_id=None, responsible_post=factories.post())

    assert decided(Measure, controls_queries.measure_content(measure)) == set()
