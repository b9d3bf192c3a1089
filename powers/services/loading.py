"""Filing many powers with their charts at once, as loading a workbook does, in a constant number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_update_with_history

from core import calculations
from core import services as core_services
from core.models import Lineage
from organization.models import Person
from powers import queries, rules
from powers.models import Flow, FlowLink, FlowStep, LegalBasis, Material, Power, PowerBasis, PowerList, Regulation
from powers.services import dues, versions
from powers.services.flows import STEP_MARKS, StepEntry
from powers.services.powers import MaterialEntry
from powers.states import KEPT, FlowKind


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


@transaction.atomic(savepoint=False)
def file_powers(*, by: Person, entries: Sequence[PowerEntry]) -> list[Power]:
    """File new powers with bases, materials and charts; each list is asked and locked once, one audit event a list."""
    lists = core_services.lock_editable_lists(PowerList, [entry.power_list.pk for entry in entries])
    for power_list in lists.values():
        rules.file_power(by, power_list)
    made = Lineage.objects.bulk_create(
        [Lineage(kind="power", code=entry.code) for entry in entries if entry.lineage is None],
        batch_size=core_services.BATCH,
    )
    lineages = {lineage.code: lineage for lineage in made}
    rows = [_power(entry, entry.lineage or lineages[entry.code], by) for entry in entries]
    powers = core_services.create_all(Power, rows, by)
    pairs = list(zip(powers, entries, strict=True))
    _link_bases(pairs, by)
    _add_materials(pairs, by)
    _draw(pairs, by)
    _settle(powers)
    _record(powers, lists, by)
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
    core_services.create_all(PowerBasis, links, by)


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
    core_services.create_all(Material, materials, by)


def _draw(pairs: Sequence[tuple[Power, PowerEntry]], by: Person) -> None:
    """Charts, their steps with new lineages, and the links between them."""
    charts = [
        (Flow(power=power, kind=kind), steps) for power, entry in pairs for kind, steps in entry.flows.items() if steps
    ]
    core_services.create_all(Flow, [flow for flow, _steps in charts], by)
    flows = {(flow.power_id, flow.kind): flow for flow in Flow.objects.filter(power__in=[p for p, _entry in pairs])}
    rows = [(flows[flow.power.pk, flow.kind], flow.power.code, step) for flow, steps in charts for step in steps]
    lineages = Lineage.objects.bulk_create(
        [Lineage(kind="step", code=_step_code(code, flow.kind, step.number)) for flow, code, step in rows],
        batch_size=core_services.BATCH,
    )
    made = [_step(flow, step, lineage) for (flow, _code, step), lineage in zip(rows, lineages, strict=True)]
    core_services.create_all(FlowStep, made, by)
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
    core_services.create_all(FlowLink, links, by)


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
    Power.objects.bulk_update(hashed, ["content_hash"], batch_size=core_services.BATCH)


def _record(powers: Iterable[Power], lists: Mapping[int, PowerList], by: Person) -> None:
    codes: dict[int, list[str]] = {pk: [] for pk in lists}
    for power in powers:
        codes[power.power_list_id].append(power.code)
    entries = [
        core_services.AuditEntry(
            "powers.file_powers",
            power_list,
            department_code=power_list.department.code,
            details={"count": len(codes[pk]), "codes": codes[pk]},
        )
        for pk, power_list in lists.items()
    ]
    core_services.record_all(by=by, entries=entries)


@transaction.atomic(savepoint=False)
def load_library(*, by: Person, made: Sequence[Any], changed: Sequence[Any], fields: Sequence[str]) -> None:
    """Create and update legal bases, or regulations: all of one model; `fields` are those that may have changed.

    New regulations are those the hospital has already: in force, not assessed. A basis that changed opens reviews as
    `change_basis` does. Raises `Denied` where the day or the name of a version in force would be rewritten.
    """
    rules.keep_library(by)
    for thing in [*made, *changed]:
        name = thing.title if isinstance(thing, LegalBasis) else thing.name
        number = thing.document_number if isinstance(thing, LegalBasis) else ""
        thing.search_text = calculations.search_text(thing.code, name, number, pinyin_of=name)
    model: Any = LegalBasis if any(isinstance(thing, LegalBasis) for thing in [*made, *changed]) else Regulation
    before = {
        row["pk"]: row for row in model.objects.filter(pk__in=[thing.pk for thing in changed]).values("pk", *fields)
    }
    core_services.create_all(model, made, by)
    bulk_update_with_history(
        list(changed), model, [*fields, "search_text"], batch_size=core_services.BATCH, default_user=by
    )
    told = core_services.AuditEntry(
        "powers.load_library",
        subject_type=model._meta.label_lower,
        details={"codes": [thing.code for thing in [*made, *changed]]},
    )
    if model is Regulation:
        versions.begin_existing(made, by)
        versions.follow_existing([each for each in changed if _is_dated_anew(each, before[each.pk])], by)
        opened = []
    else:
        opened = [
            entry for basis in changed for entry in dues.dues_of_basis(by=by, basis=basis, before=before[basis.pk])
        ]
    core_services.record_all(by=by, entries=[told, *opened])


def _is_dated_anew(regulation: Regulation, before: Mapping[str, Any]) -> bool:
    return any(getattr(regulation, name) != before[name] for name in KEPT)
