"""What `/open/` reads: open publications and nothing else."""

from django.db.models import Count, Max, QuerySet

from core import calculations
from disclosure.models import Publication
from disclosure.states import PublicationState


def publications(*, text: str = "", category: str = "", department: str = "") -> QuerySet[Publication]:
    """Open publications that have every word of `text`, of a category, of a department; without their content."""
    found = Publication.objects.filter(state=PublicationState.PUBLISHED).defer("content")
    for term in calculations.search_terms(text):
        found = found.filter(search_text__contains=term)
    if category:
        found = found.filter(category=category)
    if department:
        found = found.filter(department_code=department)
    return found.order_by("code", "id")


def publication(code: str) -> Publication | None:
    """The open publication of a power, with its content."""
    return Publication.objects.filter(state=PublicationState.PUBLISHED, code=code).first()


def publications_version() -> str:
    """Changes whenever anything is published, replaced or withdrawn."""
    found = Publication.objects.aggregate(last=Max("sequence"), ended=Max("ended_at"))
    ended = found["ended"]
    return f"{found['last'] or 0}-{ended.timestamp() if ended else 0}"


def categories() -> list[tuple[str, int]]:
    """(category, how many) over open publications."""
    found = publications().order_by("category").values("category").annotate(n=Count("id"))
    return list(found.values_list("category", "n"))


def departments() -> list[tuple[str, str, int]]:
    """(code, name, how many) over open publications."""
    found = publications().order_by("department_code").values("department_code", "department_name")
    return list(found.annotate(n=Count("id")).values_list("department_code", "department_name", "n"))


def latest(limit: int = 6) -> list[Publication]:
    """What was published last."""
    return list(publications().order_by("-sequence")[:limit])
