"""总览 in words and pictures, the same on the page and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Told:
    """A sentence: `text` has a `{name}` for each of the `numbers`, which are numbers of rows, and of the `words`."""

    text: str
    numbers: Mapping[str, int] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.numbers, **self.words)


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
        charts.Series("on_time", _("未完成未逾期"), BRAND),
        charts.Series("late", _("已逾期"), RED, "!"),
    )


def _phases(overview: Overview) -> list[tuple[str, str, Counts]]:
    return [
        (
            phase.kind,
            str(PhaseKind(phase.kind).label),
            {"done": phase.done, "on_time": phase.behind - phase.late, "late": phase.late},
        )
        for phase in overview.phases
    ]


def change_of_high(overview: Overview) -> Told:
    """What became of the high points since last year."""
    before = overview.high_before
    if before is None:
        return Told(_("去年底没有生效的清单"))
    if not before:
        return Told(_("去年底没有"))
    change = overview.grades[Grade.HIGH] - before
    if not change:
        return Told(_("与去年底的 {before} 个持平"), {"before": before})
    return Told(_("比去年底的 {before} 个多") if change > 0 else _("比去年底的 {before} 个少"), {"before": before})


def share_done(overview: Overview) -> Told:
    """How many of the measures are done."""
    total = sum(overview.measures.values())
    if not total:
        return Told(_("还没有生效的措施"))
    done = overview.measures.get("done", 0)
    words = {"share": done * 100 // total}
    return Told(_("共 {total} 条，已完成 {done} 条（{share}%）"), {"total": total, "done": done}, words)


def overdue(overview: Overview) -> Told:
    """How many of the findings are overdue."""
    return Told(_("其中逾期 {overdue} 个"), {"overdue": overview.overdue_findings})


def state_of_phase(overview: Overview) -> Told:
    """How far the phase that began last is."""
    phase = overview.current
    if phase is None:
        return Told(_("没有进行中的年度工作"))
    words = {"phase": PhaseKind(phase.kind).label}
    if not phase.behind:
        return Told(_("“{phase}”已全部完成"), {}, words)
    return Told(_("“{phase}”还有 {behind} 个部门未完成"), {"behind": phase.behind}, words)


def whole_sentence(found: Differences) -> Told:
    """The year's differences of all departments together."""
    if not found.whole:
        return Told(_("与%(year)d年底相比，现行清单没有变化。") % {"year": found.year - 1})
    text = _("与%(year)d年相比，%(what)s。") % {"year": found.year - 1, "what": _worded(found.whole)}
    return Told(text, found.whole.numbers)


def sentence_of(line: Difference) -> Told:
    """The year's differences of one department."""
    return Told(_("{place}：%(what)s。") % {"what": _worded(line)}, line.numbers, {"place": place_of(line)})


def phases_of(late: Late) -> str:
    """The phases in which a department is late, in words."""
    return "、".join(str(PhaseKind(phase).label) for phase in late.phases)


def place_of(line: Any) -> str:
    """Whose register it is."""
    return _("班子成员") if line.is_leadership else line.label


def _worded(line: Difference) -> str:
    """`风险点新增 {added} 个、取消 {removed} 个；等级调高 {raised} 个；防控措施新增 {measures_added} 条`, what is nothing left out."""
    groups = (
        (_("风险点"), (_("新增 %s 个"), "added"), (_("取消 %s 个"), "removed")),
        (_("等级"), (_("调高 %s 个"), "raised"), (_("调低 %s 个"), "lowered")),
        (_("防控措施"), (_("新增 %s 条"), "measures_added"), (_("取消 %s 条"), "measures_removed")),
    )
    told = []
    for title, *parts in groups:
        words = [text % f"{{{name}}}" for text, name in parts if line.numbers[name]]
        if words:
            told.append(f"{title}{'、'.join(words)}")
    return "；".join(told)
