"""What became of rows since a year began: editions in force against those that were in force then, row by row.

Rows are the same by their lineage within one list's editions. Measures of control tables are asked the same way, so the
list is reached by a prefix.
"""

from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from core.states import ListState
from risks.states import GRADE_RANK, Fate

OWNERS = ("department", "is_leadership")
"""What the editions of one list share."""


def year_began(year: int) -> datetime:
    """The first moment of a year here."""
    return timezone.make_aware(datetime(year, 1, 1))  # noqa: DTZ001 — made aware at once


def stood_at(moment: datetime, prefix: str = "") -> Q:
    """The condition on an edition, reached by `prefix`, of having been in force just before `moment`."""
    is_left = Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gte": moment})
    return Q(**{f"{prefix}in_force_at__lt": moment}) & is_left


def with_fate(rows: QuerySet[Any], fate: str, prefix: str, *, year: int) -> QuerySet[Any]:
    """Of `rows` those with that fate since `year` began: of editions in force, or, when they are gone, of those before."""
    began = year_began(year)
    scope = {f"{prefix}{name}": OuterRef(f"{prefix}{name}") for name in OWNERS}
    same = rows.model.objects.filter(lineage=OuterRef("lineage"), **scope).order_by()
    if fate == Fate.REMOVED:
        is_there = Exists(same.filter(**{f"{prefix}state": ListState.IN_FORCE}))
        return rows.filter(~is_there, stood_at(began, prefix))
    renewed = rows.filter(**{f"{prefix}state": ListState.IN_FORCE, f"{prefix}in_force_at__gte": began})
    earlier = same.filter(stood_at(began, prefix))
    if fate == Fate.ADDED:
        return renewed.filter(~Exists(earlier))
    comparison = "gt" if fate == Fate.LOWERED else "lt"
    changed = earlier.alias(rank=_rank()).filter(**{f"rank__{comparison}": OuterRef("rank")})
    return renewed.alias(rank=_rank()).filter(Exists(changed))


def _rank() -> Case:
    return Case(*(When(grade=grade, then=Value(rank)) for grade, rank in GRADE_RANK.items()), default=Value(0))
