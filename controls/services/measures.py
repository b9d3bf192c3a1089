"""Setting, changing and removing measures, and reporting their progress."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from controls import calculations as own_calculations
from controls import queries, rules
from controls.models import ControlTable, Measure
from controls.services import counts
from core import calculations
from core import services as core_services
from core.states import ListState
from organization.models import Person, Post
from powers import services as power_services
from powers.models import Regulation
from risks.models import RiskPoint

FIELDS = ("text", "kind", "responsible_post", "due_on", "is_long_term", "proof", "regulation")


@transaction.atomic
def add_measure(
    *,
    by: Person,
    table: ControlTable,
    point: RiskPoint,
    text: str,
    kind: str,
    responsible_post: Post | None = None,
    due_on: date | None = None,
    is_long_term: bool = False,
    proof: str = "",
    regulation: Regulation | None = None,
) -> Measure:
    """Set a measure against `point` in a table being worked on; its code follows the point's, `YP-01-F2-M1`."""
    locked = core_services.lock_editable(ControlTable, table.pk)
    is_on_behalf = rules.add_measure(by, locked, point)
    lineage = core_services.next_lineage("measure", f"{point.code}-M")
    measure = Measure(
        table=locked,
        point=point,
        point_lineage_id=point.lineage_id,
        lineage=lineage,
        code=lineage.code,
        text=text,
        kind=kind,
        responsible_post=responsible_post,
        due_on=None if is_long_term else due_on,
        is_long_term=is_long_term,
        proof=proof,
        regulation=regulation or named_regulation(text, proof, regulations_named([(text, proof)])),
        filed_by=by,
        is_filed_on_behalf=is_on_behalf,
        search_text=calculations.search_text(lineage.code, text, proof, pinyin_of=text),
    )
    core_services.save(measure, by)
    _record(by, "controls.add_measure", measure, {"text": text, "kind": kind})
    return measure


@transaction.atomic
def change_measure(*, by: Person, measure: Measure, version: int | None = None, **fields) -> Measure:
    """Change what a measure says (`FIELDS`); who changes it has filed it (recusal asks).

    Nothing is written when nothing differs. Raises `Stale` when its table changed since `version`.
    """
    table = core_services.lock_editable(ControlTable, measure.table_id, version=version)
    locked = Measure.objects.select_for_update().get(pk=measure.pk)
    locked.table = table
    is_on_behalf = rules.change_measure(by, locked)
    if fields.get("is_long_term"):
        fields["due_on"] = None
    fields = _with_regulation(locked, fields)
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, fields[name])
    locked.filed_by, locked.is_filed_on_behalf = by, is_on_behalf
    locked.version += 1
    locked.search_text = calculations.search_text(locked.code, locked.text, locked.proof, pinyin_of=locked.text)
    core_services.save(locked, by)
    _record(by, "controls.change_measure", locked, changed)
    return locked


def _with_regulation(measure: Measure, fields: dict) -> dict:
    """The fields with the regulation that the changed words name, unless one is chosen."""
    if not fields.keys() & {"text", "proof", "regulation"} or fields.get("regulation"):
        return fields
    text, proof = fields.get("text", measure.text), fields.get("proof", measure.proof)
    named = named_regulation(text, proof, regulations_named([(text, proof)]))
    return {**fields, "regulation": named} if named else fields


def regulations_named(measures: Iterable[tuple[str, str]]) -> dict[str, Regulation]:
    """Regulations by code that the texts and proofs name, in one query."""
    codes = {code for texts in measures for code in own_calculations.regulation_codes(*texts)}
    return {found.code: found for found in Regulation.objects.filter(code__in=codes)} if codes else {}


def named_regulation(text: str, proof: str, known: Mapping[str, Regulation]) -> Regulation | None:
    """The first regulation that a measure's text, else its proof, names; a code that is none's names nothing."""
    named = (known[code] for code in own_calculations.regulation_codes(text, proof) if code in known)
    return next(named, None)


def reword(list_id: int, code: str, name: str, *, text: str, by: Person, reason: str) -> None:
    """Put a text of a measure right (更正): who filed it, its kind and the regulation it formed stay."""
    measure = Measure.objects.select_related("table").get(table=list_id, code=code)
    setattr(measure, name, text)
    measure.version += 1
    measure.search_text = calculations.search_text(measure.code, measure.text, measure.proof, pinyin_of=measure.text)
    with power_services.reworded("table", queries.key_of(measure.table)):
        core_services.save(measure, by, reason=reason)
    ControlTable.objects.filter(pk=list_id).update(version=F("version") + 1)


@transaction.atomic
def remove_measure(*, by: Person, measure: Measure) -> None:
    """Take a measure out of a table being worked on; earlier editions and its history keep it."""
    table = core_services.lock_editable(ControlTable, measure.table_id)
    measure.table = table
    rules.remove_measure(by, measure)
    _record(by, "controls.remove_measure", measure, {"text": measure.text})
    core_services.erase([measure], by)


@transaction.atomic
def set_progress(*, by: Person, measure: Measure, status: str) -> Measure:
    """Report how far a measure is; what was approved stays as it is.

    Its table is locked first: the summary of a table in force changes along, and it may be coming into force just now.
    """
    table = ControlTable.objects.select_for_update().get(pk=measure.table_id)
    locked = Measure.objects.select_for_update().get(pk=measure.pk)
    locked.table = table
    rules.set_progress(by, locked)
    before, locked.status = locked.status, status
    core_services.save(locked, by)
    if table.state == ListState.IN_FORCE and before != status:
        counts.count_progress(locked, before=before)
    _record(by, "controls.set_progress", locked, {"status": [before, status]})
    return locked


def _record(by: Person, verb: str, measure: Measure, details: dict) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=measure,
        code=measure.code,
        department_code=measure.table.department.code,
        details=details,
    )
