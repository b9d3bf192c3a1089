"""Risk points that rest on a legal basis or a regulation, through the power they live in."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.registry import Touched, TouchedRows
from organization.models import Person
from powers import queries as powers_queries
from powers.models import LegalBasis, PowerBasis
from risks.models import RiskPoint
from risks.queries import points


def touched_points(source: Any, by: Person | None) -> list[TouchedRows]:
    """Points in the powers that rest on a basis: their grades become due by themselves (`with_due`)."""
    if not isinstance(source, LegalBasis):
        return []
    return [as_touched(RiskPoint.objects.filter(power_lineage__in=lineages_resting_on(source)), by)]


def lineages_resting_on(basis: LegalBasis) -> set[UUID]:
    """Lineages of the powers, in force or being worked on, that rest on the basis."""
    links = PowerBasis.objects.filter(basis=basis, power__power_list__state__in=powers_queries.LIVING)
    return {*links.values_list("power__lineage", flat=True)}


def as_touched(found: QuerySet[RiskPoint], by: Person | None) -> TouchedRows:
    """Points of `found` in force or being worked on, of that what `by` may see."""
    found = found.filter(register__state__in=powers_queries.LIVING)
    if by is not None:
        found = found.filter(pk__in=points.points_for(by).values("pk"))
    rows = found.select_related(None).select_related("register__department").order_by("code", "id")
    return TouchedRows("point", rows, ("lineage",), _touched)


def _touched(point: RiskPoint) -> Touched:
    return Touched(
        kind="point",
        key=str(point.lineage_id),
        code=point.code,
        label=str(point),
        state=point.register.state,
        department_id=point.register.department_id,
        department=point.register.department.name,
        url=point.get_absolute_url(),
        is_leadership=point.register.is_leadership,
    )
