"""Settings, checks and commands of the public face alone."""

import os
import subprocess
import sys
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from config import setup_checks, supervisor
from config.management.commands import serve
from config.setup_checks import Level
from tests import observatory, public_face
from tests.approvals import factories as approvals
from tests.deployment import ROOT
from tests.disclosure import factories

PAGES = ("/open/", "/open/powers/", "/open/powers/YP-01/", "/healthz", "/open/nowhere/", "/nowhere")
OF_SOMEBODY = ("sessions", "csrf", "auth", "messages", "axes", "organization", "htmx", "history", "config")


@pytest.fixture
def alone():
    with public_face.alone():
        yield


@pytest.mark.parametrize("command", [["check"], ["check", "--deploy", "--fail-level", "WARNING"]], ids="_".join)
def test_the_public_face_passes_djangos_own_checks(command):
    face = {"SITE_FACE": "public", "SECURE": "true", "SECRET_KEY": "of-this-test" * 6}
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    asked = [sys.executable, "manage.py", *command]

    tried = subprocess.run(asked, cwd=ROOT, env=own | face, capture_output=True, text=True, check=False)

    assert tried.returncode == 0, tried.stderr


def test_no_middleware_of_the_public_face_knows_of_persons(alone):
    names = [name for name in settings.MIDDLEWARE if any(word in name.lower() for word in OF_SOMEBODY)]

    assert names == []
    assert len(settings.MIDDLEWARE) == 9


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_answer_of_the_public_face_sets_a_cookie_or_lacks_a_header(behind_https, path):
    factories.publish(approvals.world())

    with public_face.alone():
        response = Client().get(path, secure=True)

    assert (response.cookies, observatory.score(response)) == ({}, 130)
    assert response.status_code == (404 if "nowhere" in path else 200)


@pytest.mark.django_db
def test_what_is_no_address_says_so_without_leading_to_the_desk(alone):
    response = Client().get("/open/nowhere/")

    assert [template.name for template in response.templates][:2] == ["404.html", "public/base.html"]
    assert "/accounts/login/" not in response.text


@pytest.mark.django_db
def test_an_error_of_ours_and_a_database_that_is_away_have_their_pages(alone, monkeypatch):
    client = Client(raise_request_exception=False)

    def answer(error):
        monkeypatch.setattr("disclosure.queries.overview", error)
        response = client.get("/open/")
        return response.status_code, [template.name for template in response.templates][:1]

    def fail(*arguments, **words):
        raise ValueError

    def lose(*arguments, **words):
        from django.db import OperationalError

        raise OperationalError

    assert [answer(fail), answer(lose)] == [(500, ["500.html"]), (503, ["503.html"])]


def test_the_public_face_needs_neither_pango_nor_a_queue(settings):
    settings.IS_PUBLIC_ALONE, settings.REDIS_URL = True, "redis://127.0.0.1:1/0"

    assert len(list(setup_checks.machine())) == 2


@pytest.mark.parametrize(
    ("missing", "beyond", "level", "told"),
    [
        (set(), set(), Level.FINE, "只能读已公开的内容"),
        (set(), {("core_duty", "SELECT")}, Level.WARNING, "多出 1 项（SELECT core_duty）"),
        ({("disclosure_open", "SELECT")}, {("core_duty", "SELECT")}, Level.ERROR, "缺少权限（SELECT disclosure_open）"),
    ],
)
def test_a_role_is_judged_by_what_it_lacks_then_by_what_it_has_too_much(missing, beyond, level, told):
    finding = setup_checks.judge_role(missing=missing, beyond=beyond)

    assert (finding.level, told in finding.text) == (level, True)


@pytest.mark.django_db
def test_check_setup_of_the_public_face_asks_for_its_role_and_for_no_migrations(settings, monkeypatch):
    settings.IS_PUBLIC_ALONE = True
    monkeypatch.setattr(setup_checks, "role", lambda: iter([setup_checks.Finding(Level.WARNING, "角色")]))

    texts = [finding.text for finding in setup_checks.everything()]

    assert texts[-1] == "角色"
    assert not any("表结构" in text for text in texts)


@pytest.mark.skipif(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"), reason="on SQLite")
def test_on_sqlite_nothing_keeps_the_public_face_from_reading_everything():
    (finding,) = setup_checks.role()

    assert (finding.level, "SQLite" in finding.text) == (Level.WARNING, True)


class Started:
    """A supervisor that starts nothing."""

    def __init__(self, *, commands, is_ready, when_ready):
        Started.commands, self.when_ready = commands, when_ready

    def run(self):
        self.when_ready()
        return ""


@pytest.mark.django_db
@pytest.mark.parametrize(("is_public", "processes"), [(True, ["web"]), (False, ["web", "worker"])])
def test_serve_starts_what_the_face_needs_and_migrates_only_for_the_desk(settings, monkeypatch, is_public, processes):
    settings.IS_PUBLIC_ALONE = is_public
    done = []
    monkeypatch.setattr(supervisor, "Supervisor", Started)
    monkeypatch.setattr(supervisor, "is_free", lambda **address: True)
    monkeypatch.setattr(serve.Command, "prepare", lambda self, **options: done.append("migrate"))
    monkeypatch.setenv("SITE_URL", settings.SITE_URL)

    call_command("serve", stdout=StringIO())

    assert (list(Started.commands), done) == (processes, [] if is_public else ["migrate"])
