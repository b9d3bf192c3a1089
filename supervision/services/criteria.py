"""Keeping 考核标准: the hospital's own, and those of one appraisal before it is scored."""

import copy
from typing import Any

from django.db import transaction

from core import services as core_services
from organization.models import Person
from supervision import rules
from supervision.models import Appraisal, Criterion, CriterionDefault


@transaction.atomic
def add_criterion(*, by: Person, appraisal: Appraisal | None = None, **fields: Any) -> Criterion | CriterionDefault:
    """Add a criterion to the hospital's standard, or to one appraisal that is planned."""
    if appraisal is None:
        rules.keep_criteria(by)
        made: Criterion | CriterionDefault = CriterionDefault(**fields)
    else:
        locked = Appraisal.objects.select_for_update().get(pk=appraisal.pk)
        rules.change_criteria(by, locked)
        made = Criterion(appraisal=locked, **fields)
    core_services.save(made, by)
    record(made, "add_criterion", by=by)
    return made


@transaction.atomic
def change_criterion(
    *, by: Person, criterion: Criterion | CriterionDefault, version: int | None = None, **fields: Any
) -> Criterion | CriterionDefault:
    """Change a criterion. Raises `Stale` when it was changed since `version`."""
    locked = _lock(criterion, by)
    core_services.refuse_stale(locked, version)
    for name, value in fields.items():
        setattr(locked, name, value)
    core_services.save(locked, by)
    record(locked, "change_criterion", by=by)
    return locked


@transaction.atomic
def remove_criterion(*, by: Person, criterion: Criterion | CriterionDefault) -> None:
    """Take a criterion away; its history stays."""
    locked = _lock(criterion, by)
    told = copy.copy(locked)
    core_services.erase([locked], by)
    record(told, "remove_criterion", by=by)


def _lock(criterion: Criterion | CriterionDefault, by: Person) -> Any:
    if isinstance(criterion, Criterion):
        rules.change_criteria(by, Appraisal.objects.select_for_update().get(pk=criterion.appraisal_id))
    else:
        rules.keep_criteria(by)
    return type(criterion).objects.select_for_update().get(pk=criterion.pk)


def record(criterion: Criterion | CriterionDefault, verb: str, *, by: Person) -> None:
    """Leave the trail of one verb on a criterion, as it is or was; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=criterion,
        details={"title": criterion.title, "points": str(criterion.points), "formula": criterion.formula},
    )
