"""A power printed from its frozen content alone: facts in words, charts redrawn."""

from typing import Any

from powers import calculations
from powers.calculations import contents
from powers.documents import svg
from powers.states import FlowKind


def parts(content: dict[str, Any]) -> dict[str, Any]:
    """Label and value of every field, and each chart there is with its picture and its steps in words."""
    found = ((kind, contents.chart_of(content, kind)) for kind in FlowKind)
    return {"facts": contents.facts(content), "charts": [_chart(kind, chart) for kind, chart in found if chart]}


def _chart(kind: FlowKind, chart: calculations.Chart) -> dict[str, Any]:
    rows = calculations.step_rows(chart)
    return {"kind": kind.value, "label": kind.label, "title": chart.title, "svg": svg.draw(chart), "rows": rows}
