"""Measures and tables that rest on a legal basis or a regulation, and, of a regulation, what those measures stand on."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from controls.models import ControlTable, Measure
from controls.queries import tables
from core import calculations
from core.registry import KeyedRows, Touched, TouchedRows
from core.states import ListState
from organization.models import Person
from powers import queries as powers_queries
from powers.models import LegalBasis, Power, Regulation
from risks import queries as risk_queries
from risks.models import RiskPoint

SAID = ("text", "kind", "proof", "due_on", "is_long_term", "regulation", "responsible_post", "point_lineage")


def touched_rows(source: Any, by: Person | None) -> list[TouchedRows]:
    """Measures against points of the powers that rest on a basis, or that name a regulation, and their tables; of a
    regulation also the points, powers and steps those measures stand on."""
    found = Measure.objects.filter(table__state__in=powers_queries.LIVING)
    if isinstance(source, LegalBasis):
        lineages = risk_queries.lineages_resting_on(source)
        return _measures_and_tables(found.filter(point__power_lineage__in=lineages), by)
    if isinstance(source, Regulation):
        named = found.filter(regulation=source)
        return [*_measures_and_tables(named, by), *_below(named, by)]
    return []


def _below(named: QuerySet[Measure], by: Person | None) -> list[TouchedRows]:
    """The points that measures stand against, with the powers these points live in and their steps."""
    points = RiskPoint.objects.filter(lineage__in={*named.values_list("point_lineage", flat=True)})
    lineages = points.filter(power_lineage__isnull=False).values_list("power_lineage", flat=True)
    powers = Power.objects.filter(lineage__in={*lineages})
    return [risk_queries.as_touched(points, by), *powers_queries.powers_and_steps(powers, by)]


def _measures_and_tables(found: QuerySet[Measure], by: Person | None) -> list[TouchedRows]:
    """The measures as they are, and each table once with the rows concerned.

    Tables are asked for by their keys, not by a query of them, which PostgreSQL plans badly over tables just filled.
    """
    if by is not None:
        found = found.filter(pk__in=tables.measures_for(by).values("pk"))
    rows = found.select_related("table__department").order_by("code", "id")
    concerned = Prefetch("measures", found.order_by("code", "id"), to_attr="concerned")
    keys = {*found.order_by().values_list("table", flat=True)}
    holding = ControlTable.objects.filter(pk__in=keys).select_related("department")
    holding = holding.prefetch_related(concerned).order_by("department__path", "is_leadership", "id")
    return [
        TouchedRows("measure", rows, ("lineage",), _measure),
        TouchedRows("table", holding, ("department", "is_leadership"), _table),
    ]


def _measure(measure: Measure) -> Touched:
    place = _place(measure.table)
    return Touched(
        "measure", str(measure.lineage_id), measure.code, str(measure), url=measure.get_absolute_url(), **place
    )


def _table(table: ControlTable) -> Touched:
    lineages = [str(measure.lineage_id) for measure in table.concerned]  # type: ignore[attr-defined]
    name = _("班子成员一览表") if table.is_leadership else _("%(department)s一览表") % {"department": table.department}
    label = _("%(table)s（涉及%(count)d条措施）") % {"table": name, "count": len(lineages)}
    return Touched(
        "table",
        key_of(table),
        "",
        label,
        url=table.get_absolute_url(),
        rows=tuple(sorted(lineages)),
        **_place(table),
    )


def _place(table: ControlTable) -> dict[str, Any]:
    return {
        "state": table.state,
        "department_id": table.department_id,
        "department": table.department.name,
        "is_leadership": table.is_leadership,
    }


def key_of(table: ControlTable) -> str:
    """Whose table it is, in every edition."""
    return f"{table.department_id}-{int(table.is_leadership)}"


def tables_citing(source: Any, keys: Collection[str]) -> set[str]:
    """Whose tables, of these, have a measure in force that names the regulation."""
    if not isinstance(source, Regulation):
        return set()
    found = ControlTable.objects.in_force().filter(measures__regulation=source).distinct()
    return {key_of(table) for table in found} & set(keys)


def marks_of_tables(things: Collection[KeyedRows]) -> dict[KeyedRows, str]:
    """Digest of what the rows concerned say in each table: in that in force, else in the one being worked on."""
    wanted = {UUID(lineage) for _key, rows in things for lineage in rows}
    found = Measure.objects.filter(lineage__in=wanted, table__state__in=powers_queries.LIVING)
    place = ("table__department", "table__is_leadership", "table__state", "lineage")
    said: dict[str, dict[bool, dict[str, list[str]]]] = defaultdict(lambda: defaultdict(dict))
    for department, leads, state, lineage, *words in found.values_list(*place, *SAID):
        said[f"{department}-{int(leads)}"][state == ListState.IN_FORCE][str(lineage)] = [str(word) for word in words]
    return {(key, rows): calculations.sha256(_current(said[key], rows)) for key, rows in things if key in said}


def _current(said: dict[bool, dict[str, list[str]]], rows: tuple[str, ...]) -> dict[str, list[str]]:
    current = said[True] or said[False]
    return {lineage: current[lineage] for lineage in rows if lineage in current}
