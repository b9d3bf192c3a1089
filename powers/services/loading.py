"""Filing many powers with their charts at once, as loading a workbook does, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from core import calculations
from core import services as core_services
from core.models import Lineage
from organization.models import Person
from powers import queries, rules
from powers.models import Flow, FlowLink, FlowStep, LegalBasis, Material, Power, PowerBasis, PowerList, Regulation
from powers.services.flows import STEP_MARKS, StepEntry
from powers.services.powers import MaterialEntry
from powers.states import FlowKind

BATCH = 500


@dataclass(frozen=True)
class PowerEntry:
    """One power as a workbook has it; `lineage` when it continues a thing of an earlier edition."""

    power_list: PowerList
    code: str
    fields: Mapping[str, Any]
    bases: Sequence[LegalBasis] = ()
    materials: Sequence[MaterialEntry] = ()
    flows: Mapping[str, Sequence[StepEntry]] = field(default_factory=dict)
    lineage: Lineage | None = None


@transaction.atomic
def file_powers(*, by: Person, entries: Sequence[PowerEntry]) -> list[Power]:
    """File new powers with bases, materials and charts; each list is asked and locked once, one audit event a list."""
    for power_list in {entry.power_list.pk: entry.power_list for entry in entries}.values():
        rules.file_power(by, power_list)
        core_services.lock_editable(PowerList, power_list.pk)
    made = Lineage.objects.bulk_create(
        [Lineage(kind="power", code=entry.code) for entry in entries if entry.lineage is None], batch_size=BATCH
    )
    lineages = {lineage.code: lineage for lineage in made}
    rows = [_power(entry, entry.lineage or lineages[entry.code], by) for entry in entries]
    powers = bulk_create_with_history(rows, Power, batch_size=BATCH, default_user=by)
    pairs = list(zip(powers, entries, strict=True))
    _link_bases(pairs, by)
    _add_materials(pairs, by)
    _draw(pairs, by)
    _settle(powers)
    _record(pairs, by)
    return powers


def _power(entry: PowerEntry, lineage: Lineage, by: Person) -> Power:
    power = Power(power_list=entry.power_list, lineage=lineage, code=entry.code, filed_by=by, **entry.fields)
    post, department = power.responsible_post, power.handling_department
    texts = power.code, power.name, power.content, power.get_category_display(), department.name
    power.search_text = calculations.search_text(*texts, post.name if post else "", pinyin_of=power.name)
    return power


def _link_bases(pairs: Sequence[tuple[Power, PowerEntry]], by: Person) -> None:
    links = [
        PowerBasis(power=power, basis=basis, position=position)
        for power, entry in pairs
        for position, basis in enumerate(entry.bases)
    ]
    bulk_create_with_history(links, PowerBasis, batch_size=BATCH, default_user=by)


def _add_materials(pairs: Sequence[tuple[Power, PowerEntry]], by: Person) -> None:
    materials = [
        Material(
            power=power,
            position=position,
            name=material.name,
            copies=material.copies,
            form=material.form,
            is_required=material.is_required,
        )
        for power, entry in pairs
        for position, material in enumerate(entry.materials)
    ]
    bulk_create_with_history(materials, Material, batch_size=BATCH, default_user=by)


def _draw(pairs: Sequence[tuple[Power, PowerEntry]], by: Person) -> None:
    """Charts, their steps with new lineages, and the links between them."""
    charts = [
        (Flow(power=power, kind=kind), steps) for power, entry in pairs for kind, steps in entry.flows.items() if steps
    ]
    bulk_create_with_history([flow for flow, _steps in charts], Flow, batch_size=BATCH, default_user=by)
    flows = {(flow.power_id, flow.kind): flow for flow in Flow.objects.filter(power__in=[p for p, _entry in pairs])}
    rows = [(flows[flow.power.pk, flow.kind], flow.power.code, step) for flow, steps in charts for step in steps]
    lineages = Lineage.objects.bulk_create(
        [Lineage(kind="step", code=_step_code(code, flow.kind, step.number)) for flow, code, step in rows],
        batch_size=BATCH,
    )
    made = [_step(flow, step, lineage) for (flow, _code, step), lineage in zip(rows, lineages, strict=True)]
    bulk_create_with_history(made, FlowStep, batch_size=BATCH, default_user=by)
    known = {
        (step.flow_id, step.number): step
        for step in FlowStep.objects.filter(flow__in=[flow.pk for flow in flows.values()])
    }
    links = [
        FlowLink(
            from_step=known[flow.pk, step.number],
            to_step=known[flow.pk, link.to] if link.to is not None else None,
            condition=link.condition,
            is_parallel=link.is_parallel,
            position=position,
        )
        for flow, _code, step in rows
        for position, link in enumerate(step.links)
    ]
    bulk_create_with_history(links, FlowLink, batch_size=BATCH, default_user=by)


def _step_code(power_code: str, kind: str, number: int) -> str:
    return f"{power_code}-{STEP_MARKS[FlowKind(kind)]}{number:02d}"


def _step(flow: Flow, entry: StepEntry, lineage: Lineage) -> FlowStep:
    return FlowStep(
        flow=flow,
        lineage=lineage,
        code=lineage.code,
        number=entry.number,
        name=entry.name,
        post=entry.post,
        function=entry.function,
        focus=entry.focus,
        limit_value=entry.limit_value,
        limit_unit=entry.limit_unit,
        suspends_clock=entry.suspends_clock,
        note=entry.note,
    )


def _settle(powers: Sequence[Power]) -> None:
    """Write the hash of each power's content."""
    whole = queries.whole(Power.objects.filter(pk__in=[power.pk for power in powers]))
    hashed = []
    for power in whole:
        power.content_hash = calculations.sha256(queries.content_of(power))
        hashed.append(power)
    Power.objects.bulk_update(hashed, ["content_hash"], batch_size=BATCH)


def _record(pairs: Sequence[tuple[Power, PowerEntry]], by: Person) -> None:
    codes: dict[int, list[str]] = {}
    lists: dict[int, PowerList] = {}
    for power, entry in pairs:
        codes.setdefault(entry.power_list.pk, []).append(power.code)
        lists[entry.power_list.pk] = entry.power_list
    for pk, power_list in lists.items():
        core_services.record(
            by=by,
            verb="powers.file_powers",
            subject=power_list,
            department_code=power_list.department.code,
            details={"count": len(codes[pk]), "codes": codes[pk]},
        )


@transaction.atomic
def load_library(*, by: Person, made: Sequence[Any], changed: Sequence[Any], fields: Sequence[str]) -> None:
    """Create and update legal bases, or regulations: all of one model; `fields` are those that may have changed."""
    rules.keep_library(by)
    for thing in [*made, *changed]:
        name = thing.title if isinstance(thing, LegalBasis) else thing.name
        number = thing.document_number if isinstance(thing, LegalBasis) else ""
        thing.search_text = calculations.search_text(thing.code, name, number, pinyin_of=name)
    model: Any = LegalBasis if any(isinstance(thing, LegalBasis) for thing in [*made, *changed]) else Regulation
    bulk_create_with_history(list(made), model, batch_size=BATCH, default_user=by)
    bulk_update_with_history(list(changed), model, [*fields, "search_text"], batch_size=BATCH, default_user=by)
    core_services.record(
        by=by,
        verb="powers.load_library",
        subject_type=model._meta.label_lower,
        details={"codes": [thing.code for thing in [*made, *changed]]},
    )
