"""Finds PostgreSQL and Redis for tests and runs a command with them: `python -m tests.services COMMAND…`.

By `DATABASE_URL` and `REDIS_URL`; else by binaries of this machine, as short-lived servers; else by installing them when
root; else the command runs on SQLite and says what it skips, unless `CI=true`, which fails.
"""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from zoneinfo import ZoneInfo

POSTGRES_PROGRAMS = "/usr/lib/postgresql/*/bin"
NAME = "lianfang"
QUICK = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "max_locks_per_transaction": "256",  # a restore holds every table and index at once, and workers may do so together
}
LOCKS = {"lock_timeout": "60s"}
"""A test that waits for a lock nobody gives back fails, instead of keeping all others waiting."""
START_SECONDS = 20
LAST_HOUR = 22
"""From this hour on a run may not end on the day it began."""


class Missing(Exception):
    """A service can't be had on this machine."""


def main(command: list[str]) -> int:
    """Runs the command with the services it needs; returns its exit code."""
    with ExitStack() as stack:
        environment = {"TIME_ZONE": zone(datetime.now(UTC))} | os.environ
        for variable, package, service in (
            ("DATABASE_URL", "postgresql", postgres),
            ("REDIS_URL", "redis-server", redis),
        ):
            if environment.get(variable):
                continue
            try:
                environment[variable] = stack.enter_context(_found_or_installed(service, package))
            except Missing as missing:
                if os.environ.get("CI") == "true":
                    print(f"CI=true and {missing}", file=sys.stderr)
                    return 1
                print(f"{missing}: tests that need {variable} are skipped (apt-get install {package})")
        return subprocess.run(command, env=environment, check=False).returncode


def zone(now: datetime) -> str:
    """Returns the zone a run that begins at `now` takes: the hospital's, or one further west shortly before its midnight.

    A run takes half an hour, and what a test says of today is wrong when the day ends meanwhile.
    """
    return "Asia/Shanghai" if now.astimezone(ZoneInfo("Asia/Shanghai")).hour < LAST_HOUR else "Etc/GMT-4"


@contextmanager
def _found_or_installed(service, package: str) -> Iterator[str]:
    try:
        found = service()
        url = found.__enter__()
    except Missing:
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise
        print(f"installing {package} …", flush=True)
        _install(package)
        found = service()
        url = found.__enter__()
    try:
        yield url
    finally:
        found.__exit__(None, None, None)


def _install(package: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(["apt-get", *command], env=environment, capture_output=True, check=False)


@contextmanager
def postgres() -> Iterator[str]:
    """A cluster of its own on a socket of its own, gone afterwards; raises `Missing` without the programs."""
    programs = _postgres_programs()
    with tempfile.TemporaryDirectory(prefix="lianfang-pg-") as folder:
        account = _account_for(folder)
        data = Path(folder) / "data"
        making = ["--no-sync", "-A", "trust", "-U", NAME, "--encoding=UTF8", "--locale=C.UTF-8", "-D", str(data)]
        _run([programs / "initdb", *making], account)
        options = {"listen_addresses": "", "unix_socket_directories": folder, **QUICK, **LOCKS}
        flags = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        _run([programs / "pg_ctl", "-w", "-D", str(data), "-l", f"{folder}/log", "-o", flags, "start"], account)
        try:
            _run([programs / "createdb", "-h", folder, "-U", NAME, NAME], account)
            yield f"postgres://{NAME}@/{NAME}?host={folder}"
        finally:
            _run([programs / "pg_ctl", "-w", "-m", "immediate", "-D", str(data), "stop"], account)


def _postgres_programs() -> Path:
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += [Path(found) for found in sorted(glob.glob(POSTGRES_PROGRAMS), reverse=True)]
    for folder in folders:
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "createdb")):
            return folder
    raise Missing("PostgreSQL is not installed")


def _account_for(folder: str) -> dict[str, object]:
    """PostgreSQL refuses root: then its own account, or nobody's, owns the folder and runs the programs."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    os.chown(folder, account.pw_uid, account.pw_gid)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(command: list[str | Path], account: dict[str, object]) -> None:
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    result = subprocess.run(command, capture_output=True, text=True, cwd="/", env=environment, check=False, **account)
    if result.returncode:
        raise Missing(f"{Path(command[0]).name} failed: {(result.stderr or result.stdout).strip()}")


@contextmanager
def redis() -> Iterator[str]:
    """A server of its own on a free port of the loopback, keeping nothing; raises `Missing` without the program."""
    program = shutil.which("redis-server")
    if program is None:
        raise Missing("Redis is not installed")
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="lianfang-redis-") as folder:
        keeping_nothing = ["--save", "", "--appendonly", "no", "--dir", folder]
        listening = ["--port", str(port), "--bind", "127.0.0.1"]
        server = subprocess.Popen([program, *listening, *keeping_nothing], stdout=subprocess.DEVNULL)
        try:
            _wait_for(port, server)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """A port of the loopback that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    last = time.monotonic() + START_SECONDS
    while time.monotonic() < last and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise Missing("Redis does not start")


def _stop(number: int, frame: FrameType | None) -> None:
    """A stop asked for is an exit, so that the servers end and their folders go."""
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
