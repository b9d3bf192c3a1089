"""`check_setup` says in words what is missing, and ends with 1 only for errors."""

import os
import subprocess
import sys
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from config import setup_checks
from config.setup_checks import Finding, Level
from organization.models import CalendarDay
from tests.deployment import ROOT


def test_missing_pango_names_the_package_to_install(monkeypatch):
    def refuse(name):
        raise OSError(f"cannot load library {name}")

    monkeypatch.setattr(setup_checks.importlib, "import_module", refuse)

    assert [(f.level, "apt-get install libpango-1.0-0" in f.text) for f in setup_checks.pango()] == [
        (Level.ERROR, True)
    ]


def test_missing_chromium_is_only_a_warning(monkeypatch):
    monkeypatch.setattr(setup_checks.shutil, "which", lambda name: None)

    assert [(f.level, "apt-get install chromium" in f.text) for f in setup_checks.chromium()] == [(Level.WARNING, True)]


def test_a_missing_print_face_is_an_error(settings, tmp_path):
    settings.BASE_DIR = tmp_path

    levels = [finding.level for finding in setup_checks.fonts()]

    assert levels == [Level.ERROR]


def test_redis_that_does_not_answer_is_an_error_within_a_second(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert [finding.level for finding in setup_checks.broker()] == [Level.ERROR]


def test_a_database_that_is_away_is_said_without_a_traceback(monkeypatch):
    def refuse():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(setup_checks.connection, "ensure_connection", refuse)

    assert setup_checks.reach_database() == Finding(
        Level.ERROR, "数据库连接不上，请检查 DATABASE_URL 与数据库服务：connection refused"
    )


@pytest.mark.django_db
def test_a_year_without_holidays_warns_until_the_hospital_enters_them(monkeypatch):
    monkeypatch.setattr(setup_checks.timezone, "localdate", lambda: date(2090, 11, 1))

    before = [finding.level for finding in setup_checks.holidays()]
    CalendarDay.objects.create(day=date(2091, 1, 1), is_workday=False)
    after = [finding.level for finding in setup_checks.holidays()]

    assert (before, after) == ([Level.WARNING], [Level.FINE])


@pytest.mark.parametrize(("found", "level"), [("C", Level.ERROR), ("POSIX", Level.ERROR), ("C.UTF-8", Level.FINE)])
def test_a_database_of_the_c_locale_is_an_error(found, level):
    assert setup_checks.judge_character_type(found).level == level


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_database_of_the_tests_knows_chinese():
    assert [finding.level for finding in setup_checks.character_type()] == [Level.FINE]


@pytest.mark.parametrize("level", [Level.FINE, Level.WARNING])
def test_the_command_prints_each_finding(monkeypatch, level):
    monkeypatch.setattr(setup_checks, "everything", lambda: iter([Finding(level, "甲"), Finding(level, "乙")]))
    out = StringIO()

    call_command("check_setup", stdout=out)

    assert out.getvalue() == f"[{setup_checks.LABELS[level]}] 甲\n[{setup_checks.LABELS[level]}] 乙\n"


def test_the_command_ends_with_one_after_printing_what_follows_an_error(monkeypatch):
    monkeypatch.setattr(
        setup_checks, "everything", lambda: iter([Finding(Level.ERROR, "甲"), Finding(Level.FINE, "乙")])
    )
    out = StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("check_setup", stdout=out)

    assert (ended.value.code, out.getvalue()) == (1, "[错误] 甲\n[正常] 乙\n")


def test_without_pango_every_command_still_runs_and_check_setup_says_what_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}"}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings"}

    asked = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check_setup"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "[错误] 缺少 Pango，不能生成 PDF，请安装：apt-get install libpango-1.0-0" in asked.stdout
    assert (asked.returncode, "Traceback" in asked.stderr) == (1, False)
