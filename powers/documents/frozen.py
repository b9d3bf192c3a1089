"""A power printed from its frozen content alone: facts in words, charts redrawn, the part the public may read."""

from typing import Any

from powers import calculations
from powers.calculations import contents
from powers.documents import svg
from powers.states import FlowKind


def parts(content: dict[str, Any]) -> dict[str, Any]:
    """Label and value of every field, and each chart there is with its picture and its steps in words."""
    found = ((kind, contents.chart_of(content, kind)) for kind in FlowKind)
    return {"facts": contents.facts(content), "charts": [_chart(kind, chart) for kind, chart in found if chart]}


def drawing(content: dict[str, Any], kind: str) -> str:
    """The SVG of one chart of a frozen power; empty where it has none."""
    chart = contents.chart_of(content, kind)
    return str(svg.draw(chart)) if chart else ""


def public_content(content: dict[str, Any]) -> dict[str, Any]:
    """What may be published of a frozen power: name, body, basis, limit, materials, fee, channels, external chart.

    Nothing else gets out: no responsible post, internal chart, discretion or vetting (product.md, Approval).
    """
    chart = contents.chart_of(content, FlowKind.EXTERNAL)
    limit = contents.promised_limit(content)
    return {
        "code": content["code"],
        "name": content["name"],
        "category": content["category"],
        "content": content["content"],
        "department": content["handling_department"],
        "bases": [contents.basis_text(basis) for basis in content["bases"]],
        "limit": str(limit) if limit else "",
        "materials": [contents.material_text(material) for material in content["materials"]],
        "fee_basis": content["fee_basis"],
        "supervision_channels": content["supervision_channels"],
        "steps": [_public_step(row) for row in calculations.step_rows(chart)] if chart else [],
        "svg": drawing(content, FlowKind.EXTERNAL),
    }


def _public_step(row: calculations.StepRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "name": row.name,
        "post": f"{row.department} {row.post}".strip(),
        "limit": row.limit,
        "next_steps": row.next_steps,
        "note": row.note,
    }


def _chart(kind: FlowKind, chart: calculations.Chart) -> dict[str, Any]:
    rows = calculations.step_rows(chart)
    return {"kind": kind.value, "label": kind.label, "title": chart.title, "svg": svg.draw(chart), "rows": rows}
