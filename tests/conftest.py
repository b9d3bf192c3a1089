"""What every test stands on: skipping by what this machine has, no way out of the loopback, and a browser that is watched."""

import ipaddress
import os
import runpy
import shutil
import socket
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Locator
from xdist.scheduler import LoadScopeScheduling

from tests import demo, guards

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
SETTINGS = Path(__file__).parent.parent / "config" / "settings.py"
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LOCAL_SCHEMES = ("about", "blob", "data")
LEAVING = """addEventListener("submit", ({ defaultPrevented, target: form }) => {
    const goes = !defaultPrevented || form.querySelector("[data-draft]");
    if (goes && !form.target) document.documentElement.dataset.leaving = "";
})"""
"""A page whose form is on its way, or will be when its draft is kept, says so for `_clicks_end_with_the_page`."""
TOGETHER = ("tests/config/test_demo.py", "tests/supervision/test_whole_year.py")
"""Modules that build for minutes what all their tests stand on: one worker runs each."""
WALK = "tests/test_walk.py"
"""One test of minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what can't run here (`CI=true` fails instead) and keeps shipped rows through tests that empty the tables."""
    missing = {"browser": not CHROMIUM, "postgres": "postgresql" not in settings.DATABASES["default"]["ENGINE"]}
    missing["processes"] = missing["postgres"] or not settings.REDIS_URL
    reasons = {"browser": "no Chromium", "postgres": "not on PostgreSQL", "processes": "no PostgreSQL and Redis"}
    wanting = {name: [item for item in items if item.get_closest_marker(name)] for name in missing if missing[name]}
    if any(wanting.values()) and os.environ.get("CI") == "true":
        raise pytest.UsageError(f"CI=true and {', '.join(reasons[name] for name in wanting)}")
    for name, waiting in wanting.items():
        for item in waiting:
            item.add_marker(pytest.mark.skip(reason=reasons[name]))
    for item in items:
        if _empties_tables(item):
            item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    items.sort(key=_turn)


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = {"live_server", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(asked) or (marker is not None and bool(marker.kwargs.get("transaction")))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Playwright's event loop gives its tests a database connection of their own: it must know the shipped rows too.

    What is inserted once refuses to be emptied; tests that empty all tables need it to be let, here and nowhere else.
    """
    connection = connections["default"]
    shipped = getattr(connection, "_test_serialized_contents", None)
    if shipped is not None:
        type(connection)._test_serialized_contents = shipped
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            for table, trigger in guards.of_whole_tables(cursor):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")


@pytest.fixture(autouse=True)
def _own_chain_heads(request, settings, tmp_path_factory):
    """Heads of the trail are kept outside of the database, so that what one test keeps would contradict the next."""
    settings.AUDIT_HEAD_DIR = str(tmp_path_factory.getbasetemp() / "heads" / f"{id(request.node):x}")


@pytest.fixture(scope="session")
def lay_demo(tmp_path_factory):
    """`lay_demo()` puts the demo hospital into an empty database; the workers of a run build it once.

    With `is_complete=False` it is only what `seed_demo` makes (`demo.lay`).
    """
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return partial(demo.lay, shared / "demo")


def _turn(item: pytest.Item) -> int:
    """What is built for long comes first, the demo hospital for all the others.

    Tests that empty the tables come last, those that take long or mostly wait (the processes) first among them.
    """
    if _module(item.nodeid) in TOGETHER:
        return 0
    if not _empties_tables(item):
        return 1
    return 2 if _module(item.nodeid) == WALK or item.get_closest_marker("processes") else 3


def _module(nodeid: str) -> str:
    return nodeid.partition("::")[0]


class Scheduling(LoadScopeScheduling):
    """Each test goes to the worker that is free; those of a module of `TOGETHER` all to one."""

    def _split_scope(self, nodeid: str) -> str:
        module = _module(nodeid)
        return module if module in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    return Scheduling(config, log)


class Refused(OSError):
    """A test tried to leave this machine."""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def _stay_on_this_machine():
    """No test reaches beyond the loopback: neither a connection nor a question to a name server."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise Refused(f"a test tried to reach {address[0]}")
        return connect(self, address)

    def guarded_resolve(host, *arguments, **options):
        if host and host != "localhost" and not _is_number(host):
            raise Refused(f"a test asked for the address of {host}")
        return resolve(host, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_resolve)
        yield


@pytest.fixture
def behind_https(settings, monkeypatch):
    """The settings of `SECURE=true`, for requests made with `secure=True`."""
    monkeypatch.setenv("SECURE", "true")
    for name, value in runpy.run_path(str(SETTINGS)).items():
        if name.startswith(("SECURE_", "SESSION_COOKIE_", "CSRF_COOKIE_")):
            setattr(settings, name, value)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium, quiet, and with no name to resolve but the loopback's."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A desk's screen in Chinese; tests set other widths by `page.set_viewport_size`."""
    return {**browser_context_args, "locale": "zh-CN", "viewport": {"width": 1440, "height": 900}}


@pytest.fixture(scope="session", autouse=True)
def _clicks_end_with_the_page():
    """A click that leads to another page is over when all of that page is there.

    Playwright goes on as soon as the answer begins, and on a busy machine even before a form is sent: what is counted
    next would not be read yet, the page gone to next be given up. What a script sends, or puts into the page, has to be
    waited for by the test itself (`expect`). `no_wait_after=True` goes on at once.
    """
    click = Locator.click

    def through(self, **options):
        click(self, **options)
        if options.get("no_wait_after"):
            return
        self.page.locator("html[data-leaving]").wait_for(state="detached")
        self.page.wait_for_load_state()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", through)
        yield


@pytest.fixture
def page(page):
    """The page of pytest-playwright, watched: it asks nothing of another host, breaks no policy, has no script error."""
    complaints: list[str] = []

    def hear_request(request):
        address = urlsplit(request.url)
        if address.scheme not in LOCAL_SCHEMES and address.hostname not in LOOPBACK:
            complaints.append(f"asks {request.url}")

    def hear_console(message):
        if message.type == "error" and "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.add_init_script(LEAVING)
    page.on("request", hear_request)
    page.on("console", hear_console)
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    yield page
    assert complaints == []


@pytest.fixture
def sign_in(client, live_server, context):
    """`sign_in(person)` gives the browser a session of the person, without the login page."""

    def enter(person):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return enter


@pytest.fixture(scope="session")
def axe():
    """`axe(page)` lists what axe-core finds wrong on the page: rule and element, nothing when all is well."""
    source = AXE.read_text()

    def faults(page):
        page.wait_for_load_state()
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [f"{fault['id']}: {node['html']}" for fault in found["violations"] for node in fault["nodes"]]

    return faults
