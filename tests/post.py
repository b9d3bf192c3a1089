"""A mail server and a robot on the loopback, for tests of what leaves the house."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller

LOOPBACK = "127.0.0.1"


class Mailbox:
    """Keeps what it is sent; `refusing` (an answer like `451 later`) sends everything back, `only` counts those taken."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refusing = ""
        self.taken_before_refusing = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 — aiosmtpd's name
        if self.refusing and len(self.mails) >= self.taken_before_refusing:
            return self.refusing
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    @property
    def addressees(self) -> list[str]:
        return sorted(mail["To"] for mail in self.mails)


@contextmanager
def mail_server(box: Mailbox) -> Iterator[int]:
    """Port of a real mail server that hands what it is sent to `box`."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        port = probe.getsockname()[1]
    server = Controller(box, hostname=LOOPBACK, port=port)
    server.start()
    try:
        yield port
    finally:
        server.stop()


def leading_to(port: int) -> dict[str, Any]:
    """The settings that lead to the mail server."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": LOOPBACK,
        "EMAIL_PORT": port,
    }


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """A real mail server that the settings lead to."""
    box = Mailbox()
    with mail_server(box) as port:
        for name, value in leading_to(port).items():
            setattr(settings, name, value)
        yield box


@contextmanager
def robot(status: int = 200) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Port of a robot that answers with `status`, and what it is told."""
    told: list[dict[str, Any]] = []

    class Robot(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.append(json.loads(body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Says nothing."""

    server = HTTPServer((LOOPBACK, 0), Robot)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1], told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
