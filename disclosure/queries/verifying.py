"""What a reader brings back, a file, a hash or a text, held against what stands open and what the chain tells of."""

import json
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from core import calculations as core_calculations
from disclosure.calculations import bodies
from disclosure.models import OpenFile, OpenLink, OpenPublication
from disclosure.queries import chain
from disclosure.states import FileKind, PublicationKind

WHOLE = 64
"""Characters of a whole SHA-256."""
CANDIDATES = 5


@dataclass(frozen=True)
class Match:
    """What was found: `kind` is file, print, content, link or text; `link` the link of the chain it belongs to."""

    kind: str
    link: Any
    comparison: bodies.Comparison | None = None
    title: str = ""

    @property
    def is_open(self) -> bool:
        return self.link.state == "published"


def by_sha256(sha256: str) -> Match | None:
    """What has this SHA-256: an open file, the content of a link, a link, or a file or printed sheet of what ended."""
    file = OpenFile.objects.filter(sha256=sha256).defer("data").order_by("-publication_id").first()
    if file:
        kind = "print" if file.kind == FileKind.PRINT else "file"
        return _match(kind, chain.links().filter(pk=file.publication_id), title=file.name)
    for kind in ("content_hash", "hash"):
        found = _match("content" if kind == "content_hash" else "link", chain.links().filter(**{kind: sha256}))
        if found:
            return found
    return _sheet(sha256) or _old_file(sha256)


def _sheet(sha256: str) -> Match | None:
    """A printed sheet is told of by the chain even when what it was printed from has been taken off."""
    for told in OpenLink.objects.filter(kind=PublicationKind.PRINTS).order_by("-sequence"):
        for sheet in (told.content or {})["sheets"]:
            if sheet["sha256"] == sha256:
                return _match("print", chain.links().filter(sequence=sheet["of"]))
    return None


def _old_file(sha256: str) -> Match | None:
    """Hashes of attachments stay on the link of what was taken off; the last one that had it is told."""
    hashes = chain.links().annotate(told=Cast("file_hashes", TextField()))
    return _match("file", hashes.filter(told__contains=sha256))


def _match(kind: str, found: Any, *, title: str = "") -> Match | None:
    link = found.first()
    return Match(kind, link, title=title or link.title) if link else None


def by_prefix(start: str) -> Match | None:
    """The link whose hash, or whose content's hash, begins so."""
    for kind in ("hash", "content_hash"):
        found = _match("link" if kind == "hash" else "content", chain.links().filter(**{f"{kind}__startswith": start}))
        if found:
            return found
    return None


def by_text(text: str, *, number: str = "") -> Match | None:
    """The open publication that `text` was copied from: the one named by number or code, else the one that has most of it.

    JSON is held against the hashes of contents, for that is what they are made of.
    """
    content = _json(text)
    if content is not None:
        return by_sha256(core_calculations.sha256(content))
    matches = [_compared(publication, text) for publication in _candidates(text, number)]
    return max(matches, key=lambda match: match.comparison.found if match.comparison else 0, default=None)


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text.lstrip().startswith("{") else None
    except ValueError:
        return None


def _candidates(text: str, number: str) -> list[OpenPublication]:
    found = OpenPublication.objects.order_by("-sequence")
    if number.isdecimal() and len(number) < 10:
        return list(found.filter(sequence=int(number)))
    if number:
        return list(found.filter(code=number)[:CANDIDATES])
    words = [Q(search_text__contains=run) for run in bodies.longest_words(text)]
    return list(found.filter(reduce(or_, words))[:CANDIDATES]) if words else []


def _compared(publication: OpenPublication, text: str) -> Match:
    comparison = bodies.compare(publication.content, text)
    link = OpenLink(sequence=publication.sequence, state="published", published_at=publication.published_at)
    return Match("text", link, comparison, title=publication.title)
