"""Which publications have no printed sheet yet, and what is printed on one."""

from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from core import calculations as core_calculations
from disclosure.calculations import sheets
from disclosure.models import Publication, PublicationFile, open_path, reached
from disclosure.states import Face, FileKind, PublicationKind, PublicationState
from organization.models import Hospital
from powers.states import PowerCategory


def waiting_for_print() -> QuerySet[Publication]:
    """What stands open to society without a printed sheet, oldest first."""
    printed = PublicationFile.objects.filter(publication=OuterRef("pk"), kind=FileKind.PRINT)
    open_now = Publication.objects.filter(
        face=Face.OPEN, state=PublicationState.PUBLISHED, kind__in=PublicationKind.of_content()
    )
    return open_now.filter(~Exists(printed)).order_by("sequence")


def next_sequence(face: str) -> int:
    """The number of the link that is appended next; the caller has taken the trail's turn."""
    last = Publication.objects.filter(face=face).order_by("-sequence").values_list("sequence", flat=True).first()
    return (last or 0) + 1


def printed_sheet(publication: Publication, *, hospital: Hospital) -> sheets.PrintedSheet:
    """The sheet of a publication; its code leads to the link, which says whether the printed hash is its own."""
    category = PowerCategory(publication.category).label if publication.category else ""
    link = reached(open_path("link", publication.sequence))
    start = publication.hash[: core_calculations.HASH_COPIED]
    return sheets.PrintedSheet(
        hospital=hospital.name,
        kind=str(publication.get_kind_display()),
        title=publication.title,
        **sheets.parts_of(publication.kind, publication.content, category=str(category)),
        sequence=publication.sequence,
        published_at=publication.published_at,
        hash=publication.hash,
        url=f"{urljoin(settings.OPEN_URL, link)}?h={start}",
    )
