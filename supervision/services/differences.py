"""Counting what differs from last year, in the transaction in which a register or a table comes into force."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Value
from django.utils import timezone

from controls.models import ControlTable, Measure
from risks.models import RiskPoint, RiskRegister
from risks.queries import stood_at, year_began
from supervision.calculations.differences import fates
from supervision.models import EditionDifference

COUNTED: Mapping[str, tuple[str, Any, Any, Any]] = {
    "risks": ("register", RiskRegister, RiskPoint, F("grade")),
    "controls": ("table", ControlTable, Measure, Value("")),
}
"""Kind of list → what its rows call it, its model, theirs, and what of a row is higher or lower."""


def count_differences(kind: str, list_id: int) -> None:
    """Write the summary of a list that has just come into force; the caller holds its row."""
    if kind not in COUNTED:
        return
    owner, model, row, grade = COUNTED[kind]
    edition = model.objects.get(pk=list_id)
    began = year_began(timezone.localtime(edition.in_force_at).year)
    same = model.objects.filter(department=edition.department_id, is_leadership=edition.is_leadership)
    earlier = same.filter(stood_at(began)).values("pk")
    before, now = (
        dict(row.objects.filter(**{f"{owner}__in": lists}).values_list("lineage", grade))
        for lists in (earlier, [list_id])
    )
    EditionDifference.objects.bulk_create(
        EditionDifference(**{f"{owner}_id": list_id}, fate=fate, count=count)
        for fate, count in fates(before, now).items()
    )
