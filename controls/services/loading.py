"""Setting many measures at once, as loading a workbook does, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from controls import rules
from controls.models import ControlTable, Measure
from core import calculations
from core import services as core_services
from core.models import Lineage
from organization.models import Person, Post
from risks.models import RiskPoint


@dataclass(frozen=True)
class MeasureEntry:
    """One measure as a workbook has it; `lineage` when it continues a thing of an earlier edition."""

    table: ControlTable
    point: RiskPoint
    text: str
    kind: str
    responsible_post: Post | None = None
    due_on: date | None = None
    is_long_term: bool = False
    proof: str = ""


@transaction.atomic
def add_measures(*, by: Person, entries: Sequence[MeasureEntry]) -> list[Measure]:
    """Set new measures, each under the next code of its point; one audit event a table."""
    locked = {}
    for table in {entry.table.pk: entry.table for entry in entries}.values():
        rules.follow_register(by, table)
        locked[table.pk] = core_services.lock_editable(ControlTable, table.pk)
    codes = _codes(entries)
    lineages = Lineage.objects.bulk_create([Lineage(kind="measure", code=code) for code in codes], batch_size=500)
    rows = [
        _measure(entry, lineage, locked[entry.table.pk], by) for entry, lineage in zip(entries, lineages, strict=True)
    ]
    measures = bulk_create_with_history(rows, Measure, batch_size=500, default_user=by)
    _record(measures, locked, by)
    return measures


def _codes(entries: Sequence[MeasureEntry]) -> list[str]:
    """The next code of each point after those it ever had: `YP-01-F2-M3`."""
    points = {entry.point.code for entry in entries}
    used = Lineage.objects.filter(kind="measure").values_list("code", flat=True)
    counts: dict[str, int] = {}
    for code in used:
        point, _mark, serial = code.rpartition("-M")
        if point in points and serial.isdecimal():
            counts[point] = max(counts.get(point, 0), int(serial))
    codes = []
    for entry in entries:
        counts[entry.point.code] = counts.get(entry.point.code, 0) + 1
        codes.append(f"{entry.point.code}-M{counts[entry.point.code]}")
    return codes


def _measure(entry: MeasureEntry, lineage: Lineage, table: ControlTable, by: Person) -> Measure:
    return Measure(
        table=table,
        point=entry.point,
        point_lineage_id=entry.point.lineage_id,
        lineage=lineage,
        code=lineage.code,
        text=entry.text,
        kind=entry.kind,
        responsible_post=entry.responsible_post,
        due_on=entry.due_on,
        is_long_term=entry.is_long_term,
        proof=entry.proof,
        filed_by=by,
        search_text=calculations.search_text(lineage.code, entry.text, entry.proof, pinyin_of=entry.text),
    )


def _record(measures: Sequence[Measure], locked: dict[int, ControlTable], by: Person) -> None:
    codes: dict[int, list[str]] = {}
    for measure in measures:
        codes.setdefault(measure.table_id, []).append(measure.code)
    for pk, table in locked.items():
        core_services.record(
            by=by,
            verb="controls.add_measures",
            subject=table,
            department_code=table.department.code,
            details={"count": len(codes[pk]), "codes": codes[pk]},
        )
