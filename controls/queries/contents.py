"""The planned content of a row of a table as plain JSON: a risk point with its measures, frozen, hashed and compared."""

from typing import Any

from controls.models import Measure
from powers.models import Regulation
from risks.models import RiskPoint

SCHEMA = 1


def content_of(point: RiskPoint) -> dict[str, Any]:
    """The content of one row read through `rows.point_rows`."""
    measures: list[Measure] = point.table_measures  # type: ignore[attr-defined]
    return {
        "post": {"code": point.post.code, "name": point.post.name, "department": point.post.department.name},
        "power": {"code": point.power.code, "name": point.power.name} if point.power else None,
        "type": point.type,
        "description": point.description,
        "manifestation": point.manifestation,
        "grade": point.grade,
        "measures": [measure_content(measure) for measure in measures],
    }


def measure_content(measure: Measure) -> dict[str, Any]:
    """The planned content of a measure: without its progress, which changes outside the edition."""
    post = measure.responsible_post
    return {
        "key": str(measure.lineage_id),
        "code": measure.code,
        "text": measure.text,
        "kind": measure.kind,
        "responsible_post": {"code": post.code, "name": post.name} if post else None,
        "due": "long_term" if measure.is_long_term else str(measure.due_on or ""),
        "proof": measure.proof,
        "regulation": measure.regulation.name if measure.regulation else "",
    }


def is_renamed_regulation(before: str, now: str) -> bool:
    """Is `now` another name of the regulation that was called `before`, by the history of the library?"""
    if before == now or not (before and now):
        return False
    named = Regulation.history.filter(name=now).values("id")
    return Regulation.history.filter(name=before, id__in=named).exists()
