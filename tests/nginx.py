"""A real nginx with the shipped configuration, and something small for it to stand before."""

import http.client
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

from tests.deployment import nginx_site
from tests.services import free_port

FOUND = shutil.which("nginx")
KEY = "0123456789abcdef" * 3
START_SECONDS = 10


@contextmanager
def before(
    server: str, folder: Path, *, key: str = KEY, static: str = "", is_limited: bool = True, log: str = "off"
) -> Iterator[str]:
    """Its address while it runs in front of `server` (host:port), which serves both faces; `is_limited` by its rates."""
    port = free_port()
    start = nginx_site(folder, listen=f"127.0.0.1:{port}", web=server, public=server, key=key, static=static, log=log)
    if not is_limited:
        site = folder / "nginx.conf"
        site.write_text(site.read_text().replace("rate=50r/s", "rate=1000000r/s"))
    process = subprocess.Popen([*start, "-g", "daemon off;"])
    try:
        _wait_for(f"http://127.0.0.1:{port}/nginx-health", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("nginx does not start")


def get(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, body and what nginx says of its cache."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers.get("X-Cache") or ""
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode(), answer.headers.get("X-Cache") or ""


def send_slowly(url: str, path: str, length: int) -> Iterator[int]:
    """A POST whose body of `length` bytes is sent but for its last byte, then, asked on, to its end: then the status."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.putrequest("POST", path)
    connection.putheader("Content-Length", str(length))
    connection.endheaders()
    with suppress(OSError):
        connection.send(b"x" * (length - 1))
    yield 0
    with suppress(OSError):
        connection.send(b"x")
    yield connection.getresponse().status
    connection.close()


def open_files(folder: Path) -> list[str]:
    """Files in `folder` that any process has open, also those that have no name any more."""
    found = []
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):
            found.append(str(link.readlink()))
    return [name for name in found if name.startswith(f"{folder}/")]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Any = self.server
        server.asked.append((self.path, dict(self.headers)))
        status, text, headers = server.says
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(text.encode()))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text.encode())

    def do_POST(self) -> None:
        server: Any = self.server
        server.began.set()
        left = int(self.headers["Content-Length"])
        while left:
            left -= len(self.rfile.read(min(left, 65536)))
        self.do_GET()

    def log_message(self, *arguments: Any) -> None:
        """Quiet."""


@contextmanager
def something() -> Iterator[Any]:
    """A server that answers `says` (status, text, headers) to everything and writes down in `asked` what it was asked.

    `began` is set as soon as a POST arrives."""
    server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.asked, server.says, server.began = [], (200, "", {}), Event()
    server.address = f"127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
