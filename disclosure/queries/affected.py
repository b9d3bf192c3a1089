"""Which addresses of the public face show a publication: what a cache keeps of them is old once it is made or ends."""

from disclosure.models import Publication, open_path, page_of
from disclosure.states import PublicationKind

SHARED = ("home", "powers", "search", "answers", "catalogue", "feed", "data", "sitemap", "chain", "chain_json")
"""Pages without an argument that tell of every publication."""
DATA_FILES = tuple((name, kind) for name in ("powers", "items", "answers", "catalogue") for kind in ("json", "csv"))


def affected(publication: Publication) -> list[str]:
    """What shows this publication in particular: its page, its topic, its link and the one before, its files.

    Of a link that tells of printed sheets also the pages they were printed of.
    """
    number = publication.sequence
    found = [
        _page(publication),
        *(open_path("file", file.sha256, file.extension) for file in publication.files.defer("data").order_by("id")),
        *(open_path("link", link) for link in (number, number - 1) if link),
        open_path("content", number),
        open_path("topic", publication.topic),
        open_path("topic_feed", publication.topic),
        *_printed(publication),
    ]
    return list(dict.fromkeys(found))


def shared() -> list[str]:
    """What shows every publication: home, lists, search without words, feed, sitemap, data files, the chain."""
    return [*map(open_path, SHARED), *(open_path("data_file", *file) for file in DATA_FILES)]


def _printed(publication: Publication) -> list[str]:
    if publication.kind != PublicationKind.PRINTS:
        return []
    numbers = [sheet["of"] for sheet in publication.content["sheets"]]
    rows = Publication.objects.filter(face=publication.face, sequence__in=numbers).order_by("sequence")
    return [_page(row) for row in rows.only("kind", "code", "sequence")]


def _page(publication: Publication) -> str:
    return page_of(publication.kind, code=publication.code, sequence=publication.sequence)
