"""Runs the web server and the worker beside each other: stops both when asked or when either ends; restarts nothing."""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

GRACE_SECONDS = 20
START_SECONDS = 60
TICK_SECONDS = 0.2
PR_SET_PDEATHSIG = 1


def web_command(*, host: str, port: int) -> list[str]:
    """The web server of one machine: one process, a few threads."""
    serving = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "4"]
    return [sys.executable, "-m", "granian", *serving, "--log-level", "warning", "config.wsgi:application"]


def worker_command() -> list[str]:
    """The worker with its clock; one thread, since documents are made one at a time."""
    working = ["worker", "-B", "-P", "threads", "-c", "1", "--loglevel", "WARNING"]
    quiet = ["-W", "ignore:You're running the worker with superuser privileges"]
    return [
        sys.executable,
        *quiet,
        "-m",
        "celery",
        "-A",
        "config",
        "-q",
        *working,
        "--without-gossip",
        "--without-mingle",
    ]


def is_free(*, host: str, port: int) -> bool:
    """Whether nobody listens at the address yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def answers(*, host: str, port: int) -> bool:
    """Whether somebody listens at the address; an address that means all is asked on the loopback."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((target, port), timeout=1).close()
    except OSError:
        return False
    return True


@dataclass
class Supervisor:
    """The processes by name; `run` blocks until all of them have ended."""

    commands: dict[str, list[str]]
    is_ready: Callable[[], bool]
    when_ready: Callable[[], None]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    asked_to_stop: bool = False

    def run(self) -> str:
        """Start everything and wait; returns the name of the process that ended by itself, or nothing."""
        before = {number: signal.signal(number, self._ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
        for name, command in self.commands.items():
            # The supervisor has one thread, so the hook between fork and exec is safe.
            self.processes[name] = subprocess.Popen(command, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: PLW1509
        self._wait_until_ready()
        while not self.asked_to_stop and not self._ended():
            time.sleep(TICK_SECONDS)
        ended = "" if self.asked_to_stop else self._ended()
        self._stop()
        for number, handler in before.items():
            signal.signal(number, handler)
        return ended

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _ended(self) -> str:
        return next((name for name, process in self.processes.items() if process.poll() is not None), "")

    def _wait_until_ready(self) -> None:
        last = time.monotonic() + START_SECONDS
        while time.monotonic() < last and not self.asked_to_stop and not self._ended():
            if self.is_ready():
                self.when_ready()
                return
            time.sleep(TICK_SECONDS)

    def _stop(self) -> None:
        """SIGTERM lets running work end; what has not ended in time is killed."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        last = time.monotonic() + GRACE_SECONDS
        for process in self.processes.values():
            try:
                process.wait(timeout=max(0.1, last - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _die_with_parent() -> None:
    """On Linux a process ends with its supervisor, even when that is killed, so that the port is free again."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
