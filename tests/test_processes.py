"""The web server, the worker and beat, started by the commands of docker-compose.yml on PostgreSQL and Redis."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from controls import services
from core.models import Duty
from core.states import DutyState
from tests import factories
from tests.deployment import ROOT, program
from tests.risks import factories as risks
from tests.services import free_port

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROGRAMS = Path(sys.executable).parent
START_SECONDS = 30
PRINT_SECONDS = 60
FIRST_REDIS_DATABASE = 7
BEAT_SECONDS = 120


@pytest.fixture
def environment(tmp_path):
    """Variables of the processes: the very database of this test, a Redis database of its own, the real settings.

    Each worker of pytest has another: the message of one test must not wake the Celery worker of another.
    """
    number = FIRST_REDIS_DATABASE + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    broker = urlsplit(settings.REDIS_URL)._replace(path=f"/{number}").geturl()
    made = {"DATABASE_URL": database.geturl(), "REDIS_URL": broker, "DJANGO_SETTINGS_MODULE": "config.settings"}
    made |= {"SECRET_KEY": "of-this-test", "ALLOWED_HOSTS": "127.0.0.1", "MEDIA_ROOT": str(tmp_path / "files")}
    return os.environ | made | {"PORT": str(free_port()), "AUDIT_HEAD_DIR": str(tmp_path / "heads")}


@pytest.fixture
def start(environment):
    """`start(words)` runs a program of the environment until the test ends; it must then end on SIGTERM with 0."""
    started = []

    def run(words):
        started.append(subprocess.Popen([PROGRAMS / words[0], *words[1:]], cwd=ROOT, env=environment))

    yield run
    for process in started:
        process.terminate()
    assert [process.wait(timeout=START_SECONDS) for process in started] == [0] * len(started)


def healthy(name, environment):
    """What the container's own health check says."""
    asked = [sys.executable, "-m", "config.health", name]
    return subprocess.run(asked, cwd=ROOT, env=environment, check=False).returncode == 0


def wait_until(is_so, seconds):
    """Whether it came true in time."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if is_so():
            return True
        time.sleep(0.5)
    return False


def is_done(duty):
    return Duty.objects.filter(pk=duty.pk, state=DutyState.DONE).exclude(result=None).exists()


def printing():
    """A control table that somebody wants printed."""
    register = risks.register(factories.root())
    risks.point(register)
    table = services.open_table(by=factories.system(), department=register.department)
    return services.ask_print(by=factories.holder("party_office"), table=table, kind="pdf", paper="A3")


def test_the_web_server_answers_healthz_and_its_own_check(start, environment):
    words = program("web", "granian")
    words[words.index("--host") + 1], words[words.index("--port") + 1] = "127.0.0.1", environment["PORT"]
    start(words)

    assert wait_until(lambda: healthy("web", environment), START_SECONDS)
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}/healthz") as answer:
        assert (answer.status, answer.read()) == (200, b"ok")


def test_a_worker_that_is_woken_prints_what_is_asked(start, environment):
    start(program("worker", "celery"))
    assert wait_until(lambda: healthy("worker", environment), START_SECONDS)
    asked = printing()

    Celery(broker=environment["REDIS_URL"], set_as_current=False).send_task("core.tasks.sweep", ignore_result=True)

    assert wait_until(lambda: is_done(asked), PRINT_SECONDS)
    asked.refresh_from_db()
    assert (asked.phase_number, asked.phase_count, asked.result.content_type) == (4, 4, "application/pdf")


def test_beat_has_it_printed_though_nobody_wakes_the_worker(start, environment, tmp_path):
    asked = printing()
    start(program("worker", "celery"))
    start([*program("beat", "celery"), "--schedule", str(tmp_path / "schedule")])

    assert wait_until(lambda: is_done(asked), BEAT_SECONDS)
