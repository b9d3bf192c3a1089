"""The web server, the worker and beat, started by the commands of docker-compose.yml on PostgreSQL and Redis."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from celery import Celery
from django.conf import settings
from django.db import connection
from django.utils import timezone

from controls import services
from core import services as core_services
from core.models import Duty
from core.states import DutyState
from organization import services as organization_services
from organization.models import Delivery, Notice
from organization.roles import Role
from organization.states import DeliveryState
from supervision.models import Digest, Reminder
from tests import factories, post, public_face
from tests.approvals import factories as approvals
from tests.deployment import ROOT, program
from tests.disclosure import factories as disclosure_factories
from tests.risks import factories as risks
from tests.services import free_port
from tests.supervision import factories as supervision_factories

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PROGRAMS = Path(sys.executable).parent
START_SECONDS = 30
PRINT_SECONDS = 60
FIRST_REDIS_DATABASE = 7
BEAT_SECONDS = 120
RECOVERY_SECONDS = 120
MAIL_SECONDS = 0.5
PEOPLE = 8


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


@pytest.fixture
def public_role():
    """The role of docs/sql/public_role.sql, which processes log in by; gone after the test."""
    public_face.apply_grants()
    yield public_face.ROLE
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {public_face.ROLE}; DROP ROLE {public_face.ROLE}")


def test_the_public_face_serves_by_its_own_role_and_sets_no_cookie(start, environment, public_role):
    disclosure_factories.publish(approvals.world())
    database = urlsplit(environment["DATABASE_URL"])
    place = database.netloc.rpartition("@")[2]
    environment |= {"DATABASE_URL": database._replace(netloc=f"{public_role}@{place}").geturl()}
    environment |= {"SITE_FACE": "public", "REDIS_URL": ""}
    words = program("public", "granian")
    words[words.index("--host") + 1], words[words.index("--port") + 1] = "127.0.0.1", environment["PORT"]
    start(words)

    assert wait_until(lambda: healthy("web", environment), START_SECONDS)
    found = {
        path: asked(environment, path) for path in ("/open/", "/open/powers/YP-01/", "/open/powers/?q=YP", "/desk/")
    }
    assert found == dict.fromkeys(found, (200, None)) | {"/desk/": (404, None)}
    told = subprocess.run(
        [sys.executable, "manage.py", "check_setup"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, "只能读已公开的内容" in told.stdout) == (0, True), told.stdout


def asked(environment, path):
    """Status and cookie of one answer of the web process."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}{path}") as answer:
            return answer.status, answer.headers["Set-Cookie"]
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers["Set-Cookie"]


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


class SlowMailbox(post.Mailbox):
    """Takes its time over each mail, so that a worker can be killed in the middle."""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 — aiosmtpd's name
        await asyncio.sleep(MAIL_SECONDS)
        return await super().handle_DATA(server, session, envelope)


def people_with_something_due():
    """Mail addresses of filers who have a finding due today each; today is worked, whatever the calendar says."""
    today = timezone.localdate()
    organization_services.set_calendar_day(by=factories.system(), day=today, is_workday=True, note="当日上班")
    addresses = [f"p{number}@example.org" for number in range(PEOPLE)]
    for address in addresses:
        where = factories.department()
        person = factories.person(where=where, email=address)
        organization_services.grant(by=factories.system(), person=person, role=Role.FILER, department=where)
        supervision_factories.finding(where, due_on=today)
    return addresses


def ask_for_reminders():
    """Today's duty as beat asks for it, but due at any hour."""
    key = f"supervision.remind:{timezone.localdate()}"
    return core_services.ask(kind="supervision.remind", key=key, payload={}, due_at=timezone.now())


def run_until_killed(words, environment, when):
    """Run a program, with all its processes as in a container, until `when()`; then SIGKILL, which nothing survives."""
    process = subprocess.Popen([PROGRAMS / words[0], *words[1:]], cwd=ROOT, env=environment, start_new_session=True)
    try:
        assert wait_until(when, PRINT_SECONDS)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=START_SECONDS)


def all_is_sent():
    """Every mail is sent and no duty of reminders is left."""
    left = Duty.objects.filter(kind__in=["supervision.remind", "organization.deliver"]).exclude(state=DutyState.DONE)
    return Delivery.objects.filter(state=DeliveryState.SENT).count() == PEOPLE and not left.exists()


def ids_by_address(mails):
    """Address → the different Message-IDs that arrived there."""
    return {to: {mail["Message-ID"] for mail in mails if mail["To"] == to} for to in {mail["To"] for mail in mails}}


def test_a_worker_killed_among_the_mails_and_an_emptied_redis_lose_and_double_nothing(start, environment, tmp_path):
    """Every person has one digest, one message and one mail within two minutes.

    The one exception: the mail that the server had accepted when the worker died, before that was written down, comes
    again under the same Message-ID; so what is counted are different Message-IDs, and at most one mail more than people.
    Redis is emptied in this test's database alone (FLUSHDB): other databases belong to tests that run beside it.
    """
    addresses, duty, box = people_with_something_due(), ask_for_reminders(), SlowMailbox()
    with post.mail_server(box) as port:
        environment["EMAIL_URL"] = f"smtp://{post.LOOPBACK}:{port}"
        run_until_killed(program("worker", "celery"), environment, lambda: len(box.mails) >= 2)
        with redis.from_url(environment["REDIS_URL"]) as broker:
            broker.flushdb()
        assert 0 < Delivery.objects.filter(state=DeliveryState.SENT).count() < PEOPLE

        start(program("worker", "celery"))
        start([*program("beat", "celery"), "--schedule", str(tmp_path / "schedule")])
        assert wait_until(all_is_sent, RECOVERY_SECONDS)

    assert {address: len(ids) for address, ids in ids_by_address(box.mails).items()} == dict.fromkeys(addresses, 1)
    assert len(box.mails) <= PEOPLE + 1
    told = Notice.objects.filter(kind="supervision.digest")
    assert [rows.count() for rows in (Digest.objects, Reminder.objects, Delivery.objects, told)] == [PEOPLE] * 4
    duty.refresh_from_db()
    assert (duty.attempts, Duty.objects.filter(kind="organization.deliver", attempts=2).count()) == (1, 1)
