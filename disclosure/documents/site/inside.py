"""Pages asked of our own views without a network, through all middleware, as a reader of the public face gets them."""

import io
import logging
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http.request import validate_host
from django.urls import Resolver404, get_resolver, resolve, reverse, set_urlconf

URLCONF = "disclosure.urls.exported"
REQUESTS = logging.getLogger("django.request")


def _is_unexpected(record: logging.LogRecord) -> bool:
    """What has ended answers 410: nobody needs to be warned of it."""
    return getattr(record, "status_code", 0) != HTTPStatus.GONE


@dataclass(frozen=True)
class Answer:
    """What a view answered."""

    status: int
    data: bytes
    version: str
    content_type: str
    location: str = ""

    @property
    def is_html(self) -> bool:
        return self.content_type.startswith("text/html")


class Inside:
    """A reader within this process."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        site = urlsplit(settings.OPEN_URL)
        is_ours = validate_host(site.hostname or "", settings.ALLOWED_HOSTS)
        self.host = site.netloc if is_ours else next(iter(settings.ALLOWED_HOSTS), "localhost")
        self.scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"

    def get(self, address: str, *, version: str = "") -> Answer:
        """The answer to a GET; with the `version` a reader has already, 304 where it still is that."""
        parts = urlsplit(address)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
            "QUERY_STRING": parts.query,
            "SCRIPT_NAME": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "443" if self.scheme == "https" else "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": self.host,
            "wsgi.url_scheme": self.scheme,
            "wsgi.input": io.BytesIO(),
        }
        if version:
            environ["HTTP_IF_NONE_MATCH"] = version
        request = WSGIRequest(environ)
        request.urlconf = URLCONF  # type: ignore[attr-defined]  # Django's own name for it
        REQUESTS.addFilter(_is_unexpected)
        try:
            response: Any = self.handler.get_response(request)
        finally:
            REQUESTS.removeFilter(_is_unexpected)
            set_urlconf(None)  # the handler leaves the request's addresses to the thread
        data = b"".join(response.streaming_content) if response.streaming else response.content
        headers = response.headers
        return Answer(
            response.status_code,
            data,
            headers.get("ETag", ""),
            headers.get("Content-Type", ""),
            headers.get("Location", ""),
        )


def plain_addresses() -> list[str]:
    """Addresses of the public face that need nothing named, so that new pages come along by themselves."""
    public: Any = get_resolver(URLCONF).url_patterns[0]
    named = [pattern.name for pattern in public.url_patterns if not pattern.pattern.converters]
    return [address_of(name) for name in named]


def address_of(name: str) -> str:
    """The address of a page that needs nothing named."""
    return reverse(f"disclosure:{name}", urlconf=URLCONF)


def page_name(address: str) -> str:
    """What the address is called, or nothing."""
    try:
        return resolve(urlsplit(address).path, urlconf=URLCONF).url_name or ""
    except Resolver404:
        return ""


def static_file(address: str) -> Path | None:
    """The file behind a static address: as collected under its hashed name, else as it lies in the sources."""
    name = urlsplit(address).path[len(settings.STATIC_URL) :]
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found) if found else None
