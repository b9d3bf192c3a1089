"""How far the chains of publications go, and who was told of it today."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from disclosure.models import Publication
from disclosure.states import Face
from organization.models import Notice, Person


def heads() -> list[Any]:
    """The last link of each face that has one, with the number of links as `count`."""
    same = Publication.objects.filter(face=OuterRef("face")).order_by().values("face").annotate(n=Count("pk"))
    found = Publication.objects.annotate(count=Subquery(same.values("n"))).defer("content", "search_text")
    lasts = [found.filter(face=face).order_by("-sequence").first() for face in Face.values]
    return [last for last in lasts if last]


def line(head: Any) -> dict[str, Any]:
    """What the trail and the file outside the database keep of a head."""
    return {"face": head.face, "sequence": head.sequence, "count": head.count, "hash": head.hash}


def not_told_today(kind: str, people: QuerySet[Person]) -> QuerySet[Person]:
    """Those of `people` who have no message of this kind of today."""
    told = Notice.objects.filter(kind=kind, made_at__date=timezone.localdate()).values("person")
    return people.exclude(pk__in=told)
