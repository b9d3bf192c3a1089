"""Walking the public face from its plain addresses and its sitemap along every link, and making each page a file."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from django.conf import settings

from disclosure.documents.script import verify_script
from disclosure.documents.site import names, replaced
from disclosure.documents.site.folder import Folder
from disclosure.documents.site.inside import Answer, Inside, plain_addresses, static_file

Tell = Callable[[int, int], None]
EVERY = 50
HEAD = "</title>"


@dataclass
class Crawl:
    """One walk: `stamps` are the hashes of pages, `ended` the pages of what stands no more and has its tombstone, `broken`
    addresses that were linked to and answered with no page."""

    folder: Folder
    stamps: dict[str, str]
    ended: set[str]
    tell: Tell
    inside: Inside = field(default_factory=Inside)
    waiting: deque[str] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    pages: int = 0
    rendered: int = 0

    def walk(self) -> None:
        """Make everything that can be reached."""
        instead = replaced.pages()
        self.seen |= {names.name_of(address) or "" for address in instead}
        for address, data in instead.items():
            self._make(address, data, is_html=address.endswith("/"))
        self._ask([*plain_addresses(), *sorted(self.ended)])
        while self.waiting:
            self._visit(self.waiting.popleft())
        self._write_own()

    def _ask(self, addresses: Iterable[str]) -> None:
        for address in addresses:
            name = names.name_of(address)
            if name and name not in self.seen:
                self.seen.add(name)
                self.waiting.append(address)

    def _visit(self, address: str) -> None:
        name = names.name_of(address) or ""
        if address.startswith(settings.STATIC_URL):
            self._copy(address, name)
        elif not replaced.stands_in(address):
            answer = self.inside.get(address, version=self.folder.version_of(name))
            self._take(address, name, answer)

    def _take(self, address: str, name: str, answer: Answer) -> None:
        if answer.status == 304:
            self._ask(self._links_in(name, self.folder.keep(name)))
        elif answer.status == 200 or (answer.status == HTTPStatus.GONE and address in self.ended):
            self.rendered += answer.status == 200  # a tombstone has no version and is asked for again each time
            self._make(address, answer.data, is_html=answer.is_html, version=answer.version)
        elif answer.location:
            target = names.own(answer.location, address)
            self._make(address, _leads_on(target or answer.location), is_html=True)
        elif answer.status != 405:
            self.broken.append(address)
            return
        self.pages += 1
        if self.pages % EVERY == 0:
            self.tell(self.pages, len(self.waiting))

    def _make(self, address: str, data: bytes, *, is_html: bool, version: str = "") -> None:
        name = names.name_of(address) or ""
        self.seen.add(name)
        if is_html:
            text = self._stamped(data.decode(), address)
            found: list[str] = []
            data = names.rewrite(text, address=address, page=name, found=found.append).encode()
            self._ask(found)
        elif name.endswith("sitemap.xml"):
            self._ask(self._in_sitemap(data.decode()))
        self.folder.write(name, data, address=address, version=version)

    def _links_in(self, name: str, data: bytes) -> list[str]:
        if name.endswith("sitemap.xml"):
            return self._in_sitemap(data.decode())
        if name.endswith(".html"):
            return names.links_of(data.decode(), page=name, addresses=self.folder.addresses)
        return []

    def _in_sitemap(self, text: str) -> list[str]:
        inside = (urlsplit(place) for place in names.LOC.findall(text))
        return [place.path for place in inside if place.path.startswith("/open/")]

    def _stamped(self, text: str, address: str) -> str:
        """With the hash of the content that the page shows, where it does not say it itself."""
        stamp = self.stamps.get(address)
        if stamp is None or 'name="content-hash"' in text:
            return text
        return text.replace(HEAD, f'{HEAD}\n    <meta name="content-hash" content="{stamp}">', 1)

    def _copy(self, address: str, name: str) -> None:
        """A static file, and what a style names."""
        file = static_file(address)
        if file is None:
            self.broken.append(address)
            return
        data = file.read_bytes()
        if file.suffix == ".css":
            targets = (names.own(urljoin(address, url), address) for url in names.CSS_URL.findall(data.decode()))
            self._ask(target for target in targets if target)
        self.folder.write(name, data, address=address)

    def _write_own(self) -> None:
        self.folder.write("verify_site.py", verify_script())
        self.folder.write("index.html", _leads_on("open/index.html"))


def _leads_on(target: str) -> bytes:
    """A page that leads to another; at the top of the folder, and for an address that moved."""
    return (
        f'<!doctype html>\n<html lang="zh-Hans"><head>{names.CHARSET}<title>院务公开</title>'
        f'<meta http-equiv="refresh" content="0; url={target}"></head><body><p><a href="{target}">院务公开</a></p></body></html>\n'
    ).encode()


def maker() -> str:
    """Changes with what makes pages here: our own code and the collected static files."""
    digest = hashlib.sha256(verify_script())
    for module in (names, replaced):
        with open(module.__file__ or "", "rb") as source:
            digest.update(source.read())
    collected = settings.STATIC_ROOT / "staticfiles.json"
    digest.update(collected.read_bytes() if collected.is_file() else b"")
    digest.update(settings.OPEN_URL.encode())
    return digest.hexdigest()[:16]
