"""Our addresses as names of files, and the links of a page made relative, so that it reads from any folder."""

import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from django.conf import settings

from disclosure.documents.site import inside

TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LINK = re.compile(r'(\s(?:href|src|action))="([^"]*)"')
FORM = re.compile(r"<form\b[^<>]*>")
LOC = re.compile(r"<loc>([^<]*)</loc>")
CSS_URL = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
UNSAFE = re.compile(r"[^\w.-]")
NOT_KEPT = frozenset({"q", "h"})
"""Of a query: what the static search reads itself, and the hash on a printed sheet."""
SEARCH = "/open/search/"
STOOD_IN = frozenset({"search", "verify", "ask", "receipt", "rate", "rate_slip"})
"""Names of addresses that need a server: another page stands in, whatever is asked of them."""
POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; "
    "font-src 'self' file:; form-action 'self' file:; base-uri 'none'"
)
CHARSET = '<meta charset="utf-8">'


def own(link: str, base: str) -> str | None:
    """Our address that `link` on the page `base` leads to, with its query, without its fragment; None leads outside."""
    target = urljoin(base, link.strip())
    site = settings.OPEN_URL.rstrip("/")
    if target == site or target.startswith(f"{site}/"):
        target = target[len(site) :]
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path.startswith(("/open/", settings.STATIC_URL)):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def name_of(address: str) -> str | None:
    """The file of an address: `/open/powers/?page=2` is `open/powers/page-2.html`. None for what is no name of a file."""
    parts = urlsplit(address)
    path = unquote(parts.path)
    if any(part in ("..", ".") for part in path.split("/")) or "\\" in path or "\x00" in path or "//" in path:
        return None
    if not path.endswith("/"):
        return path[1:]
    kept = sorted(pair for pair in parse_qsl(parts.query) if pair[0] not in NOT_KEPT and pair != ("page", "1"))
    told = "-".join(UNSAFE.sub(lambda mark: f"_{ord(mark[0]):x}", f"{name}-{value}") for name, value in kept)
    return f"{path[1:]}{told[:100]}.html" if told else f"{path[1:]}index.html"


def relative(address: str, *, page: str) -> str:
    """The link to an address as it stands in the file `page`; one that asks for words leads to the static search."""
    parts = urlsplit(address)
    if parts.path == SEARCH or dict(parse_qsl(parts.query)).get("q"):
        return _quoted(name_of(SEARCH) or "", page) + (f"?{parts.query}" if parts.query else "")
    name = name_of(parts.path if inside.page_name(parts.path) in STOOD_IN else address)
    return _quoted(name, page) if name else address


def _quoted(name: str, page: str) -> str:
    return quote(posixpath.relpath(name, posixpath.dirname(page) or "."))


def rewrite(html: str, *, address: str, page: str, found: Callable[[str], None]) -> str:
    """The page with relative links, its policy as a meta tag, and forms that lead to the static search; tells each of our
    addresses that it leads to."""

    def link(match: re.Match[str]) -> str:
        value = unescape(match[2])
        target = own(value, address)
        if target is None or value.startswith("#"):
            return match[0]
        found(target)
        fragment = urlsplit(value).fragment
        made = relative(target, page=page) + (f"#{fragment}" if fragment else "")
        return f'{match[1]}="{escape(made)}"'

    html = FORM.sub(_form, html)
    html = TAG.sub(lambda tag: LINK.sub(link, tag[0]), html)
    return html.replace(CHARSET, f'{CHARSET}\n    <meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1)


def _form(match: re.Match[str]) -> str:
    """Nothing answers a form here but the static search."""
    without = re.sub(r'\s(?:action|method|enctype)="[^"]*"', "", match[0])
    return f'{without[:-1]} method="get" action="{SEARCH}">'


def links_of(html: str, *, page: str, addresses: dict[str, str]) -> list[str]:
    """Our addresses that a page written before leads to; `addresses` are those of the files of that export."""
    found = []
    for tag in TAG.findall(html):
        for _attribute, value in LINK.findall(tag):
            path = unquote(urlsplit(unescape(value)).path)
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if name in addresses:
                found.append(addresses[name])
    return found
