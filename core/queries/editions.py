"""Which editions there are of departments' lists, whatever their kind."""

from collections.abc import Iterable
from typing import Any

from core.registry import Edition
from core.states import ListState


def editions_of(model: Any, department_ids: Iterable[int]) -> list[Edition]:
    """Every edition there ever was of the departments' lists of `model`: what a handler's `editions` answers."""
    return [
        Edition(
            department_id=found.department_id,
            is_leadership=getattr(found, "is_leadership", False),
            year=found.year,
            number=found.number,
            is_worked_on=found.state in ListState.working(),
        )
        for found in model.objects.filter(department__in=set(department_ids))
    ]
