"""Setting many measures at once, as loading a workbook does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from controls import rules
from controls.models import ControlTable, Measure
from controls.services import measures as single
from core import calculations
from core import services as core_services
from core.models import Lineage
from organization.models import Person, Post
from powers.models import Regulation


@dataclass(frozen=True, slots=True)
class MeasureEntry:
    """One measure as a workbook has it; `lineage` when it continues a thing of an earlier edition."""

    table: ControlTable
    point: Any
    """The risk point, or a row of its `pk`, `code` and `lineage_id` alone where there are thousands."""
    text: str
    kind: str
    responsible_post: Post | None = None
    due_on: date | None = None
    is_long_term: bool = False
    proof: str = ""


@transaction.atomic(savepoint=False)
def add_measures(*, by: Person, entries: Sequence[MeasureEntry]) -> None:
    """Set new measures, each under the next code of its point: set-wise, a few thousand in memory at a time.

    One audit event a table.
    """
    locked = core_services.lock_editable_lists(ControlTable, [entry.table.pk for entry in entries])
    for table in locked.values():
        rules.follow_register(by, table)
    codes = _codes(entries)
    for start in range(0, len(entries), core_services.BATCH):
        end = start + core_services.BATCH
        _add(entries[start:end], codes[start:end], locked, by)
    _record(entries, codes, locked, by)


def _add(entries: Sequence[MeasureEntry], codes: Sequence[str], locked: Mapping[int, ControlTable], by: Person) -> None:
    lineages = Lineage.objects.bulk_create([Lineage(kind="measure", code=code) for code in codes])
    known = single.regulations_named((entry.text, entry.proof) for entry in entries)
    rows = [
        _measure(entry, lineage, locked[entry.table.pk], known, by)
        for entry, lineage in zip(entries, lineages, strict=True)
    ]
    core_services.create_all(Measure, rows, by)


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


def _measure(
    entry: MeasureEntry, lineage: Lineage, table: ControlTable, known: Mapping[str, Regulation], by: Person
) -> Measure:
    return Measure(
        table=table,
        point_id=entry.point.pk,
        point_lineage_id=entry.point.lineage_id,
        lineage=lineage,
        code=lineage.code,
        text=entry.text,
        kind=entry.kind,
        responsible_post=entry.responsible_post,
        due_on=entry.due_on,
        is_long_term=entry.is_long_term,
        proof=entry.proof,
        regulation=single.named_regulation(entry.text, entry.proof, known),
        filed_by=by,
        search_text=calculations.search_text(lineage.code, entry.text, entry.proof, pinyin_of=entry.text),
    )


def _record(
    entries: Sequence[MeasureEntry], codes: Sequence[str], locked: Mapping[int, ControlTable], by: Person
) -> None:
    made: dict[int, list[str]] = {pk: [] for pk in locked}
    for entry, code in zip(entries, codes, strict=True):
        made[entry.table.pk].append(code)
    events = [
        core_services.AuditEntry(
            "controls.add_measures",
            table,
            department_code=table.department.code,
            details={"count": len(made[pk]), "codes": made[pk]},
        )
        for pk, table in locked.items()
    ]
    core_services.record_all(by=by, entries=events)
