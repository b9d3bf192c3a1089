"""自查报告 in words: a department's from its answers, the hospital's from what the departments reported."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from supervision.states.self_checks import AnswerState, Content, DailyResult, HospitalPart, ReportPart

GRADES = ("high", "medium", "low", "pending")
NUMBERS = "一二三四五六七八九"
SHOWN = 10
"""Unmet items and problems that a section names; the annex and the list of findings have them all."""
Figures = Mapping[str, Any]


@dataclass(frozen=True)
class Unmet:
    """An item that is not, or only partly, carried out."""

    content: str
    text: str
    state: str
    note: str


@dataclass(frozen=True)
class Problem:
    """A finding of the self-check: code, text, until when, where its rectification stands."""

    code: str
    text: str
    due_on: str
    state_word: str
    is_closed: bool


@dataclass(frozen=True)
class SelfCheckFacts:
    """Everything a department's report is written from."""

    year: int
    whose: str
    """`本部门`, or `班子成员`."""
    points: Mapping[str, int]
    """Grade → risk points in force."""
    answers: Mapping[str, Mapping[str, int]]
    """Content → state of the answer (empty: not answered) → how many."""
    unmet: Sequence[Unmet]
    problems: Sequence[Problem]
    daily: Mapping[str, int]
    """Result → daily checks of the year."""

    @property
    def figures(self) -> dict[str, Any]:
        """The numbers alone, as they are frozen and summed up over the hospital."""
        closed = sum(problem.is_closed for problem in self.problems)
        return {
            "points": {grade: self.points.get(grade, 0) for grade in GRADES},
            "answers": {
                str(content): {str(state): self.answers.get(content, {}).get(state, 0) for state in AnswerState}
                for content in Content
            },
            "problems": {"found": len(self.problems), "closed": closed},
            "daily": {str(result): self.daily.get(result, 0) for result in DailyResult},
        }


def total(all_figures: Iterable[Figures]) -> dict[str, Any]:
    """Figures of several departments added up, number by number."""
    summed: dict[str, Any] = SelfCheckFacts(0, "", {}, {}, (), (), {}).figures
    for figures in all_figures:
        summed = _added(summed, figures)
    return summed


def _added(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _added(value, other.get(key, {})) if isinstance(value, dict) else value + other.get(key, 0)
        for key, value in one.items()
    }


def written(facts: SelfCheckFacts) -> dict[str, str]:
    """The department's report, section by section, with its numbers in sentences."""
    figures = facts.figures
    return {
        ReportPart.POINTS: _joined(
            _points(figures, _("%(whose)s现行风险清单") % {"whose": facts.whose}), _items(facts, Content.POINTS)
        ),
        ReportPart.MEASURES: _joined(
            _measures(figures, _("%(whose)s现行一览表") % {"whose": facts.whose}), _items(facts, Content.MEASURES)
        ),
        ReportPart.CARRIED_OUT: _joined(_carried_out(figures), _unmet_lines(facts, Content.CARRIED_OUT)),
        ReportPart.DAILY: _joined(_daily(figures, facts.year), _items(facts, Content.DAILY)),
        ReportPart.PROBLEMS: _problems(facts, figures),
        ReportPart.NEXT: _next(figures, facts.year),
    }


def titled(parts: type[ReportPart] | type[HospitalPart]) -> list[tuple[str, str]]:
    """Sections with their numbered titles: 一、风险点查找情况."""
    return [(str(part), f"{NUMBERS[place]}、{part.label}") for place, part in enumerate(parts)]


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _points(figures: Figures, where: str) -> str:
    points = figures["points"]
    words = {"where": where, "n": sum(points.values()), **points}
    text = _("%(where)s共有风险点%(n)d个（高%(high)d个、中%(medium)d个、低%(low)d个") % words
    return text + (_("，等级待定%(pending)d个）。") % words if points["pending"] else _("）。"))


def _measures(figures: Figures, where: str) -> str:
    count = sum(figures["answers"][Content.CARRIED_OUT].values())
    return _("%(where)s共有防控措施%(n)d条，全部列入本次自查。") % {"where": where, "n": count}


