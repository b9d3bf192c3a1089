"""总览 in words and pictures, the same on the page and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from powers.documents.svg_elements import AMBER, BRAND, GREEN, GREY, RED
from risks.states import Grade, RiskType
from supervision.calculations import charts
from supervision.calculations.dashboard import Late, Overview
from supervision.calculations.differences import Difference, Differences
from supervision.documents.charts import draw
from supervision.states.cycles import PhaseKind
from supervision.states.findings import FindingAge

SHAPES = {Grade.HIGH: ("▲", RED), Grade.MEDIUM: ("◆", AMBER), Grade.LOW: ("●", GREEN), Grade.PENDING: ("○", GREY)}
Counts = Mapping[str, int]
YEARS = 5
"""As many years back."""


@dataclass(frozen=True)
class Picture:
    """A chart and its table: headings, and rows of (code, label, numbers in the order of the headings)."""

    code: str
    title: str
    svg: SafeString
    headings: tuple[tuple[str, str], ...]
    """(code, word) of each series."""
    rows: tuple[tuple[str, str, tuple[int, ...]], ...]


def pictures(overview: Overview) -> list[Picture]:
    """Types by grade, years by grade, measures, findings by age, phases: those of which there is anything."""
    years = sorted(overview.years.items())[-YEARS:]
    drawn = [
        ("types", _("各类风险点的等级"), _labelled(RiskType, overview.types), _grades()),
        ("years", _("历年风险点"), [(str(y), str(y), n) for y, n in years], _grades()),
        ("measures", _("防控措施进展"), [("measures", _("措施"), overview.measures)], _progress()),
        ("ages", _("未销号问题的时间"), _labelled(FindingAge, overview.ages), _lateness()),
        ("phases", _("各阶段完成部门"), _phases(overview), _places()),
    ]
    found = [each for each in drawn if any(any(counts.values()) for _code, _label, counts in each[2])]
    return [_picture(*each) for each in found]


def _picture(code: str, title: str, rows: list[tuple[str, str, Counts]], series: tuple[charts.Series, ...]) -> Picture:
    bars = [charts.Row(label, counts) for _code, label, counts in rows]
    chart = charts.stacked(title, bars, series)
    table = tuple((key, label, tuple(counts.get(each.key, 0) for each in series)) for key, label, counts in rows)
    return Picture(code, title, draw(chart), tuple((each.key, each.label) for each in series), table)


def _labelled(choices: Any, counts: Mapping[str, Counts]) -> list[tuple[str, str, Counts]]:
    return [(code, str(label), counts.get(code, {})) for code, label in choices.choices]


def _grades() -> tuple[charts.Series, ...]:
    return tuple(charts.Series(grade, str(grade.label), colour, shape) for grade, (shape, colour) in SHAPES.items())


def _progress() -> tuple[charts.Series, ...]:
    return (
        charts.Series("done", _("已完成"), GREEN, "✓"),
        charts.Series("open", _("未完成未逾期"), BRAND),
        charts.Series("overdue", _("已逾期"), RED, "!"),
    )


def _lateness() -> tuple[charts.Series, ...]:
    return charts.Series("open", _("未逾期"), BRAND), charts.Series("overdue", _("已逾期"), RED, "!")


def _places() -> tuple[charts.Series, ...]:
    return (
        charts.Series("done", _("已完成"), GREEN, "✓"),
        charts.Series("behind", _("未完成"), BRAND),
        charts.Series("late", _("已逾期"), RED, "!"),
    )


def _phases(overview: Overview) -> list[tuple[str, str, Counts]]:
    return [
        (
            phase.kind,
            str(PhaseKind(phase.kind).label),
            {"done": phase.done, "behind": phase.behind - phase.late, "late": phase.late},
        )
        for phase in overview.phases
    ]


def change_of_high(overview: Overview) -> str:
    """What became of the high points since last year, in words."""
    change = overview.change_of_high
    if change is None:
        return _("去年底没有生效的清单")
    if change == 0:
        return _("与去年底持平")
    words = {"number": abs(change)}
    return _("比去年底增加 %(number)d 个") % words if change > 0 else _("比去年底减少 %(number)d 个") % words


def share_done(overview: Overview) -> str:
    """How many of the measures are done, in words."""
    total = sum(overview.measures.values())
    if not total:
        return _("还没有生效的措施")
    done = overview.measures.get("done", 0)
    return _("共 %(total)d 条，已完成 %(share)d%%") % {"total": total, "share": done * 100 // total}


def state_of_phase(overview: Overview) -> str:
    """How far the phase that began last is, in words."""
    phase = overview.current
    if phase is None:
        return _("没有进行中的年度工作")
    words = {"phase": PhaseKind(phase.kind).label, "number": phase.behind}
    if not phase.behind:
        return _("“%(phase)s”已全部完成") % words
    return _("“%(phase)s”还有 %(number)d 个部门未完成") % words


def sentences(found: Differences) -> list[str]:
    """The year's differences in prose: all together, then each department."""
    if not found.whole:
        return [_("与%(year)d年底相比，现行清单没有变化。") % {"year": found.year - 1}]
    told = _("与%(year)d年相比，%(what)s。") % {"year": found.year - 1, "what": in_words(found.whole)}
    return [told, *(f"{place_of(line)}：{in_words(line)}。" for line in found.lines)]


def phases_of(late: Late) -> str:
    """The phases in which a department is late, in words."""
    return "、".join(str(PhaseKind(phase).label) for phase in late.phases)


def place_of(line: Any) -> str:
    """Whose register it is."""
    return _("班子成员") if line.is_leadership else line.label


def in_words(line: Difference) -> str:
    """`新增风险点 12 个、取消 3 个；等级调高 2 个、调低 1 个；新增措施 20 条、取消 4 条`, what is nothing left out."""
    groups = (
        (_("风险点"), (_("新增 %d 个"), line.added), (_("取消 %d 个"), line.removed)),
        (_("等级"), (_("调高 %d 个"), line.raised), (_("调低 %d 个"), line.lowered)),
        (_("防控措施"), (_("新增 %d 条"), line.measures_added), (_("取消 %d 条"), line.measures_removed)),
    )
    told = []
    for name, *parts in groups:
        words = [text % number for text, number in parts if number]
        if words:
            told.append(f"{name}{'、'.join(words)}")
    return "；".join(told)
