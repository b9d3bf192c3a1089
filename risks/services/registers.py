"""Opening an edition of a register, and letting its anchors follow the power list it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core import services as core_services
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person
from powers import queries as power_queries
from powers.models import FlowStep, Power
from risks import queries, rules
from risks.models import RiskPoint, RiskRegister
from risks.services import grades

Scope = tuple[int, bool]
"""Whose register: the department's key, and whether it is the leadership's."""


@transaction.atomic
def open_register(*, by: Person, department: Department, is_leadership: bool = False) -> RiskRegister:
    """Open a draft edition that begins as a copy of the one in force: new rows, same lineages, codes and grades.

    It rests on the department's working power list, else the one in force; the leadership's rests on none. It is the
    edition that the department's other lists are at, else the next. Raises `Denied` while another is being worked on.
    """
    department = organization_queries.root() if is_leadership else department
    return open_registers(by=by, places=[(department, is_leadership)])[department.pk, is_leadership]


@transaction.atomic(savepoint=False)
def open_registers(*, by: Person, places: Iterable[tuple[Department, bool]]) -> dict[Scope, RiskRegister]:
    """Open an edition for each (department, is leadership) as `open_register` does; by (department's key, leadership).

    The leadership's department is the root. Editions are opened set-wise; those that copy one in force, one by one.
    """
    scopes = [(department.pk, is_leadership) for department, is_leadership in places]
    departments = Department.objects.select_for_update().filter(pk__in={pk for pk, _leads in scopes})
    locked = departments.order_by("pk").in_bulk()
    rules.open_registers(by, [(locked[pk], is_leadership) for pk, is_leadership in scopes])
    editions = power_queries.editions_to_open(scopes, kind="risks")
    found = RiskRegister.objects.in_force().filter(department__in=locked)
    in_force = {(register.department_id, register.is_leadership): register for register in found}
    opened = core_services.create_all(RiskRegister, _rows(locked, editions, in_force, by), by)
    for register in opened:
        if before := in_force.get((register.department_id, register.is_leadership)):
            _copy(before, register, by)
    entries = [_entry("risks.open_register", register, {"copied_from": register.previous_id}) for register in opened]
    core_services.record_all(by=by, entries=entries)
    return {(register.department_id, register.is_leadership): register for register in opened}


def _rows(
    departments: Mapping[int, Department],
    editions: Mapping[Scope, tuple[int, int]],
    in_force: Mapping[Scope, RiskRegister],
    by: Person,
) -> list[RiskRegister]:
    """The registers to save, each upon its power list and the edition before."""
    bases = queries.base_lists(departments)
    return [
        RiskRegister(
            department=departments[pk],
            is_leadership=is_leadership,
            year=year,
            number=number,
            previous=in_force.get((pk, is_leadership)),
            power_list=None if is_leadership else bases.get(pk),
            opened_by=by,
        )
        for (pk, is_leadership), (year, number) in editions.items()
    ]


def _copy(source: RiskRegister, target: RiskRegister, by: Person) -> None:
    """Copy every point with its grade; opinions stay with the edition they were given on."""
    reason = _("由%(edition)s带入") % {"edition": source.edition}
    anchor = partial(_anchor, register=target)
    core_services.copy_rows(RiskPoint, source.points, by, reason=reason, arrange=anchor, register=target, version=1)


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


def move_anchors(register: RiskRegister, by: Person) -> list[RiskPoint]:
    """Move the anchors of a locked register by lineage, and give the points that moved; computed grades follow where the
    floor is another."""
    points = list(register.points.filter(power__isnull=False).select_related("power", "step").order_by("id"))
    before = {point.pk: (point.power_id, point.step_id) for point in points}
    _anchor(points, register)
    moved = [point for point in points if before[point.pk] != (point.power_id, point.step_id)]
    grades.compute(moved)
    for point in moved:
        point.version += 1
    bulk_update_with_history(moved, RiskPoint, ["power", "step", "version", *grades.COMPUTED], 500, default_user=by)
    return moved


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
    if is_own and power.power_list_id != register.power_list_id:
        power, step = _in_base(register.power_list_id, power, step)
    return {
        "power": power,
        "power_lineage_id": power.lineage_id,
        "step": step,
        "step_lineage_id": step.lineage_id if step else None,
    }


def _in_base(base: int | None, power: Power, step: FlowStep | None) -> tuple[Power, FlowStep | None]:
    found = rules.anchor(Power.objects.filter(power_list=base, lineage=power.lineage_id).first(), power)
    if step is None:
        return found, None
    steps = queries.steps_of_powers([found], [step.lineage_id])
    return found, rules.anchor(steps.get((found.pk, step.lineage_id)), step)


@transaction.atomic
def follow_after_force(submissions: Sequence[Any], *, by: Person) -> list[core_services.AuditEntry]:
    """When power lists come into force, registers being worked on elsewhere follow them by lineage.

    Registered as a follower of coming into force, which returns what the trail shall tell; an approved register is never
    rewritten, its grades are marked due.
    """
    elsewhere = (~Q(department=submission.department_id, is_leadership=False) for submission in submissions)
    resting = RiskRegister.objects.filter(state__in=ListState.editable(), points__power__isnull=False)
    others = resting.filter(reduce(or_, elsewhere, Q(pk__in=[]))).values("pk")
    locked = RiskRegister.objects.select_for_update(of=("self",)).select_related("department").filter(pk__in=others)
    moved = [(register, move_anchors(register, by)) for register in locked.order_by("pk")]
    return [
        _entry("risks.follow_after_force", register, {"moved": [point.code for point in points]})
        for register, points in moved
        if points
    ]


def _record(by: Person, verb: str, register: RiskRegister, details: dict[str, Any]) -> None:
    core_services.record_all(by=by, entries=[_entry(verb, register, details)])


def _entry(verb: str, register: RiskRegister, details: dict[str, Any]) -> core_services.AuditEntry:
    facts = {"edition": [register.year, register.number], "is_leadership": register.is_leadership}
    return core_services.AuditEntry(
        verb, register, department_code=register.department.code, details={**facts, **details}
    )
