"""Opening an edition of a register, and letting its anchors follow the power list it rests on."""

import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core import services as core_services
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person
from powers import queries as power_queries
from powers.models import FlowStep, Power, PowerList
from risks import queries, rules
from risks.models import RiskPoint, RiskRegister
from risks.services import grades


@transaction.atomic
def open_register(
    *, by: Person, department: Department, is_leadership: bool = False, edition: tuple[int, int] | None = None
) -> RiskRegister:
    """Open a draft edition that begins as a copy of the one in force: new rows, same lineages, codes and grades.

    It rests on the department's working power list, else the one in force; the leadership's rests on none. `edition`
    is (year, number); without it the one its other lists are at, else the next. Raises `Denied` while another is being
    worked on.
    """
    department = organization_queries.root() if is_leadership else department
    department = Department.objects.select_for_update().get(pk=department.pk)
    rules.open_register(by, department, is_leadership=is_leadership)
    year, number = edition or power_queries.edition_to_open(department, kind="risks", is_leadership=is_leadership)
    in_force = queries.in_force_register(department, is_leadership=is_leadership)
    opened = RiskRegister(
        department=department,
        is_leadership=is_leadership,
        year=year,
        number=number,
        previous=in_force,
        power_list=queries.base_list(department, is_leadership=is_leadership),
        opened_by=by,
    )
    core_services.save(opened, by)
    if in_force is not None:
        _copy(in_force, opened, by)
    _record(by, "risks.open_register", opened, {"copied_from": in_force.pk if in_force else None})
    return opened


def _copy(source: RiskRegister, target: RiskRegister, by: Person) -> None:
    """Copy every point with its grade; opinions stay with the edition they were given on."""
    copies = []
    for original in source.points.order_by("id"):
        made = copy.copy(original)
        made._state = copy.copy(original._state)
        made.pk, made._state.adding = None, True
        made.register, made.version = target, 1
        copies.append(made)
    _anchor(copies, target)
    reason = _("由%(edition)s带入") % {"edition": source.edition}
    bulk_create_with_history(copies, RiskPoint, batch_size=500, default_user=by, default_change_reason=reason)


@transaction.atomic
def follow_power_list(*, by: Person, register: RiskRegister) -> list[RiskPoint]:
    """Rest the register on the department's present power list and move anchors there by lineage.

    Points whose power or step has no match keep their old anchor; they are returned, and `queries.lost_anchors` lists
    them for review.
    """
    locked = core_services.lock_editable(RiskRegister, register.pk)
    rules.follow_power_list(by, locked)
    base = queries.base_list(locked.department, is_leadership=locked.is_leadership)
    if base is not None and base.pk != locked.power_list_id:
        locked.power_list = base
        core_services.save(locked, by)
    move_anchors(locked, by)
    lost = list(queries.lost_anchors(locked))
    _record(by, "risks.follow_power_list", locked, {"power_list": locked.power_list_id, "lost": [p.code for p in lost]})
    return lost


def move_anchors(register: RiskRegister, by: Person) -> None:
    """Move the anchors of a locked register by lineage; computed grades follow where the floor is another."""
    points = list(register.points.filter(power__isnull=False).select_related("power", "step").order_by("id"))
    before = {point.pk: (point.power_id, point.step_id) for point in points}
    _anchor(points, register)
    moved = [point for point in points if before[point.pk] != (point.power_id, point.step_id)]
    grades.compute(moved)
    for point in moved:
        point.version += 1
    bulk_update_with_history(moved, RiskPoint, ["power", "step", "version", *grades.COMPUTED], 500, default_user=by)


def _anchor(points: list[RiskPoint], register: RiskRegister) -> None:
    """Set power and step of each point to the rows that stand for their lineages now; no match leaves them."""
    anchored = [point for point in points if point.power_lineage_id]
    lineages = {point.power_lineage_id for point in anchored}
    powers = queries.powers_to_rest_on(register, lineages)
    step_lineages = {point.step_lineage_id for point in anchored if point.step_lineage_id}
    steps = queries.steps_of_powers(powers.values(), step_lineages)
    for point in anchored:
        power = powers.get(point.power_lineage_id)
        step = steps.get((power.pk, point.step_lineage_id)) if power else None
        if power and (step or not point.step_lineage_id):
            point.power, point.step = power, step


def rest_on(register: RiskRegister, power: Power | None, step: FlowStep | None, by: Person) -> dict[str, Any]:
    """The anchor fields for a point of `register` at the power and step, in the edition the register rests on.

    A register that rests on nothing yet comes to rest on the power's own list. Raises `Denied` when the step is no
    longer in the edition the register rests on.
    """
    power = step.flow.power if step is not None else power
    if power is None:
        return {"power": None, "power_lineage": None, "step": None, "step_lineage": None}
    is_own = power.power_list.department_id == register.department_id and not register.is_leadership
    if is_own and register.power_list_id is None:
        register.power_list = power.power_list
        core_services.save(register, by)
    if is_own and register.power_list and power.power_list_id != register.power_list_id:
        power, step = _in_base(register.power_list, power, step)
    return {
        "power": power,
        "power_lineage_id": power.lineage_id,
        "step": step,
        "step_lineage_id": step.lineage_id if step else None,
    }


def _in_base(base: PowerList, power: Power, step: FlowStep | None) -> tuple[Power, FlowStep | None]:
    found = rules.anchor(Power.objects.filter(power_list=base, lineage=power.lineage_id).first(), power)
    if step is None:
        return found, None
    steps = queries.steps_of_powers([found], [step.lineage_id])
    return found, rules.anchor(steps.get((found.pk, step.lineage_id)), step)


@transaction.atomic
def follow_after_force(submission: Any, *, by: Person) -> None:
    """When a power list comes into force, registers being worked on elsewhere follow it by lineage.

    Registered as a listener to coming into force; an approved register is never rewritten, its grades are marked due.
    """
    resting = RiskRegister.objects.filter(state__in=ListState.editable(), points__power__isnull=False)
    others = resting.exclude(department=submission.department_id, is_leadership=False).values("pk")
    for register in RiskRegister.objects.select_for_update().filter(pk__in=others).order_by("pk"):
        move_anchors(register, by)


def _record(by: Person, verb: str, register: RiskRegister, details: dict[str, Any]) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=register,
        department_code=register.department.code,
        details={"edition": [register.year, register.number], "is_leadership": register.is_leadership, **details},
    )
