"""Writing risk points, each into the register of its post's department; scores become an opinion named workbook."""

from typing import Any

from config.loading import current, sheets
from config.loading.writing.context import CHANGED, NEW, Context
from core.models import Lineage
from powers.models import FlowStep, Power, PowerList
from powers.states import FlowKind
from risks import services
from risks.models import RiskPoint, RiskRegister

FIELDS = ("type", "finder", "description", "manifestation", "indicator")
SCORES = ("importance", "frequency", "probability")


def write(context: Context) -> None:
    new, changed = (context.plan.rows(sheets.POINTS, kind) for kind in (NEW, CHANGED))
    if not (new or changed):
        return
    registers = _registers(context, [*new, *changed])
    powers, steps = _anchors()
    codes = [row["code"] for row in new]
    lineages = {lineage.code: lineage for lineage in Lineage.objects.filter(kind="risk_point", code__in=codes)}
    entries = [
        services.PointEntry(
            register=registers[context.owners.of("风险点", row)],
            code=row["code"],
            post=context.posts[row["post"]],
            power=powers.get(row["power"]),
            step=steps.get((row["power"], row["step"])),
            scores=tuple(row[name] for name in SCORES),
            lineage=lineages.get(row["code"]),
            **{name: row[name] for name in FIELDS},
        )
        for row in new
    ]
    if entries:
        services.file_points(by=context.by, entries=entries)
    for row in changed:
        _change(context, row, registers[context.owners.of("风险点", row)], powers, steps)


def _registers(context: Context, rows: list) -> dict[tuple[str, bool], RiskRegister]:
    """Owner → the edition to write into, opened where none is being worked on."""
    return context.working({context.owners.of("风险点", row) for row in rows}, RiskRegister, services.open_registers)


def _anchors() -> tuple[dict[str, Power], dict[tuple[str, int], FlowStep]]:
    """Powers by code and internal steps by (power code, number), of the lists that count."""
    lists = [row.pk for row in current.latest(PowerList).values()]
    powers = {power.code: power for power in Power.objects.filter(power_list__in=lists).select_related("power_list")}
    found = FlowStep.objects.filter(flow__power__power_list__in=lists, flow__kind=FlowKind.INTERNAL)
    steps = {}
    for step in found.select_related("flow__power__power_list"):
        steps[step.flow.power.code, step.number] = step
    return powers, steps


def _change(context: Context, row: Any, register: RiskRegister, powers: dict, steps: dict) -> None:
    point = RiskPoint.objects.get(register=register, code=row["code"])
    names = context.plan.changes["风险点"][row["code"],].names
    if names - set(SCORES):
        services.change_point(
            by=context.by,
            point=point,
            post=context.posts[row["post"]],
            power=powers.get(row["power"]),
            step=steps.get((row["power"], row["step"])),
            **{name: row[name] for name in FIELDS},
        )
    if names & set(SCORES):
        scores = {name: row[name] for name in SCORES}
        services.give_opinion(by=context.by, point=point, **scores)
