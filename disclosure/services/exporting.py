"""The public face written as a static site; each export is told to the trail with the hash of its manifest."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from core import services as core_services
from disclosure.documents.site import crawl, folder
from disclosure.queries import chain as chain_queries
from disclosure.queries import exporting as queries
from organization import queries as organization_queries
from organization.models import Person

ATTEMPTS = 3


@dataclass(frozen=True)
class Export:
    """What an export did."""

    pages: int
    rendered: int
    files: int
    seconds: float
    sha256: str
    head: str
    broken: tuple[str, ...]
    strangers: tuple[str, ...]


def export_site(place: Path, *, by: Person, tell: Callable[[int, int], None] = lambda *_told: None) -> Export:
    """Write the whole public face into `place`; pages that did not change since the last export are left as they lie.

    What is published meanwhile is taken in by another walk. Raises `FileExistsError` for a folder that holds something
    else, ValueError where its manifest can't be read.
    """
    began = time.monotonic()
    site = folder.Folder.open(place, maker=crawl.maker())
    for _attempt in range(ATTEMPTS):
        head = chain_queries.head()
        site.files.clear()
        walk = crawl.Crawl(site, queries.stamps(), queries.ended_pages(), tell)
        walk.walk()
        now = chain_queries.head()
        if (head and head.hash) == (now and now.hash):
            break
    told = {"sequence": head.sequence, "hash": head.hash} if head else None
    sha256 = site.finish(head=told, hospital=organization_queries.hospital().name)
    seconds = time.monotonic() - began
    _record(by=by, sha256=sha256, files=len(site.files), head=told)
    return Export(
        walk.pages,
        walk.rendered,
        len(site.files),
        seconds,
        sha256,
        head.hash if head else "",
        tuple(walk.broken),
        tuple(site.strangers()),
    )


@transaction.atomic
def _record(*, by: Person, sha256: str, files: int, head: dict | None) -> None:
    core_services.record(
        by=by,
        verb="disclosure.export_site",
        subject_type="disclosure.site",
        code=sha256[:16],
        details={"manifest": sha256, "files": files, "head": head},
    )