def states_in_words(counts: Mapping[str, int], unit: str) -> str:
    """`已落实5条、部分落实1条`: only the states that there are."""
    words = [f"{state.label}{counts[state]}{unit}" for state in AnswerState if counts.get(state)]
    return "、".join(words)


def _carried_out(figures: Figures) -> str:
    counts = figures["answers"][Content.CARRIED_OUT]
    total_count = sum(counts.values())
    if not total_count:
        return _("没有需要逐条自查的防控措施。")
    text = _("逐条自查防控措施%(n)d条，%(states)s。") % {"n": total_count, "states": states_in_words(counts, _("条"))}
    concerned = total_count - counts[AnswerState.NOT_DUE]
    if concerned:
        share = round(100 * counts[AnswerState.DONE] / concerned)
        text += _("本期应落实的%(n)d条中，落实率%(share)d%%。") % {"n": concerned, "share": share}
    return text


def _daily(figures: Figures, year: int) -> str:
    daily = figures["daily"]
    count = sum(daily.values())
    if not count:
        return _("%(year)d年度没有登记日常检查。") % {"year": year}
    words = {"year": year, "n": count, "normal": daily[DailyResult.NORMAL], "problem": daily[DailyResult.PROBLEM]}
    return _("%(year)d年度开展日常检查%(n)d次，正常%(normal)d次，发现问题%(problem)d次。") % words


def _items(facts: SelfCheckFacts, content: Content) -> str:
    """What the standard items of a content came to, and those that are not met."""
    counts = facts.figures["answers"][content]
    count = sum(counts.values())
    if not count:
        return ""
    states = {"n": count, "states": states_in_words(counts, _("项"))}
    return _joined(_("对照自查项目%(n)d项，%(states)s。") % states, _unmet_lines(facts, content))


