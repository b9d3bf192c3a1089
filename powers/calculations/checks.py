"""Faults of a flow chart, all found in one pass; bad data is told, never raised."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from powers.calculations import charts, walks

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a step, or with the whole chart where `step_number` is None.

    `block` keeps the list from being submitted, `warn` is only shown. `key` is the step's own key.
    """

    step_number: int | None
    code: str
    message: str
    severity: str = BLOCK
    key: str | None = None


def faults(chart: charts.Chart) -> list[Fault]:
    """All faults of a chart, in the order of its steps, those of the whole chart first.

    Sums of limits count eight hours and seven fifths of a calendar day as one working day.
    """
    if not chart.steps:
        return [Fault(None, "empty", _("流程图还没有环节"))]
    walk = walks.Walk(chart)
    found = [fault for check in CHECKS for fault in check(walk)]
    order = {step.key: (step.number, index) for index, step in enumerate(chart.steps)}
    return sorted(found, key=lambda fault: order[fault.key] if fault.key is not None else (-1, -1))


def _at(step: charts.Step, code: str, message: str, severity: str = BLOCK) -> Fault:
    return Fault(step.number, code, message, severity, step.key)


def _name(step: charts.Step) -> str:
    return _("第%(number)d步“%(name)s”") % {"number": step.number, "name": step.name}


def _numbers(walk: walks.Walk) -> Iterator[Fault]:
    counts = Counter(step.number for step in walk.steps)
    for index, step in enumerate(walk.steps):
        if counts[step.number] > 1 and walk.by_number[step.number] != index:
            yield _at(step, "duplicate_number", _("序号 %(number)d 重复") % {"number": step.number})


def _posts_and_limits(walk: walks.Walk) -> Iterator[Fault]:
    for step in walk.steps:
        if step.lane is None:
            yield _at(step, "missing_post", _("%(step)s没有责任岗位") % {"step": _name(step)})
        if step.limit is None:
            yield _at(step, "missing_limit", _("%(step)s没有时限") % {"step": _name(step)})


def _targets(walk: walks.Walk) -> Iterator[Fault]:
    for index, step in enumerate(walk.steps):
        if not step.links:
            yield _at(step, "no_next", _("%(step)s没有写后续环节；最后一步写“结束”") % {"step": _name(step)})
        for way in walk.ways[index]:
            if way.target == walks.MISSING:
                detail = {"step": _name(step), "to": way.link.to}
                yield _at(step, "dangling", _("%(step)s指向第%(to)s步，但没有这一步") % detail)
            if way.target == index:
                yield _at(step, "self_link", _("%(step)s指向自己") % {"step": _name(step)}, WARN)


def _reached(walk: walks.Walk) -> Iterator[Fault]:
    for index, step in enumerate(walk.steps):
        is_doubled = walk.by_number[step.number] != index
        if index not in walk.reached and not is_doubled:
            yield _at(step, "unreachable", _("从第一步走不到%(step)s") % {"step": _name(step)})


def _ends(walk: walks.Walk) -> Iterator[Fault]:
    if not any(way.target == walks.END for index in walk.reached for way in walk.ways[index]):
        yield Fault(None, "no_end", _("流程走不到结束：至少一个环节的后续要写“结束”"))


def _loops(walk: walks.Walk) -> Iterator[Fault]:
    for loop in walk.loops:
        if all(way.target in loop for index in loop for way in walk.ways[index]):
            steps = sorted((walk.steps[index] for index in loop), key=lambda step: step.number)
            numbers = "、".join(str(step.number) for step in steps)
            yield _at(steps[0], "endless_loop", _("第%(numbers)s步循环往复，没有出口") % {"numbers": numbers})


def _conditions(walk: walks.Walk) -> Iterator[Fault]:
    for step in walk.steps:
        conditions = [link.condition.strip() for link in step.links if not link.is_parallel]
        if len(conditions) < 2:
            continue
        if "" in conditions:
            yield _at(step, "missing_condition", _("%(step)s有多个去向，每个都要写条件") % {"step": _name(step)})
        for condition, count in Counter(conditions).items():
            if condition and count > 1:
                detail = {"step": _name(step), "condition": condition}
                yield _at(step, "duplicate_condition", _("%(step)s的条件“%(condition)s”写了两次") % detail)


def _parallels(walk: walks.Walk) -> Iterator[Fault]:
    for index, step in enumerate(walk.steps):
        parallel = [way for way in walk.ways[index] if way.link.is_parallel]
        if parallel and len(parallel) < len(step.links):
            message = _("%(step)s的并行去向和条件去向混在一起；请分成两步")
            yield _at(step, "mixed_links", message % {"step": _name(step)})
        elif len(parallel) == 1:
            yield _at(step, "single_parallel", _("%(step)s只有一个并行去向") % {"step": _name(step)}, WARN)
        if len(parallel) > 1 and (not all(way.has_step for way in parallel) or walk.join_of(parallel) is None):
            message = _("%(step)s分出的并行环节没有汇合到同一步")
            yield _at(step, "never_joins", message % {"step": _name(step)})


def longest(walk: walks.Walk) -> tuple[Fraction, tuple[int, ...]]:
    """The working days of the longest way from the entry without going back, and the steps on it."""
    best: dict[int, tuple[Fraction, tuple[int, ...]]] = {}
    for index in reversed(walk.in_order):
        limit = walk.steps[index].limit
        days, path = max((best[way.target] for way in walk.forward(index)), default=(Fraction(0), ()))
        best[index] = (days + (limit.workdays if limit else 0), (index, *path))
    return best[walk.entry] if walk.entry is not None else (Fraction(0), ())


def _promise(walk: walks.Walk) -> Iterator[Fault]:
    promised = walk.chart.promised_limit
    if promised is None:
        return
    days, path = longest(walk)
    if days > promised.workdays:
        numbers = "→".join(str(walk.steps[index].number) for index in path)
        message = _("各环节时限合计 %(days)s 个工作日（%(path)s），超过承诺的 %(promised)s")
        detail = {"days": plain(days), "path": numbers, "promised": promised}
        yield Fault(None, "over_promise", message % detail, WARN)


def plain(days: Fraction) -> str:
    """Working days as people write them, with at most one decimal."""
    return f"{float(days):.1f}".removesuffix(".0")


CHECKS = (
    _ends,
    _promise,
    _numbers,
    _posts_and_limits,
    _targets,
    _reached,
    _loops,
    _conditions,
    _parallels,
)
