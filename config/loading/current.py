"""What the database says now, in the workbook's own terms: for each sheet, key → values by name."""

from collections import defaultdict
from typing import Any

from django.db.models import Prefetch, QuerySet

from controls.models import ControlTable, Measure
from core.states import ListState
from organization.models import Department, Post, Tenure
from powers import queries as powers_queries
from powers.calculations import Link
from powers.models import LegalBasis, Power, PowerList, Regulation
from risks.models import GradeOpinion, RiskPoint, RiskRegister
from risks.states import OpinionSource

Values = dict[str, Any]
Known = dict[tuple, Values]
LONG_TERM = "长期"


def departments() -> Known:
    found = Department.objects.select_related("parent", "overseer_post")
    return {
        (row.code,): {
            "code": row.code,
            "name": row.name,
            "kind": row.kind,
            "parent": row.parent.code if row.parent else None,
            "overseer_post": row.overseer_post.code if row.overseer_post else None,
        }
        for row in found
    }


def posts() -> Known:
    running = Prefetch("tenures", Tenure.objects.filter(to_on__isnull=True).order_by("from_on"), to_attr="running")
    return {
        (row.code,): {
            "code": row.code,
            "department": row.department.code,
            "name": row.name,
            "is_leadership": row.is_leadership,
            "is_key": row.is_key,
            "rotation_years": row.rotation_years,
            "since": row.running[0].from_on if row.running else None,
        }
        for row in Post.objects.select_related("department").prefetch_related(running)
    }


def bases() -> Known:
    names = ("code", "title", "document_number", "article", "issuer", "status", "verified_on", "note")
    return {(row["code"],): row for row in LegalBasis.objects.values(*names)}


def regulations() -> Known:
    names = ("code", "name", "kind", "effective_on", "edition")
    found = Regulation.objects.select_related("department")
    return {
        (row.code,): {**{name: getattr(row, name) for name in names}, "department": row.department.code}
        for row in found
    }


def latest(model: Any) -> dict[Any, Any]:
    """The list that counts for each department (and leadership): the one worked on, else the one in force."""
    states = [*ListState.working(), ListState.IN_FORCE]
    found = model.objects.filter(state__in=states).select_related("department").order_by("id")
    chosen: dict[Any, Any] = {}
    for row in sorted(found, key=lambda row: row.state != ListState.IN_FORCE):
        chosen[row.department_id, getattr(row, "is_leadership", False)] = row
    return chosen


def _in(model: Any, rows: QuerySet, name: str) -> QuerySet:
    return rows.filter(**{f"{name}__in": [row.pk for row in latest(model).values()]})


def powers() -> tuple[Known, Known, Known]:
    """Powers, materials and steps of the lists that count."""
    found_powers: Known = {}
    found_materials: Known = {}
    found_steps: Known = {}
    for power in powers_queries.whole(_in(PowerList, Power.objects.all(), "power_list")):
        found_powers[(power.code,)] = _power(power)
        for material in power.ordered_materials:
            found_materials[power.code, material.name] = _material(power, material)
        for flow in power.ordered_flows:
            for step in flow.ordered_steps:
                found_steps[power.code, flow.kind, step.number] = _step(power, flow, step)
    return found_powers, found_materials, found_steps


def _power(power: Any) -> Values:
    same = (
        "code name category content nature is_major discretion disclosure_scope disclosure_form "
        "supervision_channels fee_basis"
    ).split()
    return {
        **{name: getattr(power, name) for name in same},
        "department": power.handling_department.code,
        "responsible_post": power.responsible_post.code if power.responsible_post else None,
        "bases": tuple(link.basis.code for link in power.ordered_bases),
    }


def _material(power: Any, material: Any) -> Values:
    same = ("name", "copies", "form", "is_required")
    return {"power": power.code, **{name: getattr(material, name) for name in same}}


def _step(power: Any, flow: Any, step: Any) -> Values:
    links = [
        Link(link.to_step.number if link.to_step else None, link.condition, link.is_parallel)
        for link in step.ordered_links
    ]
    same = ("number", "name", "function", "limit_value", "limit_unit", "note")
    return {
        "power": power.code,
        "flow": flow.kind,
        "post": step.post.code if step.post else None,
        "links": tuple(links),
        **{name: getattr(step, name) for name in same},
    }


def points() -> Known:
    scores = _workbook_scores()
    found = _in(RiskRegister, RiskPoint.objects.all(), "register").select_related("power", "step", "post")
    same = ("code", "type", "finder", "description", "manifestation", "indicator")
    return {
        (row.code,): {
            **{name: getattr(row, name) for name in same},
            "power": row.power.code if row.power else None,
            "step": row.step.number if row.step else None,
            "post": row.post.code,
            **dict(zip(("importance", "frequency", "probability"), scores.get(row.lineage_id, NO_SCORES), strict=True)),
        }
        for row in found
    }


NO_SCORES = (None, None, None)


def _workbook_scores() -> dict[Any, tuple]:
    """Lineage → the scores the workbook last brought for it."""
    found = GradeOpinion.objects.filter(source=OpinionSource.WORKBOOK).order_by("id")
    return {
        lineage: tuple(scores)
        for lineage, *scores in found.values_list("point__lineage_id", "importance", "frequency", "probability")
    }


def measures() -> Known:
    found = _in(ControlTable, Measure.objects.all(), "table").select_related("point", "responsible_post")
    return {
        (row.point.code, row.text): {
            "point": row.point.code,
            "text": row.text,
            "kind": row.kind,
            "responsible_post": row.responsible_post.code if row.responsible_post else None,
            "due": LONG_TERM if row.is_long_term else row.due_on,
            "proof": row.proof,
        }
        for row in found
    }


def list_states() -> dict[str, dict[tuple[str, bool], str]]:
    """For each kind of list: (department code, is leadership) → state of the list that counts."""
    found: dict[str, dict[tuple[str, bool], str]] = defaultdict(dict)
    for kind, model in (("powers", PowerList), ("risks", RiskRegister), ("controls", ControlTable)):
        for (_department, is_leadership), row in latest(model).items():
            found[kind][row.department.code, is_leadership] = row.state
    return found


def owners_of_powers() -> dict[str, tuple[str, bool]]:
    """Code of each power of the lists that count → (department code, False) of its list."""
    found = _in(PowerList, Power.objects.all(), "power_list").values_list("code", "power_list__department__code")
    return {code: (department, False) for code, department in found}


def owners_of_points() -> dict[str, tuple[str, bool]]:
    """Code of each risk point of the registers that count → (department code, is leadership) of its register."""
    names = ("code", "register__department__code", "register__is_leadership")
    found = _in(RiskRegister, RiskPoint.objects.all(), "register").values_list(*names)
    return {code: (department, is_leadership) for code, department, is_leadership in found}