def _unmet_lines(facts: SelfCheckFacts, content: Content) -> str:
    found = [item for item in facts.unmet if item.content == content]
    lines = [
        _("%(state)s：%(text)s%(note)s。")
        % {
            "state": AnswerState(item.state).label,
            "text": item.text.rstrip("。"),
            "note": f"（{item.note.strip().rstrip('。')}）" if item.note.strip() else "",
        }
        for item in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        lines.append(_("其余%(n)d项见附件。") % {"n": len(found) - SHOWN})
    return "\n".join(lines)


def _problems(facts: SelfCheckFacts, figures: Figures) -> str:
    first = _problems_in_words(figures)
    lines = [
        f"{number}. {problem.text.rstrip('。')}（{problem.code}，{problem.state_word}"
        + (_("，整改期限%(day)s") % {"day": problem.due_on} if problem.due_on else "")
        + "）。"
        for number, problem in enumerate(facts.problems[:SHOWN], 1)
    ]
    if len(facts.problems) > SHOWN:
        lines.append(_("其余%(n)d个见问题台账。") % {"n": len(facts.problems) - SHOWN})
    return _joined(first, *lines)


def _problems_in_words(figures: Figures) -> str:
    found, closed = figures["problems"]["found"], figures["problems"]["closed"]
    if not found:
        return _("自查和日常检查没有登记需要整改的问题。")
    words = {"n": found, "closed": closed, "open": found - closed}
    return _("自查和日常检查登记问题%(n)d个，已整改销号%(closed)d个，正在整改%(open)d个。") % words


def _next(figures: Figures, year: int) -> str:
    counts = figures["answers"][Content.CARRIED_OUT]
    behind = counts[AnswerState.PARTLY] + counts[AnswerState.NOT_DONE]
    lines = []
    if behind:
        lines.append(_("对尚未落实到位的%(n)d条措施逐条明确责任岗位和完成时间，限期落实。") % {"n": behind})
    if figures["problems"]["found"] > figures["problems"]["closed"]:
        lines.append(_("对自查发现的问题按期完成整改，整改结果接受复查。"))
    lines.append(_("坚持日常检查，职权、流程、岗位或制度有变化时及时调整风险点和防控措施。"))
    return "".join(lines)


@dataclass(frozen=True)
class DepartmentLine:
    """One department in the hospital's report."""

    name: str
    figures: Figures | None
    """None: its report has not been received."""
    is_leadership: bool = False


def merged(lines: Sequence[DepartmentLine], *, year: int) -> dict[str, str]:
    """The hospital's report: the received reports added up; who is missing is named."""
    received = [line for line in lines if line.figures is not None]
    figures = total([line.figures for line in received if line.figures is not None])
    whose = _whose(received)
    return {
        HospitalPart.OVERVIEW: _overview(lines, year),
        HospitalPart.POINTS: _joined(
            _points(figures, _("%(whose)s现行风险清单") % {"whose": whose}),
            _merged_items(figures, Content.POINTS, whose),
        ),
        HospitalPart.MEASURES: _joined(
            _measures(figures, _("%(whose)s现行一览表") % {"whose": whose}),
            _merged_items(figures, Content.MEASURES, whose),
        ),
        HospitalPart.CARRIED_OUT: _joined(_carried_out(figures), _behind(lines)),
        HospitalPart.DAILY: _joined(_daily(figures, year), _merged_items(figures, Content.DAILY, whose)),
        HospitalPart.PROBLEMS: _problems_in_words(figures),
        HospitalPart.NEXT: _next(figures, year),
    }


def _whose(lines: Sequence[DepartmentLine]) -> str:
    """Whose reports are added up."""
    leading, count = sum(line.is_leadership for line in lines), len(lines)
    if not leading:
        return _("各部门")
    return _("领导班子和各部门") if count > leading else _("领导班子")


def _overview(lines: Sequence[DepartmentLine], year: int) -> str:
    missing = [line.name for line in lines if line.figures is None]
    leading = [line for line in lines if line.is_leadership]
    count = len(lines) - len(leading)
    who = _("领导班子和%(n)d个部门") if leading else _("%(n)d个部门")
    words = {"year": year, "who": who % {"n": count}, "received": len(lines) - len(missing)}
    text = (
        _(
            "按照实施意见关于自查评估的要求，我院以风险点查找情况、防控措施制定情况、防控措施落实情况和日常检查情况为主要内容，"
            "组织%(who)s开展%(year)d年度自查自评，已接收自查报告%(received)d份。"
        )
        % words
    )
    return text + (_("尚未报送或接收的：%(names)s。") % {"names": "、".join(missing)} if missing else "")


def _merged_items(figures: Figures, content: Content, whose: str) -> str:
    counts = figures["answers"][content]
    count = sum(counts.values())
    if not count:
        return ""
    words = {"n": count, "whose": whose, "states": states_in_words(counts, _("项"))}
    return _("%(whose)s对照自查项目共%(n)d项次，%(states)s。") % words


def _behind(lines: Sequence[DepartmentLine]) -> str:
    """Departments with measures that are not carried out, each with how many."""
    found = []
    for line in lines:
        counts = line.figures["answers"][Content.CARRIED_OUT] if line.figures else {}
        count = counts.get(AnswerState.PARTLY, 0) + counts.get(AnswerState.NOT_DONE, 0)
        if count:
            found.append(_("%(name)s%(n)d条") % {"name": line.name, "n": count})
    return _("措施尚未落实到位的：%(names)s。") % {"names": "、".join(found)} if found else ""


def department_row(line: DepartmentLine) -> tuple[str, ...]:
    """What the hospital's table says of a department: 风险点, 措施, 已落实, 未到位, 问题, 日常检查."""
    if line.figures is None:
        return (line.name, *["—"] * 6)
    counts = line.figures["answers"][Content.CARRIED_OUT]
    numbers = (
        sum(line.figures["points"].values()),
        sum(counts.values()),
        counts[AnswerState.DONE],
        counts[AnswerState.PARTLY] + counts[AnswerState.NOT_DONE],
        line.figures["problems"]["found"],
        sum(line.figures["daily"].values()),
    )
    return (line.name, *map(str, numbers))
