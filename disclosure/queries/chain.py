"""The public chain as its pages read it: its head, its links, what became of each, and the files of what stands open."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from disclosure.models import OpenFile, OpenLink, OpenPublication
from disclosure.models.publications import page_of
from disclosure.states import FileKind, PublicationKind, PublicationState

PER_PAGE = 50


@dataclass(frozen=True)
class ShownLink:
    """One link with its neighbours and the later link that tells of its end."""

    link: Any
    previous: Any = None
    following: Any = None
    newer: Any = None
    """The open version of what was replaced."""
    tombstone: Any = None

    @property
    def page_url(self) -> str:
        """Where what it published is read."""
        return page_of(self.link.kind, code=self.link.code, sequence=self.link.sequence)

    @property
    def version(self) -> str:
        """What the page shows of the chain: links never change, but one may be followed and ended."""
        others = (self.previous, self.following, self.newer, self.tombstone)
        return "-".join([self.link.hash, self.link.state, *(other.hash if other else "" for other in others)])


@dataclass(frozen=True)
class Page:
    """Links of one page of the chain, newest first."""

    head: Any
    number: int = 1
    last: int = 1


def head() -> OpenLink | None:
    """The last link of the public chain; its hash changes with everything that is published, replaced or taken off."""
    return OpenLink.objects.order_by("-sequence").first()


def links() -> QuerySet[OpenLink]:
    """All links with the titles of those that stand open, newest first."""
    title = OpenPublication.objects.filter(sequence=OuterRef("sequence")).values("title")[:1]
    return OpenLink.objects.annotate(title=Coalesce(Subquery(title), Value(""))).order_by("-sequence")


def page(number: int) -> Page | None:
    """One page of the chain, or None behind its end; the head is read apart, for it is the version of every page."""
    last = head()
    pages = -(-last.sequence // PER_PAGE) if last else 1
    return Page(last, number=number, last=pages) if number <= pages else None


def rows_of(page: Page) -> list[OpenLink]:
    """The links of a page: sequences have no gaps, so that no row before them is counted."""
    if page.head is None:
        return []
    top = page.head.sequence - (page.number - 1) * PER_PAGE
    return list(links().filter(sequence__lte=top, sequence__gt=top - PER_PAGE))


def link(sequence: int) -> ShownLink | None:
    """One link with its surroundings, in one query."""
    this = OpenLink.objects.filter(sequence=sequence)
    same = Q(kind__in=PublicationKind.of_content(), lineage_key__in=this.values("lineage_key"))
    tombstones = [f"tombstone-{sequence}"]
    wanted = Q(sequence__in=[sequence - 1, sequence, sequence + 1]) | Q(lineage_key__in=tombstones)
    found = list(links().filter(wanted | Q(same, state=PublicationState.PUBLISHED)))
    by_sequence = {each.sequence: each for each in found}
    if sequence not in by_sequence:
        return None
    own = by_sequence[sequence]
    return ShownLink(
        own,
        previous=by_sequence.get(sequence - 1),
        following=by_sequence.get(sequence + 1),
        newer=_newer(own, found),
        tombstone=next((each for each in found if each.lineage_key in tombstones), None),
    )


def _newer(own: OpenLink, found: list[Any]) -> Any:
    """The version that stands open now of a thing whose older one is looked at."""
    is_open = [each for each in found if each.state == PublicationState.PUBLISHED and each.kind == own.kind]
    later = [each for each in is_open if each.lineage_key == own.lineage_key and each.sequence > own.sequence]
    return later[0] if later else None


def content_of(sequence: int) -> dict[str, Any] | None:
    """The content of a link as it was hashed: of what stands open, of tombstones and of printed sheets."""
    found = OpenPublication.objects.filter(sequence=sequence).values_list("content", flat=True)
    told = OpenLink.objects.filter(sequence=sequence, content__isnull=False).values_list("content", flat=True)
    return next(iter(found), None) or next(iter(told), None)


def hashes_of(sequence: int) -> OpenLink | None:
    """Sequence, state and hashes of a link."""
    return OpenLink.objects.filter(sequence=sequence).first()


def files_of(publication_id: int) -> list[OpenFile]:
    """Files of an open publication, the printed sheet last, without their bytes."""
    found = OpenFile.objects.filter(publication_id=publication_id).defer("data")
    return sorted(found, key=lambda file: (file.kind == FileKind.PRINT, file.pk))


def file(sha256: str, extension: str) -> OpenFile | None:
    """A file of what stands open, by its hash and ending, without its bytes."""
    found = OpenFile.objects.filter(sha256=sha256).defer("data").order_by("pk")
    address = reverse("disclosure:file", args=[sha256, extension])
    return next((each for each in found if each.get_absolute_url() == address), None)
