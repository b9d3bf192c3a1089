"""What every public page answers with: 304 before rendering, cache headers, no cookie."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.text import Truncator

from core.calculations import sha256
from organization import queries as organization_queries

MAX_AGE = 60
BRIEF = 110
YEAR = re.compile("(19|20)[0-9]{2}")
SOURCES = (
    *("templates/public/**/*.html", "templates/disclosure/**/*.html", "templates/components/**/*.html"),
    *("disclosure/**/*.py", "core/templatetags/*.py"),
)
"""What makes a page of the public face; styles, scripts and pictures stand in the manifest of collected files."""
Context = Callable[[], dict[str, Any]]


def answer(request: HttpRequest, template: str, *, version: str, context: Context) -> HttpResponse:
    """304 where the reader has this version of the content, the hospital's names and our templates; else the page."""
    hospital = organization_queries.hospital()
    shown = [version, hospital.name, hospital.address, hospital.phone, hospital.discipline_name, release()]
    return conditional(
        request,
        version=sha256(shown),
        make=lambda: page(template, {"hospital": hospital, "canonical": absolute(request.path), **context()}),
    )


def conditional(request: HttpRequest, *, version: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """304 where the reader has `version`, else what `make` answers; either may be kept by caches for `MAX_AGE` seconds."""
    etag = f'"{version[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = make()
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def page(template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Rendered without the request: the shell would ask who is logged in, and a cache would keep a page a cookie."""
    return HttpResponse(render_to_string(template, context), status=status)


def missing(code: str) -> HttpResponse:
    """404 of what is not public, or never was, with the way on."""
    return page("disclosure/missing.html", {"code": code, "hospital": organization_queries.hospital()}, status=404)


def absolute(address: str) -> str:
    """An address of ours as others reach it."""
    return f"{settings.OPEN_URL.rstrip('/')}{address}"


@cache
def release() -> str:
    """Changes with a deployment that makes another page of the same content: templates, code, collected static files."""
    base, collected = Path(settings.BASE_DIR), Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = [*sorted(path for pattern in SOURCES for path in base.glob(pattern)), collected]
    return sha256([path.read_text() if path.is_file() else "" for path in files])


def asked(request: HttpRequest, name: str, *, length: int = 20) -> str:
    """A word of the address, fit to be asked for."""
    return fit(request.GET.get(name, ""), length=length)


def fit(text: str, *, length: int = 20) -> str:
    """What a stranger wrote, cut to what makes sense and without the one character that databases refuse."""
    return text.replace("\x00", "").strip()[:length]


def year(request: HttpRequest) -> str:
    """The year of the address; nothing where none can be meant."""
    text = request.GET.get("year", "")
    return text if YEAR.fullmatch(text) else ""


def brief(text: str) -> str:
    """The beginning of a text, for who only sees a line of it."""
    return Truncator(" ".join(text.split())).chars(BRIEF)
