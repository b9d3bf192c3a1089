"""Opening an edition of a control table and keeping its anchors on the register it rests on."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from controls import queries, rules
from controls.models import ControlTable, Measure
from core import services as core_services
from core.rules import Denied
from core.states import ListState
from organization.models import Department, Person
from powers import queries as powers_queries
from risks.models import RiskPoint, RiskRegister

Scope = tuple[int, bool]
"""Whose table: the department's key, and whether it is the leadership's."""


@transaction.atomic
def open_table(*, by: Person, department: Department, is_leadership: bool = False) -> ControlTable:
    """Open a draft edition: measures copied with their lineages from the one in force, anchored to the register.

    It rests on the register being worked on, else the one in force. Raises `Denied` when there is neither, or an
    edition is already being worked on.
    """
    return open_tables(by=by, places=[(department, is_leadership)])[department.pk, is_leadership]


@transaction.atomic(savepoint=False)
def open_tables(*, by: Person, places: Iterable[tuple[Department, bool]]) -> dict[Scope, ControlTable]:
    """Open an edition for each (department, is leadership) as `open_table` does; by (department's key, leadership).

    Editions are opened set-wise; those that copy one in force, one by one.
    """
    scopes = [(department.pk, is_leadership) for department, is_leadership in places]
    departments = Department.objects.select_for_update().filter(pk__in={pk for pk, _leads in scopes})
    locked = departments.order_by("pk").in_bulk()
    rules.open_tables(by, [(locked[pk], is_leadership) for pk, is_leadership in scopes])
    editions = powers_queries.editions_to_open(scopes, kind="controls")
    found = ControlTable.objects.in_force().filter(department__in=locked)
    in_force = {(table.department_id, table.is_leadership): table for table in found}
    opened = core_services.create_all(ControlTable, _rows(locked, editions, in_force, by), by)
    for table in opened:
        if before := in_force.get((table.department_id, table.is_leadership)):
            _copy(before, table, by)
    core_services.record_all(by=by, entries=map(_entry, opened))
    return {(table.department_id, table.is_leadership): table for table in opened}


def _rows(
    departments: Mapping[int, Department],
    editions: Mapping[Scope, tuple[int, int]],
    in_force: Mapping[Scope, ControlTable],
    by: Person,
) -> list[ControlTable]:
    """The tables to save, each upon its register and the edition before."""
    registers = _bases(departments)
    return [
        ControlTable(
            department=departments[pk],
            is_leadership=is_leadership,
            register=_must_be(registers.get((pk, is_leadership)), departments[pk]),
            year=year,
            number=number,
            previous=in_force.get((pk, is_leadership)),
            opened_by=by,
        )
        for (pk, is_leadership), (year, number) in editions.items()
    ]


def _copy(source: ControlTable, target: ControlTable, by: Person) -> None:
    reason = _("由%(edition)s带入") % {"edition": source.edition}
    core_services.copy_rows(Measure, source.measures, by, reason=reason, table=target, version=1)
    _anchor(target, by)


def _entry(opened: ControlTable) -> core_services.AuditEntry:
    return core_services.AuditEntry(
        "controls.open_table",
        opened,
        department_code=opened.department.code,
        details={"edition": [opened.year, opened.number], "copied_from": opened.previous_id},
    )


def _bases(department_ids: Iterable[int]) -> dict[Scope, RiskRegister]:
    """The register a new table rests on, where there is one: the one being worked on, else the one in force."""
    states = [*ListState.working(), ListState.IN_FORCE]
    found = RiskRegister.objects.filter(department__in=set(department_ids), state__in=states)
    worked_on_last = sorted(found, key=lambda register: register.state != ListState.IN_FORCE)
    return {(register.department_id, register.is_leadership): register for register in worked_on_last}


def _must_be(register: RiskRegister | None, department: Department) -> RiskRegister:
    if register is None:
        raise Denied(
            _("%(department)s还没有风险清单，不能编制一览表。") % {"department": department},
            help=_("请先开一版风险清单，查找风险点。"),
        )
    return register


@transaction.atomic
def follow_register(*, by: Person, table: ControlTable) -> ControlTable:
    """Let the table rest on the register being worked on (else in force) and move its anchors there by lineage.

    Measures whose point is not in that register keep their old anchor and are listed by `queries.lost_measures`.
    """
    locked = core_services.lock_editable(ControlTable, table.pk)
    rules.follow_register(by, locked)
    register = _bases([locked.department_id]).get((locked.department_id, locked.is_leadership))
    locked.register = _must_be(register, locked.department)
    core_services.save(locked, by)
    moved = _anchor(locked, by)
    core_services.record(
        by=by,
        verb="controls.follow_register",
        subject=locked,
        department_code=locked.department.code,
        details={"register": locked.register_id, "moved": moved},
    )
    return locked


def _anchor(table: ControlTable, by: Person) -> int:
    """Point each measure at its risk point in the table's register; returns how many moved."""
    points = dict(RiskPoint.objects.filter(register=table.register_id).values_list("lineage_id", "id"))
    moved = []
    for measure in queries.measures_of(table):
        point_id = points.get(measure.point_lineage_id)
        if point_id and point_id != measure.point_id:
            measure.point_id = point_id
            moved.append(measure)
    if moved:
        bulk_update_with_history(moved, Measure, ["point"], batch_size=500, default_user=by)
    return len(moved)
