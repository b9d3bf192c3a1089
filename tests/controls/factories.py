"""Tables and measures for tests, made through the services."""

from typing import Any

from controls import services
from controls.models import ControlTable, Measure
from core import services as core_services
from organization.models import Department, Person
from risks.models import RiskPoint, RiskRegister
from tests import factories
from tests.risks import factories as risk_factories


def table(where: Department | None = None, *, by: Person | None = None, **kwargs: Any) -> ControlTable:
    """A draft edition resting on the department's register, which holds one point when there was none."""
    where = where or factories.department()
    if not RiskRegister.objects.filter(department=where, is_leadership=kwargs.get("is_leadership", False)).exists():
        made = risk_factories.register(where, **kwargs)
        risk_factories.point(made)
    return services.open_table(by=by or factories.system(), department=where, **kwargs)


def point_of(table: ControlTable) -> RiskPoint:
    """The first risk point of the table's register."""
    return table.register.points.order_by("code", "id")[0]


def measure(
    where: ControlTable | None = None, *, point: RiskPoint | None = None, by: Person | None = None, **fields: Any
) -> Measure:
    """A faultless measure against the table's first point, long-term unless it has a day."""
    where = where or table()
    point = point or point_of(where)
    fields.setdefault("text", "申请、审批、验收由三个岗位分别承担")
    fields.setdefault("kind", "balance")
    fields.setdefault("responsible_post", point.post)
    fields.setdefault("is_long_term", "due_on" not in fields)
    return services.add_measure(by=by or factories.system(), table=where, point=point, **fields)


def in_force(table: ControlTable) -> ControlTable:
    """The register and the table brought into force as approvals does it, superseding the ones before."""
    register = RiskRegister.objects.get(pk=table.register_id)
    if register.is_editable:
        risk_factories.in_force(register)
    for event in ("submit", "pass"):
        table = core_services.move(table, by=factories.system(), event=event, sha256="0" * 64)
    return ControlTable.objects.get(pk=table.pk)
