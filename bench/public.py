"""The public face as granian serves it, against a bare page of the same server; nginx's cache against a static file; the export."""

import os
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.management import call_command, get_commands
from django.db import connection
from django.test import Client

from bench import load
from bench.measure import Counter, Line, seconds
from config import supervisor
from disclosure.models import OpenPublication
from tests import nginx
from tests.services import free_port

ROUNDS, REQUESTS, CACHED_REQUESTS = 5, 128, 9_600
QUERIES, RATIO, UNCHANGED_RATIO, CACHE_RATIO = 3, 3, 1, 1 / 0.6
START_SECONDS = 60
BARE = "/bare/public/"


def measure() -> Iterator[Line]:
    """Uncached pages, 304, nginx's cache, then the export."""
    with ExitStack() as stack:
        server = stack.enter_context(_served())
        pages = _pages()
        for path in pages:
            yield _page(server, path)
        yield _unchanged(server, pages[0])
        if nginx.FOUND:
            yield _cached(server, pages[0])
    if "export_site" in get_commands():
        yield _export()


def _pages() -> list[str]:
    code = OpenPublication.objects.filter(kind="power").order_by("sequence").values_list("code", flat=True)[0]
    return ["/open/", f"/open/powers/{code}/", "/open/powers/?q=%E9%87%87%E8%B4%AD"]


@contextmanager
def _served() -> Iterator[str]:
    """The web server that `manage.py serve` starts for the public face, with the bare page beside."""
    port = free_port()
    database = connection.settings_dict
    environment = os.environ | {
        "SITE_FACE": "public",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": os.environ.get("DATABASE_URL", f"sqlite:///{database['NAME']}"),
    }
    process = subprocess.Popen(supervisor.web_command(host="127.0.0.1", port=port), env=environment)
    try:
        last = time.monotonic() + START_SECONDS
        while not supervisor.answers(host="127.0.0.1", port=port) and time.monotonic() < last:
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _page(server: str, path: str) -> Line:
    counter = Counter()
    with connection.execute_wrapper(counter):
        answer = Client(SERVER_NAME="127.0.0.1").get(path)
    own, bare = _in_turn(load.aim(server + path), load.aim(server + BARE), requests=REQUESTS)
    facts = {"queries": counter.count, "KB": len(answer.content) // 1024, "a second": _rate(own, REQUESTS)}
    return Line(f"public {path}", own / REQUESTS, bare / REQUESTS, RATIO, facts, {"queries": QUERIES})


def _unchanged(server: str, path: str) -> Line:
    """What a reader costs who has the page already."""
    with urllib.request.urlopen(server + path) as answer:
        etag = answer.headers["ETag"]
    targets = load.aim(server + path, etag=etag), load.aim(server + BARE)
    own, bare = _in_turn(*targets, requests=REQUESTS)
    facts = {"a second": _rate(own, REQUESTS)}
    return Line(f"public {path} 304", own / REQUESTS, bare / REQUESTS, UNCHANGED_RATIO, facts)


def _cached(server: str, path: str) -> Line:
    """A page out of nginx's cache against the same bytes as a static file of the same nginx, without its rate limits."""
    with tempfile.TemporaryDirectory(prefix="lianfang-nginx-") as folder, ExitStack() as stack:
        with urllib.request.urlopen(server + path) as answer:
            (Path(folder) / "same.html").write_bytes(answer.read())
        address = server.removeprefix("http://")
        front = stack.enter_context(nginx.before(address, Path(folder), static=folder, is_limited=False))
        targets = load.aim(front + path), load.aim(f"{front}/static/same.html")
        own, bare = _in_turn(*targets, requests=CACHED_REQUESTS)
    facts = {"a second": _rate(own, CACHED_REQUESTS), "static a second": _rate(bare, CACHED_REQUESTS)}
    return Line(f"nginx's cache {path}", own / CACHED_REQUESTS, bare / CACHED_REQUESTS, CACHE_RATIO, facts)


def _export() -> Line:
    with tempfile.TemporaryDirectory(prefix="lianfang-export-") as folder:
        first = seconds(_exporting(folder))
        pages = len(list(Path(folder).rglob("*.html")))
        again = seconds(_exporting(folder))
    facts = {"pages": pages, "a second": _rate(first, pages), "again, s": round(again, 1)}
    return Line("export_site", first, 0, 0, facts)


def _exporting(folder: str) -> Callable[[], object]:
    return lambda: call_command("export_site", folder, verbosity=0)


def _in_turn(*targets: load.Target, requests: int) -> list[float]:
    """The median time of `requests` for each, in turn so that a busy machine is busy for all of them."""
    times: list[list[float]] = [[] for _target in targets]
    for _round in range(ROUNDS):
        for target, own in zip(targets, times, strict=True):
            own.append(load.seconds(target, requests=requests))
    return [statistics.median(own) for own in times]


def _rate(seconds: float, requests: int) -> int:
    return round(requests / seconds)
