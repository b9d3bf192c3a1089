"""A load generator of the standard library: requests in batches over connections that stay open, one thread each."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

BATCH, PER_CONNECTION = 16, 960
"""Requests sent before their answers are read; nginx closes a connection after a thousand."""
OK, UNCHANGED = b"HTTP/1.1 200", b"HTTP/1.1 304"


@dataclass(frozen=True)
class Target:
    """What is asked again and again; every answer is as long as the first."""

    host: str
    port: int
    request: bytes
    size: int
    status: bytes


def aim(url: str, *, etag: str = "") -> Target:
    """Ask once, to know how long an answer is; raises `LookupError` when it is not the expected one."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n{condition}\r\n".encode()
    status = UNCHANGED if etag else OK
    answer = _first(parts.hostname or "", parts.port or 80, request)
    if not answer.startswith(status):
        raise LookupError(f"{url}: {answer[:60]!r}")
    return Target(parts.hostname or "", parts.port or 80, request, len(answer), status)


def _first(host: str, port: int, request: bytes) -> bytes:
    """One whole answer; asked twice, since the first may still have to be put into a cache and look otherwise."""
    answers = []
    for _time in range(2):
        with socket.create_connection((host, port), timeout=10) as connection:
            connection.sendall(request)
            connection.settimeout(0.5)
            answers.append(_until_quiet(connection))
    return answers[-1]


def _until_quiet(connection: socket.socket) -> bytes:
    received = b""
    while True:
        try:
            part = connection.recv(65536)
        except TimeoutError:
            return received
        if not part:
            return received
        received += part


def seconds(target: Target, *, requests: int, connections: int = 4) -> float:
    """How long `requests` take over several connections at once; raises `LookupError` when an answer is another one."""
    share = max(requests // connections // BATCH, 1)
    start = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        list(pool.map(lambda _number: _batches(target, share), range(connections)))
    return (time.perf_counter() - start) * requests / (share * BATCH * connections)


def _batches(target: Target, count: int) -> None:
    done = 0
    while done < count:
        with socket.create_connection((target.host, target.port), timeout=30) as connection:
            for _batch in range(min(count - done, PER_CONNECTION // BATCH)):
                connection.sendall(target.request * BATCH)
                _read(connection, target)
                done += 1


def _read(connection: socket.socket, target: Target) -> None:
    wanted, received, whole = target.size * BATCH, 0, b""
    parts = []
    while received < wanted:
        part = connection.recv(262144)
        if not part:
            break
        received += len(part)
        parts.append(part)
    whole = b"".join(parts)
    if received != wanted or whole.count(target.status) != BATCH:
        raise LookupError(f"{received} bytes of {wanted}, {whole.count(target.status)} of {BATCH} answers as expected")
