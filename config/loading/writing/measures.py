"""Writing measures into the control tables of their points' departments."""

from typing import Any

from config.loading import current, sheets
from config.loading.values import LONG_TERM
from config.loading.writing.context import CHANGED, NEW, Context
from controls import services
from controls.models import ControlTable, Measure
from risks.models import RiskPoint, RiskRegister


def write(context: Context) -> None:
    new, changed = (context.plan.rows(sheets.MEASURES, kind) for kind in (NEW, CHANGED))
    if not (new or changed):
        return
    tables = _tables(context, [*new, *changed])
    registers = [row.pk for row in current.latest(RiskRegister).values()]
    found = RiskPoint.objects.filter(register__in=registers).values_list("pk", "code", "lineage_id", named=True)
    points = {point.code: point for point in found}
    entries = [
        services.MeasureEntry(
            table=tables[context.owners.of("防控措施", row)],
            point=points[row["point"]],
            text=row["text"],
            **_fields(context, row),
        )
        for row in new
    ]
    if entries:
        services.add_measures(by=context.by, entries=entries)
    for row in changed:
        table = tables[context.owners.of("防控措施", row)]
        measure = Measure.objects.get(table=table, point__code=row["point"], text=row["text"])
        services.change_measure(by=context.by, measure=measure, **_fields(context, row))


def _fields(context: Context, row: Any) -> dict[str, Any]:
    is_long_term = row["due"] == LONG_TERM
    return {
        "kind": row["kind"],
        "responsible_post": context.post(row["responsible_post"]),
        "due_on": None if is_long_term else row["due"],
        "is_long_term": is_long_term,
        "proof": row["proof"],
    }


def _tables(context: Context, rows: list) -> dict[tuple[str, bool], ControlTable]:
    """Owner → the edition to write into, opened where none is being worked on."""
    return context.working({context.owners.of("防控措施", row) for row in rows}, ControlTable, services.open_tables)
