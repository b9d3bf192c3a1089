"""Opening an edition of a control table and keeping its anchors on the register it rests on."""

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from controls import queries, rules
from controls.models import ControlTable, Measure
from core import services as core_services
from core.rules import Denied
from organization.models import Department, Person
from powers import queries as powers_queries
from risks.models import RiskPoint, RiskRegister


@transaction.atomic
def open_table(
    *,
    by: Person,
    department: Department,
    is_leadership: bool = False,
    edition: tuple[int, int] | None = None,
) -> ControlTable:
    """Open a draft edition: measures copied with their lineages from the one in force, anchored to the register.

    It rests on the register being worked on, else the one in force. Raises `Denied` when there is neither, or an
    edition is already being worked on.
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    rules.open_table(by, department, is_leadership=is_leadership)
    register = _base(department, is_leadership=is_leadership)
    year, number = edition or powers_queries.edition_to_open(department, kind="controls", is_leadership=is_leadership)
    in_force = ControlTable.objects.in_force().filter(department=department, is_leadership=is_leadership).first()
    opened = ControlTable(
        department=department,
        is_leadership=is_leadership,
        register=register,
        year=year,
        number=number,
        previous=in_force,
        opened_by=by,
    )
    core_services.save(opened, by)
    if in_force is not None:
        reason = _("由%(edition)s带入") % {"edition": in_force.edition}
        core_services.copy_rows(Measure, in_force.measures, by, reason=reason, table=opened, version=1)
        _anchor(opened, by)
    core_services.record(
        by=by,
        verb="controls.open_table",
        subject=opened,
        department_code=department.code,
        details={"edition": [year, number], "copied_from": in_force.pk if in_force else None},
    )
    return opened


def _base(department: Department, *, is_leadership: bool) -> RiskRegister:
    registers = RiskRegister.objects.filter(department=department, is_leadership=is_leadership)
    register = registers.working().first() or registers.in_force().first()
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
    locked.register = _base(locked.department, is_leadership=locked.is_leadership)
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
