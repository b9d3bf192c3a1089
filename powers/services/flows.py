"""Saving a flow chart as it was edited: steps keep their lineage, for risk points are anchored on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core import queries as core_queries
from core import services as core_services
from core.models import Lineage
from core.rules import Denied, Stale
from organization.models import Person, Post
from powers.calculations import charts
from powers.models import Flow, FlowLink, FlowStep, Power, PowerList
from powers.services import powers
from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction

STEP_MARKS = {FlowKind.INTERNAL: "N", FlowKind.EXTERNAL: "W"}
"""Letter of a step's code after its power's: `YP-07-N03` internal (内), `YP-07-W03` external (外)."""
OUT_OF_THE_WAY = 10_000
STEP_FIELDS = "number name post function focus limit_value limit_unit suspends_clock note".split()


@dataclass(frozen=True)
class StepEntry:
    """One row of the table of steps; `id` is the step it was before, None for a new one."""

    number: int
    name: str
    post: Post | None = None
    function: str = StepFunction.EXECUTION
    focus: str = StepFocus.NONE
    limit_value: int | None = None
    limit_unit: str = LimitUnit.WORKDAY
    suspends_clock: bool = False
    note: str = ""
    links: tuple[charts.Link, ...] = ()
    id: int | None = None


@transaction.atomic
def save_flow(
    *, by: Person, power: Power, kind: str, steps: Sequence[StepEntry], version: int | None = None
) -> Flow | None:
    """Let the power's chart of `kind` have exactly `steps`; without any the chart is gone and None is returned.

    A step with a known `id` keeps its lineage and code, whatever its number. Raises `Stale` when `version` (0 for no
    chart yet) is not the chart's, `Denied` when a number is used twice, a link leads nowhere, or a step that should go
    is cited by a risk point.
    """
    power = powers.lock(power, by)
    flow = Flow.objects.select_for_update().filter(power=power, kind=kind).first()
    _compare(flow, version, power)
    _must_fit(steps)
    if flow is None and not steps:
        return None
    core_services.lock_editable(PowerList, power.power_list_id)
    if flow is not None and not steps:
        _erase_flow(flow, power, by)
        return None
    if flow is None:
        flow = Flow(power=power, kind=kind, version=0)
    flow.version += 1
    core_services.save(flow, by)
    saved = _save_steps(flow, steps, by)
    _save_links(steps, saved, by)
    _finish(flow, power, by, step_count=len(steps))
    return flow


def _compare(flow: Flow | None, version: int | None, power: Power) -> None:
    current = flow.version if flow else 0
    if version is None or version == current:
        return
    who = core_queries.last_editor(flow) if flow else _("他人")
    raise Stale(
        _("您打开页面之后，%(who)s已修改这张流程图，请刷新后再改。") % {"who": who}, url=power.get_absolute_url()
    )


def _must_fit(steps: Sequence[StepEntry]) -> None:
    """What the tables could not hold; every other fault of a chart may stand in a draft."""
    numbers = [step.number for step in steps]
    if len(set(numbers)) < len(numbers):
        raise Denied(_("流程图中有重复的环节序号。"), help=_("请检查各环节的序号。"))
    for step in steps:
        for link in step.links:
            if link.to is not None and link.to not in numbers:
                raise Denied(
                    _("第%(number)d步的后续环节%(to)d不存在。") % {"number": step.number, "to": link.to},
                    help=_("请改正“后续环节”一栏。"),
                )


def _erase_flow(flow: Flow, power: Power, by: Person) -> None:
    powers.erase_steps(FlowStep.objects.filter(flow=flow), by)
    core_services.erase([flow], by)
    _finish(flow, power, by, step_count=0)


def _finish(flow: Flow, power: Power, by: Person, *, step_count: int) -> None:
    """The chart is part of its power: who changed it has filed the row, and the content's hash is another."""
    if power.filed_by_id != by.pk:
        powers.sign(power, by)
        core_services.save(power, by)
    powers.settle(power)
    core_services.record(
        by=by,
        verb="powers.save_flow",
        subject=power,
        department_code=power.power_list.department.code,
        details={"kind": str(flow.kind), "steps": step_count, "content_hash": power.content_hash},
    )


def _save_steps(flow: Flow, entries: Sequence[StepEntry], by: Person) -> dict[int, FlowStep]:
    """The rows of the chart by number, after erasing those that are gone."""
    known = {step.pk: step for step in FlowStep.objects.filter(flow=flow)}
    kept = {entry.id for entry in entries if entry.id in known}
    powers.erase_steps([step for pk, step in known.items() if pk not in kept], by)
    changed, made = [], []
    for entry in entries:
        step = known.get(entry.id) if entry.id else None
        if step is None:
            step = FlowStep(flow=flow)
            made.append(step)
        elif core_services.plain_changes(step, _values(entry)):
            changed.append(step)
        for name, value in _values(entry).items():
            setattr(step, name, value)
    _give_lineages(flow, made)
    if changed:
        FlowStep.objects.filter(pk__in=[step.pk for step in changed]).update(number=F("number") + OUT_OF_THE_WAY)
        bulk_update_with_history(changed, FlowStep, STEP_FIELDS, batch_size=500, default_user=by)
    made = core_services.create_all(FlowStep, made, by)
    return {step.number: step for step in [*known.values(), *made] if step.pk in kept or step in made}


def _values(entry: StepEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in STEP_FIELDS}


def _give_lineages(flow: Flow, steps: Sequence[FlowStep]) -> None:
    """New identities with the next codes of the power's steps."""
    prefix = f"{flow.power.code}-{STEP_MARKS[FlowKind(flow.kind)]}"
    first = core_services.next_code("step", prefix, width=2)
    serial = int(re.sub(r"^.*[NW]", "", first))
    lineages = [Lineage(kind="step", code=f"{prefix}{serial + place:02d}") for place in range(len(steps))]
    Lineage.objects.bulk_create(lineages)
    for step, lineage in zip(steps, lineages, strict=True):
        step.lineage, step.code = lineage, lineage.code


def _save_links(entries: Sequence[StepEntry], saved: dict[int, FlowStep], by: Person) -> None:
    """Erase links that are gone and add those that are new; the same link keeps its row."""
    wanted = {}
    for entry in entries:
        for position, link in enumerate(entry.links):
            to_id = saved[link.to].pk if link.to is not None else None
            wanted[(saved[entry.number].pk, to_id, link.condition, link.is_parallel, position)] = link
    known = {_key(link): link for link in FlowLink.objects.filter(from_step__in=[step.pk for step in saved.values()])}
    core_services.erase([link for key, link in known.items() if key not in wanted], by)
    made = [_link(key) for key in wanted if key not in known]
    core_services.create_all(FlowLink, made, by)


def _key(link: FlowLink) -> tuple[int, int | None, str, bool, int]:
    return (link.from_step_id, link.to_step_id, link.condition, link.is_parallel, link.position)


def _link(key: tuple[int, int | None, str, bool, int]) -> FlowLink:
    from_id, to_id, condition, is_parallel, position = key
    return FlowLink(
        from_step_id=from_id, to_step_id=to_id, condition=condition, is_parallel=is_parallel, position=position
    )
