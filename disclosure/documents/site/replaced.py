"""Pages of an exported site that stand in for those that need a server: the search, asking, rating, 核验."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import set_urlconf
from django.utils.html import strip_tags

from core.templatetags.desk import long_day
from disclosure.documents.site import inside, names
from disclosure.queries import exporting as queries
from organization import queries as organization_queries

ANSWERING = ("ask", "receipt", "rate")
"""Addresses on which a reader would write something."""
SHOWN = tuple("title code kind kind_code topic topic_code category department department_code words".split())


def pages() -> dict[str, bytes]:
    """Address → page, or script, of everything that is made for the export alone."""
    verify = inside.address_of("verify")
    rows = queries.searched()
    found = {
        names.SEARCH: _page("disclosure/offline_search.html", {"rows": rows}),
        f"{names.SEARCH}index.js": _script("SEARCHED", [_row(row) for row in rows]),
        verify: _page("disclosure/offline_verify.html", {}),
        f"{verify}index.js": _script(
            "KNOWN", {"hashes": queries.known_hashes(), "states": queries.states_of_links(), "files": queries.files()}
        ),
    }
    return found | {inside.address_of(name): _page("disclosure/offline_ask.html", {}) for name in ANSWERING}


def stands_in(address: str) -> bool:
    """Is something else put in the place of this page?"""
    return inside.page_name(address) in names.STOOD_IN


def _row(row: dict[str, Any]) -> dict[str, str]:
    link = names.relative(row["url"], page=names.name_of(names.SEARCH) or "")
    return {**{name: row[name] for name in SHOWN}, "url": link, "day": _day(row["published_at"])}


def _day(moment: datetime) -> str:
    """As the page without scripts has it."""
    return strip_tags(long_day(moment))


def _page(template: str, context: dict[str, Any]) -> bytes:
    return _outside(
        lambda: render_to_string(template, {"hospital": organization_queries.hospital(), **context})
    ).encode()


def _script(name: str, content: Any) -> bytes:
    """Data as a script, for a page opened from a disk may read no other file."""
    return f"window.{name} = {json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def _outside(render: Callable[[], str]) -> str:
    """Rendered with the addresses of the export: no login, no desk."""
    set_urlconf(inside.URLCONF)
    try:
        return render()
    finally:
        set_urlconf(None)
