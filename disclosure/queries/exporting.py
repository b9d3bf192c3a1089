"""What an exported site must know of the publications: which page says which content, and words to be found by."""

from typing import Any

from disclosure.models import OpenFile, OpenLink, OpenPublication, page_of
from disclosure.queries import chain
from disclosure.states import PublicationKind, PublicationState, Topic


def stamps() -> dict[str, str]:
    """Address of each page that shows a publication → hash of its content."""
    found = OpenPublication.objects.only("kind", "code", "sequence", "content_hash").order_by("sequence")
    return {_page(publication): publication.content_hash for publication in found}


def ended_pages() -> set[str]:
    """Addresses of pages that show nothing any more but that, when and why they ended."""
    ended = OpenLink.objects.filter(kind__in=PublicationKind.of_content()).exclude(state=PublicationState.PUBLISHED)
    found = {
        page_of(link.kind, code=link.code, sequence=link.sequence) for link in ended.only("kind", "code", "sequence")
    }
    return found - stamps().keys()


def _page(publication: OpenPublication) -> str:
    """Its address in the export, wherever this process has its public face."""
    return page_of(publication.kind, code=publication.code, sequence=publication.sequence)


def searched() -> list[dict[str, Any]]:
    """All open publications as the static search finds them, by topic, the newest first."""
    found = OpenPublication.objects.defer("content").order_by("-sequence")
    kinds, topics = dict(PublicationKind.choices), dict(Topic.choices)
    rows = [
        {
            "url": _page(publication),
            "title": publication.title,
            "code": publication.code,
            "kind": str(kinds[publication.kind]),
            "kind_code": publication.kind,
            "topic": str(topics[publication.topic]),
            "topic_code": publication.topic,
            "category": publication.category,
            "department": publication.department_name,
            "department_code": publication.department_code,
            "published_at": publication.published_at,
            "words": publication.search_text,
        }
        for publication in found
    ]
    places = list(Topic.values)
    return sorted(rows, key=lambda row: places.index(row["topic_code"]))


def known_hashes() -> dict[str, list[Any]]:
    """SHA-256 of every file, sheet and content, also of what ended → number and title, for a reader's own browser."""
    found: dict[str, list[Any]] = {}
    links: Any = chain.links()
    for link in links:
        if link.kind == PublicationKind.PRINTS:
            found |= {sheet["sha256"]: [sheet["of"], "", "print"] for sheet in link.content["sheets"]}
        found |= {sha256: [link.sequence, "", "file"] for sha256 in link.file_hashes}
        found[link.content_hash] = [link.sequence, link.title, "content"]
        found[link.hash] = [link.sequence, link.title, "link"]
    return found


def files() -> dict[str, list[Any]]:
    """SHA-256 of every file of what stands open → the number of its publication and its name."""
    rows = OpenFile.objects.order_by("pk").values_list("sha256", "publication_id", "name")
    numbers = dict(OpenPublication.objects.values_list("pk", "sequence"))
    return {sha256: [numbers.get(publication, 0), name] for sha256, publication, name in rows}


def states_of_links() -> dict[int, str]:
    """Sequence → state of every link."""
    return {link.sequence: link.state for link in chain.links()}
