"""Writing powers with their materials and charts into the editions being worked on."""

from typing import Any

from config.loading import sheets
from config.loading.writing.context import CHANGED, NEW, Context
from core.models import Lineage
from powers import queries, services
from powers.calculations import Link
from powers.models import FlowStep, Power, PowerList
from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction

POWER_FIELDS = (
    "name category content nature is_major discretion disclosure_scope disclosure_form supervision_channels fee_basis"
).split()


def write(context: Context) -> None:
    new = [row["code"] for row in context.plan.rows(sheets.POWERS, NEW)]
    touched = {row["code"] for row in context.plan.rows(sheets.POWERS, CHANGED)}
    for sheet in (sheets.MATERIALS, sheets.STEPS):
        touched |= {row["power"] for row in context.plan.rows(sheet, NEW, CHANGED)}
    lists = _power_lists(context, {*new, *touched})
    if new:
        known = {lineage.code: lineage for lineage in Lineage.objects.filter(kind="power", code__in=new)}
        rows = context.plan.rows(sheets.POWERS, NEW)
        entries = [_power_entry(context, row, lists, known.get(row["code"])) for row in rows]
        services.file_powers(by=context.by, entries=entries)
    for code in sorted(touched - set(new)):
        _change_power(context, code, lists[context.owners.powers[code]])


def _power_lists(context: Context, codes: set[str]) -> dict[str, PowerList]:
    """Department code → the edition to write into, opened where none is being worked on."""
    departments = [context.departments[code] for code in sorted({context.owners.powers[code] for code in codes})]
    lists = {found.department_id: found for found in PowerList.objects.working().filter(department__in=departments)}
    missing = [department for department in departments if department.pk not in lists]
    lists |= services.open_lists(by=context.by, departments=missing)
    return {department.code: lists[department.pk] for department in departments}


def _power_fields(context: Context, row: Any) -> dict[str, Any]:
    post = context.posts[row["responsible_post"]] if row["responsible_post"] else None
    fields = {name: row[name] for name in POWER_FIELDS}
    return {**fields, "handling_department": context.departments[row["department"]], "responsible_post": post}


def _power_entry(
    context: Context, row: Any, lists: dict[str, PowerList], lineage: Lineage | None
) -> services.PowerEntry:
    return services.PowerEntry(
        power_list=lists[row["department"]],
        code=row["code"],
        fields=_power_fields(context, row),
        bases=[context.bases[code] for code in row["bases"]],
        materials=_materials(context, row["code"]),
        flows={kind: _steps(context, row["code"], kind) for kind in FlowKind.values},
        lineage=lineage,
    )


def _materials(context: Context, code: str) -> list[services.MaterialEntry]:
    found = context.grouped(sheets.MATERIALS, "power").get(code, [])
    return [services.MaterialEntry(row["name"], row["copies"], row["form"], row["is_required"]) for row in found]


def _steps(context: Context, code: str, kind: str, ids: dict[int, int] | None = None) -> list[services.StepEntry]:
    found = [row for row in context.grouped(sheets.STEPS, "power").get(code, []) if row["flow"] == kind]
    return [
        services.StepEntry(
            number=row["number"],
            name=row["name"],
            post=context.posts[row["post"]] if row["post"] else None,
            function=row["function"],
            focus=StepFocus.DECISION if row["function"] == StepFunction.DECISION else StepFocus.NONE,
            limit_value=row["limit_value"],
            limit_unit=row["limit_unit"] or LimitUnit.WORKDAY,
            note=row["note"],
            links=row["links"],
            id=(ids or {}).get(row["number"]),
        )
        for row in sorted(found, key=lambda row: row["number"])
    ]


def _change_power(context: Context, code: str, power_list: PowerList) -> None:
    power = Power.objects.get(power_list=power_list, code=code)
    row = context.grouped(sheets.POWERS, "code")[code][0]
    fields = _power_fields(context, row)
    fields.pop("category")
    services.change_power(
        by=context.by,
        power=power,
        bases=[context.bases[basis] for basis in row["bases"]],
        materials=_kept_materials(power, _materials(context, code)),
        **fields,
    )
    for kind in FlowKind.values:
        if _is_flow_touched(context, code, kind):
            ids = dict(FlowStep.objects.filter(flow__power=power, flow__kind=kind).values_list("number", "pk"))
            steps = _kept_steps(power, kind, _steps(context, code, kind, ids))
            services.save_flow(by=context.by, power=power, kind=kind, steps=steps)


def _kept_materials(power: Power, entries: list[services.MaterialEntry]) -> list[services.MaterialEntry]:
    """The file's materials and, behind them, those it no longer names: loading takes nothing away."""
    named = {entry.name for entry in entries}
    kept = power.materials.exclude(name__in=named).order_by("position", "id")
    return [*entries, *(services.MaterialEntry(row.name, row.copies, row.form, row.is_required) for row in kept)]


def _kept_steps(power: Power, kind: str, entries: list[services.StepEntry]) -> list[services.StepEntry]:
    """The file's steps and those it no longer numbers, as they are; the chart's check tells what hangs loose."""
    numbered = {entry.number for entry in entries}
    flows = queries.whole(Power.objects.filter(pk=power.pk))[0].ordered_flows
    kept = [step for flow in flows if flow.kind == kind for step in flow.ordered_steps if step.number not in numbered]
    return sorted([*entries, *map(_entry_of, kept)], key=lambda entry: entry.number)


def _entry_of(step: Any) -> services.StepEntry:
    """A step as it stands, as an entry of its chart."""
    links = [
        Link(link.to_step.number if link.to_step else None, link.condition, link.is_parallel)
        for link in step.ordered_links
    ]
    return services.StepEntry(
        **{name: getattr(step, name) for name in services.STEP_FIELDS}, links=tuple(links), id=step.pk
    )


def _is_flow_touched(context: Context, code: str, kind: str) -> bool:
    return any(row["power"] == code and row["flow"] == kind for row in context.plan.rows(sheets.STEPS, NEW, CHANGED))
