"""What machines read of the public face: rows of open data, of the feeds and of the map of the site."""

from typing import Any

from django.db.models.fields.json import KT

from disclosure.models import OpenPublication
from disclosure.states import PublicationKind

KINDS = {"powers": PublicationKind.POWER, "items": PublicationKind.ITEM, "answers": PublicationKind.ANSWER}
"""Data sets that are publications of one kind."""
FEED_LENGTH = 50


def rows(name: str) -> list[OpenPublication]:
    """Rows of a data set of publications, by code."""
    found = OpenPublication.objects.filter(kind=KINDS[name])
    return list(found.defer("search_text").order_by("code", "sequence"))


def feed(topic: str = "") -> list[Any]:
    """What was published last, of one topic or of all, with the text of which an entry shows the beginning."""
    found = OpenPublication.objects.filter(topic=topic) if topic else OpenPublication.objects.all()
    texts = {f"of_{name}": KT(f"content__{name}") for name in ("content", "body", "answer")}
    return list(found.annotate(**texts).defer("content", "search_text").order_by("-sequence")[:FEED_LENGTH])


def addresses() -> list[OpenPublication]:
    """Everything that has a page of its own, for the map of the site."""
    return list(OpenPublication.objects.only("kind", "code", "sequence", "published_at").order_by("kind", "code"))
