"""What `/open/` reads: the view of what stands open to society, and nothing else."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum, Window

from core import calculations
from disclosure.models import OpenPublication
from disclosure.states import PublicationKind


@dataclass(frozen=True)
class Overview:
    """How many publications are open by category and by department, and the version of that set."""

    version: str
    categories: list[tuple[str, int]]
    departments: list[tuple[str, str, int]]
    total: int


def publications(*, text: str = "", category: str = "", department: str = "") -> QuerySet[OpenPublication]:
    """Open publications that have every word of `text`, of a category, of a department; without their content."""
    found = OpenPublication.objects.filter(kind=PublicationKind.POWER).defer("content")
    for term in calculations.search_terms(text):
        found = found.filter(search_text__contains=term)
    if category:
        found = found.filter(category=category)
    if department:
        found = found.filter(department_code=department)
    return found.order_by("code", "id")


def page_of(found: QuerySet[OpenPublication], *, start: int, size: int) -> tuple[list[OpenPublication], int]:
    """`size` publications from the one at `start`, and how many there are in all: one query for both."""
    rows: list[Any] = list(found.annotate(of_all=Window(Count("id")))[start : start + size])
    return rows, rows[0].of_all if rows else 0


def publication(code: str) -> OpenPublication | None:
    """The open publication of a power, with its content."""
    found = OpenPublication.objects.filter(kind=PublicationKind.POWER, code=code)
    return found.order_by("-sequence").first()


def overview() -> Overview:
    """Counts of the open publications in one query.

    Publications never change and sequences only rise, so the highest sequence and their sum name the set exactly.
    """
    groups = list(
        publications()
        .order_by("category", "department_code", "department_name")
        .values_list("category", "department_code", "department_name")
        .annotate(n=Count("id"), last=Max("sequence"), sum=Sum("sequence"))
    )
    return Overview(
        version=f"{max((group[4] for group in groups), default=0)}-{sum(group[5] for group in groups)}",
        categories=_counts((group[0], group[3]) for group in groups),
        departments=[(*place, n) for place, n in _counts(((group[1], group[2]), group[3]) for group in groups)],
        total=sum(group[3] for group in groups),
    )


def _counts(pairs: Iterable[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """The numbers of equal keys added up, by key."""
    found: Counter[Any] = Counter()
    for key, number in pairs:
        found[key] += number
    return sorted(found.items())


def latest(limit: int = 6) -> list[OpenPublication]:
    """What was published last."""
    return list(publications().order_by("-sequence")[:limit])
