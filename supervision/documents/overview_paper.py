"""总览 on one page of A4, for the meeting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from core.documents import pdf
from risks.states import Grade
from supervision.calculations.dashboard import Exposure, Overview
from supervision.documents import overview as words

ROWS, NAMED = 30, 3
"""As many departments, and as many rows of each kind that need a person, as one page holds."""
LINE = 30
"""Characters of a line of half a page."""


@dataclass(frozen=True)
class Paper:
    """What stands on the page: texts and drawings alone."""

    hospital: str
    title: str
    scope: str
    figures: tuple[tuple[str, str, str], ...]
    """Label, number, a note."""
    sentence: str
    grades: tuple[str, ...]
    exposures: tuple[tuple[str, tuple[int, ...]], ...]
    pictures: tuple[tuple[str, str], ...]
    """Title and SVG."""
    needing: tuple[tuple[str, str, str], ...]
    """What, whose, since when."""


def overview_paper(overview: Overview, needing: Sequence[Any], *, hospital: str, scope: str) -> Paper:
    """The page's words; `scope` says whose overview it is."""
    return Paper(
        hospital=hospital,
        title=_("廉洁风险防控总览"),
        scope=_("%(scope)s　截至 %(day)s") % {"scope": scope, "day": overview.today.isoformat()},
        figures=_figures(overview),
        sentence=str(words.whole_sentence(overview.differences)),
        grades=tuple(f"{words.SHAPES[grade][0]}{grade.label}" for grade in Grade),
        exposures=_exposures(overview.exposures),
        pictures=tuple((each.title, str(each.svg)) for each in words.pictures(overview)),
        needing=tuple(_needing(overview, needing)),
    )


def _figures(overview: Overview) -> tuple[tuple[str, str, str], ...]:
    return (
        (_("高风险点"), str(overview.grades[Grade.HIGH]), str(words.change_of_high(overview))),
        (_("逾期措施"), str(overview.measures.get("overdue", 0)), str(words.share_done(overview))),
        (_("未销号问题"), str(overview.findings), str(words.overdue(overview))),
        (_("进度逾期部门"), str(overview.late_departments), str(words.state_of_phase(overview))),
    )


def _exposures(rows: Sequence[Exposure]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The most exposed by name, all others as one row."""
    shown = [(words.place_of(row), tuple(row.grades.get(grade, 0) for grade in Grade)) for row in rows[:ROWS]]
    rest = rows[ROWS:]
    if rest:
        label = _("其余 %(number)d 个部门") % {"number": len(rest)}
        shown.append((label, tuple(sum(row.grades.get(grade, 0) for row in rest) for grade in Grade)))
    return tuple(shown)


def _needing(overview: Overview, needing: Sequence[Any]) -> Any:
    """The longest overdue of each kind."""
    kinds = (("finding", _("问题：%s")), ("measure", _("高风险措施：%s")))
    for what, text in kinds:
        for row in [each for each in needing if each.what == what][:NAMED]:
            until = _("应于 %(day)s 完成") % {"day": row.due_on.isoformat()}
            yield (_shortened(text % row.label), row.department, until)
    for each in overview.late[:NAMED]:
        late = _("逾期 %(days)d 个工作日") % {"days": each.late_by}
        yield (_shortened(_("阶段：%s") % words.phases_of(each)), each.department, late)


def _shortened(text: str) -> str:
    """As much as one line holds."""
    return text if len(text) <= LINE else f"{text[: LINE - 1]}…"


def draw_overview(paper: Paper, *, phase: Callable[..., Any] | None = None) -> bytes:
    """The page as PDF."""
    # Every text in the drawings was escaped where they were drawn.
    pictures = [(title, mark_safe(svg)) for title, svg in paper.pictures]  # noqa: S308
    context = {"paper": paper, "title": paper.title, "author": paper.hospital, "pictures": pictures}
    return pdf.render(render_to_string("documents/overview.html", context), phase=phase)
