"""What differs between the editions in force and those in force at the end of last year, out of its summary."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.utils import timezone

from core.states import ListState
from organization.models import Person
from risks.queries import counted_for, year_began
from supervision.calculations import differences as calculations
from supervision.calculations.differences import Differences, Moved
from supervision.models import EditionDifference

OWNERS = ("register", "table")


def differences_for(by: Person) -> Differences:
    """Of the lists that the overview counts for `by`, in one statement."""
    today = timezone.localdate()
    first, second = difference_rows(by, today)
    rows = first.union(second, all=True)
    return calculations.differences((Moved(*row) for row in rows), year=today.year)


def difference_rows(by: Person, today: date) -> list[QuerySet[Any]]:
    """Parts of the overview's union, with the fields of `Moved`."""
    return [_rows(by, owner, today) for owner in OWNERS]


def _rows(by: Person, owner: str, today: date) -> QuerySet[Any]:
    """Only what came into force this year can differ."""
    prefix = f"{owner}__"
    renewed = {f"{prefix}state": ListState.IN_FORCE, f"{prefix}in_force_at__gte": year_began(today.year)}
    found = EditionDifference.objects.filter(counted_for(by, prefix), **renewed)
    what = f"{calculations.DIFFERS}{owner}"
    leads = When(**{f"{prefix}is_leadership": True}, then=Value(f"{what}{calculations.LEADS}"))
    marked = Case(leads, default=Value(what), output_field=CharField())
    department = f"{prefix}department__"
    return found.order_by().values_list(
        marked, F(f"{department}path"), "fate", f"{owner}_id", F(f"{department}name"), "count"
    )
