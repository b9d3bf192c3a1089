"""The chain of publications for everybody: all its links, one of them, and both as JSON to be recomputed."""

import re
from datetime import UTC
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import calculations as core_calculations
from disclosure.queries import chain as queries
from disclosure.states import PublicationKind, PublicationState
from disclosure.views import paging, shell
from organization import queries as organization_queries

FORMAT = "lianfang-chain/1"
NUMBER = re.compile("[1-9][0-9]{0,5}")
SHORTEST = 8
"""Characters of a printed hash that say something."""


@require_safe
@login_not_required
def chain(request: HttpRequest) -> HttpResponse:
    """Every link, newest first, the head, and how to check them."""
    number = request.GET.get("page", "1")
    page = queries.page(int(number)) if NUMBER.fullmatch(number) else None
    if page is None:
        return _missing()
    version = f"chain-{page.head.hash if page.head else ''}"

    def context() -> dict[str, Any]:
        return {"page": page, "rows": queries.rows_of(page), **paging.neighbours(page.number, page.last)}

    return shell.answer(request, "disclosure/chain.html", version=version, context=context)


@require_safe
@login_not_required
def link(request: HttpRequest, sequence: int) -> HttpResponse:
    """One link; with `?h=`, from the code on a printed sheet, whether that hash is this link's."""
    shown = queries.link(sequence) if sequence < 2**31 else None
    if shown is None:
        return _missing()
    printed = "".join(request.GET.get("h", "")[:100].split()).lower()

    def context() -> dict[str, Any]:
        is_open = shown.link.state == PublicationState.PUBLISHED and shown.link.kind in PublicationKind.of_content()
        return {
            "shown": shown,
            "link": shown.link,
            "is_content": shown.link.kind in PublicationKind.of_content(),
            "is_open": is_open,
            "files": queries.files_of(shown.link.pk) if is_open else [],
            "printed": printed,
            "shortest": SHORTEST,
            "is_same": len(printed) >= SHORTEST and shown.link.hash.startswith(printed),
        }

    return shell.answer(request, "disclosure/link.html", version=f"link-{shown.version}-{printed}", context=context)


@require_safe
@login_not_required
def content(request: HttpRequest, sequence: int) -> HttpResponse:
    """The content of a link in the very bytes that were hashed: the file's SHA-256 is the content's hash."""
    found = queries.hashes_of(sequence) if sequence < 2**31 else None
    if found is None or (found.content is None and found.state != PublicationState.PUBLISHED):
        return _missing()

    def make() -> HttpResponse:
        text = core_calculations.canonical_json(queries.content_of(sequence))
        return HttpResponse(text, content_type="application/json; charset=utf-8")

    return shell.conditional(request, version=found.content_hash, make=make)


@require_safe
@login_not_required
def as_json(request: HttpRequest) -> HttpResponse:
    """All links, oldest first, for programs; of what has ended its hashes and times only."""
    last = queries.head()

    def make() -> HttpResponse:
        text = core_calculations.canonical_json(_chain(last)).replace('{"code":', '\n{"code":')
        return HttpResponse(text, content_type="application/json; charset=utf-8")

    return shell.conditional(
        request, version=core_calculations.sha256([shell.release(), last.hash if last else ""]), make=make
    )


def _chain(last: Any) -> dict[str, Any]:
    head = {"sequence": last.sequence, "hash": last.hash} if last else None
    links = [_link(each) for each in queries.links().order_by("sequence")]
    return {"format": FORMAT, "hospital": organization_queries.hospital().name, "head": head, "links": links}


def _link(each: Any) -> dict[str, Any]:
    """What a program needs of one link; times as they were hashed."""
    names = ("sequence", "kind", "code", "state", "content_hash", "previous_hash", "hash")
    found = {name: getattr(each, name) for name in names}
    found |= {"thing": each.lineage_key, "published_at": _hashed_time(each.published_at)}
    found |= {"ended_at": _hashed_time(each.ended_at) if each.ended_at else None}
    found |= {"files": each.file_hashes} if each.file_hashes else {}
    return {**found, "content": each.content} if each.content is not None else found


def _hashed_time(moment: Any) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _missing() -> HttpResponse:
    hospital = organization_queries.hospital()
    text = _("公开链上没有这一号，或者其内容已不在公开中。")
    return shell.page("disclosure/no_link.html", {"hospital": hospital, "text": text}, status=404)
