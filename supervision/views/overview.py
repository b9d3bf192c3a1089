"""总览: the figures, charts and the rows that need a person, each number a link; what differs from last year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.views import once
from risks.states import Grade
from supervision import documents, queries, rules, services
from supervision.calculations.dashboard import Exposure, Overview
from supervision.calculations.differences import COUNTED, Difference
from supervision.states.cycles import Place

words = documents.overview
DIFFERENCES = {
    "added": gettext_lazy("新增风险点"),
    "removed": gettext_lazy("取消风险点"),
    "raised": gettext_lazy("等级调高"),
    "lowered": gettext_lazy("等级调低"),
    "measures_added": gettext_lazy("新增措施"),
    "measures_removed": gettext_lazy("取消措施"),
}
"""What heads each number of a `Difference`."""
HEAT = 3
"""Steps of a cell's tone, by its share of the largest number of its column."""


@dataclass(frozen=True)
class Cell:
    """A number of a table and where its rows are; `tone` colours it, `label` heads it."""

    number: int
    url: str
    tone: str = ""
    label: Any = ""


@dataclass(frozen=True)
class Line:
    """A row of numbers."""

    label: str
    url: str
    cells: tuple[Cell, ...]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where we are exposed, what is late, what changed since last year, who must act."""
    rules.see_overview(request.user)
    shown = queries.overview_of(request.user)
    overdue = queries.needing(request.user)
    context: dict[str, Any] = {
        "overview": shown,
        "is_whole": queries.sees_whole_overview(request.user),
        "figures": figures(shown),
        "grades": [(grade.value, grade.label) for grade in Grade],
        "heat": heat(shown.exposures),
        "pictures": [(each, tables(each, shown)) for each in words.pictures(shown)],
        "findings": [each for each in overdue if each.what == "finding"],
        "measures": [each for each in overdue if each.what == "measure"],
        "late": [(each, words.phases_of(each)) for each in shown.late[: queries.MOST]],
        "urls": urls(shown),
        "sentence": linked(words.whole_sentence(shown.differences), difference_urls(shown.differences.whole)),
        "here": "overview",
    }
    return render(request, "supervision/overview.html", context)


def urls(shown: Overview) -> dict[str, str]:
    """Where the rows behind the numbers are listed."""
    last_year = {"in_force_at": str(shown.today.year - 1), "grade": Grade.HIGH.value}
    return {
        "before": _listed("risks:points", counted="on", **last_year),
        "high": _listed("risks:points", counted="on", grade=Grade.HIGH),
        "total": _listed("controls:measures", counted="on"),
        "done": _listed("controls:measures", counted="on", status="done"),
        "overdue_measures": _listed("controls:measures", counted="on", due="overdue"),
        "high_measures": _listed("controls:measures", counted="on", due="overdue", grade=Grade.HIGH),
        "findings": _listed("supervision:findings", state="living"),
        "overdue": _listed("supervision:findings", overdue="on"),
        "late": _standing(shown, place=Place.LATE),
        "behind": _standing(shown, phase=shown.current.kind, place="unfinished") if shown.current else "",
    }


def _standing(shown: Overview, **asked: str) -> str:
    """The departments of the year under way that stand there."""
    if not shown.current:
        return reverse("supervision:cycles")
    return f"{reverse('supervision:cycle', args=[shown.current.cycle_id])}?{urlencode(asked)}#departments"


def _listed(name: str, **asked: str) -> str:
    return f"{reverse(name)}?{urlencode(asked)}"


def linked(told: documents.overview.Told, to: Mapping[str, str]) -> str:
    """The sentence with each of its numbers a link to its rows."""
    numbers = {
        name: number and format_html('<a href="{}">{}</a>', to[name], number) for name, number in told.numbers.items()
    }
    named = {**numbers, **told.words}
    return format_html(told.text, **named) if named else told.text


def figures(shown: Overview) -> list[dict[str, Any]]:
    """The four figures with their notes, each number a link."""
    to = urls(shown)
    found = (
        (_("高风险点"), shown.grades[Grade.HIGH], _("个"), to["high"], words.change_of_high(shown)),
        (_("逾期措施"), shown.measures.get("overdue", 0), _("条"), to["overdue_measures"], words.share_done(shown)),
        (_("未销号问题"), shown.findings, _("个"), to["findings"], words.overdue(shown)),
        (_("进度逾期部门"), shown.late_departments, _("个"), to["late"], words.state_of_phase(shown)),
    )
    names = ("label", "value", "unit", "url", "change")
    made: list[dict[str, Any]] = [dict(zip(names, each, strict=True)) for each in found]
    return [{**each, "change": linked(each["change"], to), "tone": "red" if each["value"] else ""} for each in made]


def heat(rows: Sequence[Exposure]) -> list[Line]:
    """Department × grade, each cell in its tone."""
    most = {grade: max((row.grades.get(grade, 0) for row in rows), default=0) for grade in Grade}
    made = []
    for row in rows:
        url = reverse("risks:register", args=[row.register_id])
        cells = tuple(_heat(row.grades.get(grade, 0), grade, most[grade], url) for grade in Grade)
        made.append(Line(words.place_of(row), url, cells))
    return made


def _heat(number: int, grade: Grade, most: int, url: str) -> Cell:
    step = -(-number * HEAT // most) if most else 0
    return Cell(number, f"{url}?grade={grade}", f"heat-{grade} heat-{step}")


def tables(picture: Any, shown: Overview) -> list[Line]:
    """The table of a chart, every number a link to its rows."""
    keys = [key for key, _word in picture.headings]
    return [
        Line(
            label,
            "",
            tuple(
                Cell(number, _rows(picture.code, code, key, shown)) for key, number in zip(keys, numbers, strict=True)
            ),
        )
        for code, label, numbers in picture.rows
    ]


def _rows(what: str, code: str, key: str, shown: Overview) -> str:
    """Where the rows of one number of a chart are."""
    if what == "types":
        return _listed("risks:points", counted="on", type=code, grade=key)
    if what == "years":
        then = {} if code == str(shown.today.year) else {"in_force_at": code}
        return _listed("risks:points", counted="on", grade=key, **then)
    if what == "measures":
        asked = {"status": "done"} if key == "done" else {"due": key}
        return _listed("controls:measures", counted="on", **asked)
    if what == "ages":
        return _listed(
            "supervision:findings", state="living", age=code, **{"overdue" if key == "overdue" else "on_time": "on"}
        )
    return _standing(shown, phase=code, place=key)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What differs from the editions in force at the end of last year, in prose and as a table."""
    rules.see_overview(request.user)
    found = queries.differences_for(request.user)
    told = [(words.whole_sentence(found), found.whole), *((words.sentence_of(line), line) for line in found.lines)]
    made = [(sentence, line, difference_urls(line)) for sentence, line in told]
    whole, *lines = (_difference(line, to) for _sentence, line, to in made)
    context = {
        "differences": found,
        "sentences": [linked(sentence, to) for sentence, _line, to in made],
        "lines": lines,
        "whole": whole,
        "here": "overview",
    }
    return render(request, "supervision/overview_changes.html", context)


def _difference(line: Difference, to: Mapping[str, str]) -> Line:
    """Its numbers lead to their rows, its name to the comparison of its register with the edition before."""
    url = reverse("risks:changes", args=[line.register_id]) if line.register_id else ""
    cells = tuple(Cell(number, to[name], label=DIFFERENCES[name]) for name, number in line.numbers.items())
    return Line(words.place_of(line), url, cells)


def difference_urls(line: Difference) -> dict[str, str]:
    """Where the rows behind the numbers are: in the lists of one department, or in all of them."""
    found = {}
    for (owner, fate), name in COUNTED.items():
        of = line.register_id if owner == "register" else line.table_id
        where = "risks:points" if owner == "register" else "controls:measures"
        found[name] = _listed(where, counted="on", change=fate, **({"of": str(of)} if of else {}))
    return found


@require_POST
@once
def print_overview(request: HttpRequest) -> HttpResponse:
    """Have the page for the meeting drawn; the job's page shows how far it is."""
    return redirect(services.ask_overview_print(by=request.user))
