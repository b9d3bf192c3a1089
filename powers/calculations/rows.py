"""A flow chart told in words: the rows of the table that stands under each picture."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from powers.calculations import charts, walks
from powers.states import StepFocus, StepFunction


@dataclass(frozen=True)
class StepRow:
    """One step as the table shows it; every field is text for a reader save `step`, the step itself."""

    step: charts.Step
    number: int
    name: str
    post: str
    department: str
    function: str
    focus: str
    limit: str
    next_steps: str
    waits_for: str
    note: str


def step_rows(chart: charts.Chart) -> list[StepRow]:
    """The steps of a chart in the order of their numbers, with what follows each in words."""
    walk = walks.Walk(chart)
    order = sorted(range(len(chart.steps)), key=lambda index: (chart.steps[index].number, index))
    return [step_row(walk, index) for index in order]


def step_row(walk: walks.Walk, index: int) -> StepRow:
    """One step, by its position in the chart, as the table shows it."""
    step = walk.steps[index]
    return StepRow(
        step=step,
        number=step.number,
        name=step.name,
        post=step.lane.post if step.lane else "",
        department=step.lane.department if step.lane else "",
        function=str(StepFunction(step.function).label),
        focus="" if step.focus == StepFocus.NONE else str(StepFocus(step.focus).label),
        limit=limit_in_words(step),
        next_steps=next_in_words(walk, index),
        waits_for=waits_in_words(walk, index),
        note=step.note,
    )


def limit_in_words(step: charts.Step) -> str:
    """`3 工作日`, with the word for a clock that may be stopped; 未定 where no limit was given."""
    limit = str(step.limit) if step.limit else str(_("未定"))
    return _("%(limit)s（可暂停计时）") % {"limit": limit} if step.suspends_clock else limit


def next_in_words(walk: walks.Walk, index: int) -> str:
    """What follows a step: `同意→第5步“…”；不同意→结束`, `同时→第2步“…”、第3步“…”`."""
    parallel = [_target(walk, way) for way in walk.ways[index] if way.link.is_parallel]
    others = [way for way in walk.ways[index] if not way.link.is_parallel]
    parts = [_("同时→%(targets)s") % {"targets": "、".join(parallel)}] if parallel else []
    parts += [_conditional(walk, way, is_alone=len(others) == 1) for way in others]
    return "；".join(parts) or str(_("未写"))


def _conditional(walk: walks.Walk, way: walks.Way, *, is_alone: bool) -> str:
    condition = way.link.condition or ("" if is_alone else _("（未写条件）"))
    return f"{condition}→{_target(walk, way)}" if condition else _target(walk, way)


def _target(walk: walks.Walk, way: walks.Way) -> str:
    if way.target == walks.END:
        return _("结束")
    if way.target == walks.MISSING:
        return _("第%(number)s步（没有这一步）") % {"number": way.link.to}
    step = walk.steps[way.target]
    words = _("退回第%(number)d步“%(name)s”") if walk.is_back(way) else _("第%(number)d步“%(name)s”")
    return words % {"number": step.number, "name": step.name}


def waits_in_words(walk: walks.Walk, index: int) -> str:
    """For a step behind a join, which steps must all be done before it starts."""
    join = walk.joins.get(index)
    if join is None:
        return ""
    numbers = sorted({walk.steps[way.source].number for way in join.arrivals})
    return _("第%(numbers)s步都办完后开始") % {"numbers": "、".join(map(str, numbers))}
