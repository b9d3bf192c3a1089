"""The supervisor stops everything together, whether it is asked, one part ends, or it is killed itself."""

import os
import signal
import socket
import subprocess
import sys

import psutil

from config import supervisor

SLEEPING = [sys.executable, "-c", "import time; time.sleep(60)"]
ENDING = [sys.executable, "-c", "raise SystemExit(3)"]


def running(commands, *, when_ready=lambda: None):
    return supervisor.Supervisor(commands=commands, is_ready=lambda: True, when_ready=when_ready)


def test_asking_to_stop_ends_every_process():
    made = running({"web": SLEEPING, "worker": SLEEPING}, when_ready=lambda: os.kill(os.getpid(), signal.SIGTERM))

    ended = made.run()

    assert ended == ""
    assert [process.returncode for process in made.processes.values()] == [-signal.SIGTERM, -signal.SIGTERM]


def test_a_process_that_ends_by_itself_is_named_and_ends_the_others():
    made = running({"web": SLEEPING, "worker": ENDING})

    ended = made.run()

    assert ended == "worker"
    assert made.processes["web"].returncode == -signal.SIGTERM


def test_the_handlers_of_signals_are_given_back():
    before = signal.getsignal(signal.SIGTERM)

    running({"worker": ENDING}).run()

    assert signal.getsignal(signal.SIGTERM) == before


def test_a_killed_supervisor_leaves_no_process_behind():
    code = (
        "import sys; from config import supervisor;"
        f"supervisor.Supervisor(commands={{'web': {SLEEPING!r}}}, is_ready=lambda: True,"
        " when_ready=lambda: print('ready', flush=True)).run()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    parent.stdout.readline()
    children = psutil.Process(parent.pid).children()

    parent.kill()
    gone, alive = psutil.wait_procs(children, timeout=10)

    assert (len(gone), len(alive)) == (1, 0)


def test_an_address_in_use_is_not_free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert supervisor.is_free(host="127.0.0.1", port=port) is False
        assert supervisor.answers(host="0.0.0.0", port=port) is True


def test_an_address_given_back_is_free_at_once():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    assert supervisor.is_free(host="127.0.0.1", port=port) is True
    assert supervisor.answers(host="127.0.0.1", port=port) is False
