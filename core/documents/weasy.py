"""HTML drawn as PDF by WeasyPrint, with our own faces and styles and nothing else."""

import gc
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import weasyprint
from django.conf import settings
from django.utils.translation import gettext as _
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.documents.pdf import Phase

SCHEME = "print"
"""The only kind of address a document may name: print:/faces/…, print:/own/… and print:/styles/…"""
FACES_DIR = settings.BASE_DIR / "static" / "print-fonts"
STYLES_DIR = settings.BASE_DIR / "templates" / "documents"

FACES = {
    "Print Sans": "noto-sans-sc-regular.ttf",
    "Print Bold": "noto-sans-sc-bold.ttf",
    "Print Title": "noto-serif-sc-black.ttf",
}
"""Each weight is a family of its own: a bold face with fewer characters under the same name leaves silent blanks."""
OWN_FACES = {
    "title": ("小标宋", "xiaobiaosong", "xbs"),
    "heading": ("黑体", "heiti", "simhei"),
    "text": ("仿宋", "fangsong", "simfang"),
    "kai": ("楷体", "kaiti", "simkai"),
}
"""Use → what the name of a file in FONTS_DIR contains when it is meant for that use."""
SHIPPED = {
    "title": ("Print Title", "Print Sans"),
    "heading": ("Print Bold", "Print Sans"),
    "text": ("Print Sans",),
    "kai": ("Print Sans",),
    "sans": ("Print Sans",),
    "bold": ("Print Bold", "Print Sans"),
}
"""Use → the chain of shipped families; the last one has every character of GBK."""

_drawing = threading.Lock()


class Refused(FatalURLFetchingError):
    """An address that is not one of our faces or styles; of the kind that WeasyPrint lets through instead of going on."""


class OwnFiles(URLFetcher):
    """Answers print: addresses out of three folders; every other address is refused before anything is opened."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = _own_file(url)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def render(html: str, *, css: str = "", phase: Phase | None = None) -> bytes:
    """Draw `html` (with `css` after its own styles) as a PDF; tells `phase` when it lays out and when it writes.

    One document at a time in a process: threads make WeasyPrint slower and its memory adds up. Raises ValueError when the
    document names any address but those of our faces and styles: that is a fault of a template or an attack.
    """
    try:
        with _drawing, _patient_collector():
            return _render(html, css, phase or (lambda *_unused: None))
    except Refused as refusal:
        raise ValueError(f"refused to fetch {refusal}") from refusal


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Look for garbage more rarely while a document's tree grows (a sixth less time), and drop the tree at the end.

    Without the last step the next document's peak would lie on top of this one's remains.
    """
    usual = gc.get_threshold()
    gc.set_threshold(10_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()


def _render(html: str, css: str, tell: Phase) -> bytes:
    faces, fonts = _faces(str(settings.FONTS_DIR))
    source = weasyprint.HTML(string=html, url_fetcher=OwnFiles())
    sheets = [faces, weasyprint.CSS(string=css, url_fetcher=OwnFiles(), font_config=fonts)]
    tell(_("排版"), 2, 4)
    document = source.render(stylesheets=sheets, font_config=fonts)
    tell(_("写出"), 3, 4)
    return document.write_pdf()


def _own_file(url: str) -> Path:
    """The file behind a print: address: a plain name in one of the folders, never a path out of it."""
    parts = urlsplit(url)
    folder, _slash, name = unquote(parts.path).lstrip("/").partition("/")
    folders = {"faces": FACES_DIR, "styles": STYLES_DIR, "own": Path(settings.FONTS_DIR)}
    if parts.scheme != SCHEME or folder not in folders or name != Path(name).name or not name:
        raise Refused(url)
    wanted = {"styles": {".css"}}.get(folder, {".ttf", ".otf"})
    path = folders[folder] / name
    if path.suffix.lower() not in wanted or not path.is_file():
        raise Refused(url)
    return path


@lru_cache(maxsize=2)
def _faces(fonts_dir: str) -> tuple[weasyprint.CSS, FontConfiguration]:
    """The @font-face rules with their loaded fonts, and --title, --text … as chains of families; made once a process."""
    fonts = FontConfiguration()
    return weasyprint.CSS(string=_faces_css(fonts_dir), url_fetcher=OwnFiles(), font_config=fonts), fonts


def _faces_css(fonts_dir: str) -> str:
    own = own_faces(fonts_dir)
    rules = [_face(family, f"{SCHEME}:/faces/{name}") for family, name in FACES.items()]
    rules += [_face(f"Own {use}", f"{SCHEME}:/own/{name}") for use, name in own.items()]
    chains = [f"--{use}: {_chain(use, own)};" for use in SHIPPED]
    return "\n".join([*rules, f":root {{ {' '.join(chains)} }}"])


def _face(family: str, url: str) -> str:
    return f'@font-face {{ font-family: "{family}"; src: url("{url}"); }}'


def _chain(use: str, own: dict[str, str]) -> str:
    families = ([f"Own {use}"] if use in own else []) + list(SHIPPED[use])
    return ", ".join(f'"{family}"' for family in families)


def own_faces(fonts_dir: str) -> dict[str, str]:
    """Use → name of the hospital's own licensed file in `fonts_dir`, known by words in the name; empty without folder."""
    if not fonts_dir or not Path(fonts_dir).is_dir():
        return {}
    files = sorted(path.name for path in Path(fonts_dir).iterdir() if path.suffix.lower() in {".ttf", ".otf"})
    found = {}
    for use, words in OWN_FACES.items():
        fitting = [name for name in files if any(word in name.lower() for word in words) and '"' not in name]
        if fitting:
            found[use] = fitting[0]
    return found
