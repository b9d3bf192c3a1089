"""Asks one of the running processes whether it is well: `python -m config.health web|worker|beat`; ends with 1 if not."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from config.celery import app

SECONDS_TO_ANSWER = 5
BEAT_SILENCE_SECONDS = 600
"""Beat writes its schedule down every three minutes."""


def web() -> bool:
    """Whether the web server and its database answer; asked by a name that ALLOWED_HOSTS lets in."""
    name = settings.ALLOWED_HOSTS[0].lstrip(".").replace("*", "localhost")
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def worker() -> bool:
    """Whether the worker of this container answers through the broker."""
    name = f"celery@{socket.gethostname()}"
    return bool(app.control.ping(destination=[name], timeout=SECONDS_TO_ANSWER))


def beat() -> bool:
    """Whether beat has written its schedule down lately."""
    schedule = Path(settings.CELERY_BEAT_SCHEDULE_FILENAME)
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < BEAT_SILENCE_SECONDS


PROCESSES: dict[str, Callable[[], bool]] = {"web": web, "worker": worker, "beat": beat}

if __name__ == "__main__":
    sys.exit(0 if PROCESSES[sys.argv[1]]() else 1)
