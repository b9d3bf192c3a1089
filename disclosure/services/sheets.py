"""Printed sheets: drawn by the worker after publishing, kept with the publication, their hashes told in a link of the chain."""

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction

from core import services as core_services
from core.models import Duty
from core.services.prints import CONTENT_TYPES
from disclosure import calculations
from disclosure.documents import sheets as documents
from disclosure.models import Publication, PublicationFile
from disclosure.queries import sheets as sheet_queries
from disclosure.services import chain
from disclosure.states import Face, FileKind, PublicationKind
from organization import queries as organization_queries
from organization.models import Person

logger = logging.getLogger(__name__)

DUTY = "disclosure.print"
PATIENCE = timedelta(minutes=10)
BATCH = 50
"""Sheets whose hashes one link tells."""
CODE = "ZZ-{}"


def print_duty(duty: Duty, phase: Callable[..., None]) -> None:
    """The duty after publishing, and each day's net for what it missed."""
    print_waiting(phase=phase)


def print_waiting(*, by: Person | None = None, phase: Callable[..., None] = lambda *_told: None) -> int:
    """Draw every open publication that has no sheet, in batches; returns how many. Run twice it draws nothing again.

    What cannot be drawn does not keep the others from being printed; it is raised at the end.
    """
    by, done = by or organization_queries.system_actor(), 0
    failed: dict[int, Exception] = {}
    while batch := list(sheet_queries.waiting_for_print().exclude(pk__in=failed)[:BATCH]):
        hospital, drawn = organization_queries.hospital(), {}
        for publication in batch:
            try:
                drawn[publication.pk] = documents.draw(sheet_queries.printed_sheet(publication, hospital=hospital))
            except Exception as error:
                logger.exception("sheet of publication %s failed", publication.sequence)
                failed[publication.pk] = error
            phase(str(publication), len(drawn), len(batch))
        done += keep(drawn, by=by)
    if failed:
        raise next(iter(failed.values()))
    return done


@transaction.atomic
def keep(drawn: dict[int, bytes], *, by: Person) -> int:
    """Keep drawn sheets of what still stands open and has none, and chain their hashes; returns how many were kept."""
    core_services.take_turn()
    waiting = list(sheet_queries.waiting_for_print().filter(pk__in=drawn))
    if not waiting:
        return 0
    hashes = {publication.pk: hashlib.sha256(drawn[publication.pk]).hexdigest() for publication in waiting}
    link = _link([(publication.sequence, hashes[publication.pk]) for publication in waiting])
    PublicationFile.objects.bulk_create(
        [_file(publication, drawn[publication.pk], hashes[publication.pk], link) for publication in waiting]
    )
    core_services.record(
        by=by,
        verb="disclosure.chain_prints",
        subject=link,
        code=link.code,
        details={"face": link.face, "published": [link.code], "sheets": len(waiting)},
    )
    return len(waiting)


def _link(sheets: list[tuple[int, str]]) -> Publication:
    number = sheet_queries.next_sequence(Face.OPEN)
    return chain.append(
        calculations.prints_content(sheets),
        kind=PublicationKind.PRINTS,
        code=CODE.format(number),
        lineage_key=f"prints-{number}",
        title=str(PublicationKind.PRINTS.label),
        department_code="",
        department_name="",
    )


def _file(publication: Publication, data: bytes, sha256: str, link: Publication) -> PublicationFile:
    return PublicationFile(
        publication=publication,
        kind=FileKind.PRINT,
        name=f"{publication.title}（第{publication.sequence}号）.pdf",
        content_type=CONTENT_TYPES["pdf"],
        size=len(data),
        sha256=sha256,
        data=data,
        chained_in=link,
    )
