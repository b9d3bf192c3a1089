"""What differs between the editions in force and those in force at the end of last year, set-wise, four statements."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from controls.models import Measure
from core.states import ListState
from organization.models import Person
from risks.models import RiskPoint, RiskRegister
from risks.queries import counted_for
from supervision.calculations import differences as calculations
from supervision.calculations.differences import Differences, Moved


def differences_for(by: Person) -> Differences:
    """Of the lists that the overview counts for `by`; rows are the same by their lineage."""
    year = timezone.localdate().year
    start = timezone.make_aware(datetime.combine(date(year, 1, 1), time.min))
    rows = [
        *_points(by, start),
        *_gone(by, RiskPoint, "register__", start),
        *_new_measures(by, start),
        *_gone(by, Measure, "table__", start),
    ]
    standing = RiskRegister.objects.filter(counted_for(by), state=ListState.IN_FORCE)
    found = standing.values_list("department", "is_leadership", "pk")
    registers = {(department, leads): pk for department, leads, pk in found}
    return calculations.differences(sorted(rows, key=_path_of), year=year, registers=registers)


def _path_of(row: Moved) -> tuple[bool, str, int]:
    return (not row.is_leadership, row.department, row.department_id)


def _stood_at(start: datetime, prefix: str) -> Q:
    """Editions in force when the year began."""
    before = Q(**{f"{prefix}in_force_at__lt": start})
    return before & (Q(**{f"{prefix}superseded_at": None}) | Q(**{f"{prefix}superseded_at__gte": start}))


def _same(model: Any, prefix: str) -> QuerySet[Any]:
    """The same row in other editions of the same list."""
    scope = {f"{prefix}{name}": OuterRef(f"{prefix}{name}") for name in ("department", "is_leadership")}
    return model.objects.filter(lineage=OuterRef("lineage"), **scope).order_by()


def _grouped(rows: QuerySet[Any], prefix: str, what: str, before: Any, now: Any) -> list[Moved]:
    whose = [f"{prefix}department_id", f"{prefix}is_leadership", f"{prefix}department__name"]
    counted = rows.order_by().values(*whose, was=before, stands=now).annotate(number=Count("pk"))
    found = counted.values_list(*whose, "was", "stands", "number")
    return [Moved(*row[:3], what, *row[3:]) for row in found]  # type: ignore[call-arg]


def _renewed(by: Person, model: Any, prefix: str, start: datetime) -> QuerySet[Any]:
    """Rows of editions that came into force this year."""
    in_force = {f"{prefix}state": ListState.IN_FORCE, f"{prefix}in_force_at__gte": start}
    return model.objects.filter(counted_for(by, prefix), **in_force)


def _points(by: Person, start: datetime) -> list[Moved]:
    """Points of this year's editions with the grade they had when it began."""
    earlier = _same(RiskPoint, "register__").filter(_stood_at(start, "register__")).values("grade")[:1]
    rows = _renewed(by, RiskPoint, "register__", start)
    return _grouped(rows, "register__", "point", Coalesce(Subquery(earlier), Value("")), F("grade"))


def _new_measures(by: Person, start: datetime) -> list[Moved]:
    earlier = _same(Measure, "table__").filter(_stood_at(start, "table__"))
    rows = _renewed(by, Measure, "table__", start).filter(~Exists(earlier))
    return _grouped(rows, "table__", "measure", Value(""), Value("there"))


def _gone(by: Person, model: Any, prefix: str, start: datetime) -> list[Moved]:
    """Rows that stood when the year began and are in force no more."""
    still = _same(model, prefix).filter(**{f"{prefix}state": ListState.IN_FORCE})
    rows = model.objects.filter(counted_for(by, prefix), _stood_at(start, prefix)).filter(~Exists(still))
    what = "point" if model is RiskPoint else "measure"
    return _grouped(rows, prefix, what, Value("there"), Value(""))
