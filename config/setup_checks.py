"""What an installation needs before it can serve: each finding says in words what is missing and what to install."""

import ctypes.util
import importlib
import os
import platform
import shutil
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config import public_role
from organization import queries

PRINT_FACES = ("noto-sans-sc-regular.ttf", "noto-sans-sc-bold.ttf", "noto-serif-sc-black.ttf")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
REDIS_SECONDS = 0.5
SHOWN = 3
"""Rights named in a finding."""


class Level(StrEnum):
    """How grave a finding is; only an error keeps the installation from its work."""

    FINE = "fine"
    WARNING = "warning"
    ERROR = "error"


LABELS = {
    Level.FINE: gettext_lazy("正常"),
    Level.WARNING: gettext_lazy("提醒"),
    Level.ERROR: gettext_lazy("错误"),
}


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    level: Level
    text: str

    def __str__(self) -> str:
        return f"[{LABELS[self.level]}] {self.text}"


def machine() -> Iterator[Finding]:
    """What can be said without the database: interpreter, libraries, fonts, folders, Redis.

    The public face prints nothing and has no worker.
    """
    checks = (
        (python, folder) if settings.IS_PUBLIC_ALONE else (python, pango, subsetter, chromium, fonts, folder, broker)
    )
    for check in checks:
        yield from check()


def reach_database() -> Finding:
    """Whether the database answers."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        detail = str(error).strip().splitlines()[0]
        return Finding(Level.ERROR, _("数据库连接不上，请检查 DATABASE_URL 与数据库服务：%s") % detail)
    return Finding(Level.FINE, _("数据库可以连接（%s）") % connection.display_name)


def python() -> Iterator[Finding]:
    """Python 3.11 and later."""
    is_new = sys.version_info >= (3, 11)
    text = _("Python %s") if is_new else _("Python %s 太旧，需要 3.11 或更新的版本")
    yield Finding(Level.FINE if is_new else Level.ERROR, text % platform.python_version())


def pango() -> Iterator[Finding]:
    """WeasyPrint opens Pango and its companions when it is imported."""
    try:
        importlib.import_module("weasyprint")
    except OSError:
        text = _("缺少 Pango，不能生成 PDF，请安装：apt-get install libpango-1.0-0 libpangoft2-1.0-0")
        yield Finding(Level.ERROR, text)
    else:
        yield Finding(Level.FINE, _("Pango 可用，可以生成 PDF"))


def subsetter() -> Iterator[Finding]:
    """Without it PDFs with Chinese text are written several times slower."""
    if ctypes.util.find_library("harfbuzz-subset"):
        yield Finding(Level.FINE, _("HarfBuzz 字体裁剪库可用"))
    else:
        text = _("缺少 HarfBuzz 字体裁剪库，生成 PDF 会慢数倍，请安装：apt-get install libharfbuzz-subset0")
        yield Finding(Level.WARNING, text)


def chromium() -> Iterator[Finding]:
    """Only browser tests use it."""
    if any(shutil.which(name) for name in BROWSERS):
        yield Finding(Level.FINE, _("Chromium 可用，可以运行浏览器测试"))
    else:
        text = _("缺少 Chromium，只影响浏览器测试，需要时请安装：apt-get install chromium")
        yield Finding(Level.WARNING, text)


def fonts() -> Iterator[Finding]:
    """The shipped print faces, and the hospital's own folder when one is set."""
    shipped = settings.BASE_DIR / "static" / "print-fonts"
    missing = [face for face in PRINT_FACES if not (shipped / face).is_file()]
    if missing:
        yield Finding(Level.ERROR, _("缺少打印字体：%s，请运行 make vendor") % "、".join(missing))
    else:
        yield Finding(Level.FINE, _("打印字体齐全"))
    if settings.FONTS_DIR and not Path(settings.FONTS_DIR).is_dir():
        yield Finding(Level.WARNING, _("FONTS_DIR 指向的文件夹不存在：%s") % settings.FONTS_DIR)


def folder() -> Iterator[Finding]:
    """Files, the queue and the embedded database are written below var/."""
    if os.access(settings.VAR_DIR, os.W_OK):
        yield Finding(Level.FINE, _("数据文件夹可以写入：%s") % settings.VAR_DIR)
    else:
        yield Finding(Level.ERROR, _("数据文件夹不能写入：%s") % settings.VAR_DIR)


def broker() -> Iterator[Finding]:
    """Redis is optional; one that is named must answer."""
    if not settings.REDIS_URL:
        yield Finding(Level.FINE, _("没有设置 REDIS_URL，任务队列使用文件"))
        return
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    )
    try:
        client.ping()
    except redis.RedisError:
        yield Finding(Level.ERROR, _("Redis 连接不上，请检查 REDIS_URL 与 Redis 服务"))
    else:
        yield Finding(Level.FINE, _("Redis 可以连接"))
    finally:
        client.close()


def character_type() -> Iterator[Finding]:
    """A PostgreSQL database of the C locale makes no trigrams of Chinese text."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT datctype FROM pg_database WHERE datname = current_database()")
        found = cursor.fetchone()[0]
    yield judge_character_type(found)


def judge_character_type(found: str) -> Finding:
    """C and POSIX know no letter beyond ASCII."""
    if found in ("C", "POSIX"):
        text = _("数据库的字符类型是 %s，不能正确检索中文，请以 C.UTF-8 或 zh_CN.UTF-8 重建数据库")
        return Finding(Level.ERROR, text % found)
    return Finding(Level.FINE, _("数据库的字符类型是 %s") % found)


def tables() -> Iterator[Finding]:
    """Whether every migration has run; only then the tables can be asked for next year's holidays."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding(Level.ERROR, _("有 %d 个数据库迁移尚未执行，请运行 manage.py migrate") % len(waiting))
        return
    yield Finding(Level.FINE, _("数据库表结构是最新的"))
    yield from holidays()


def holidays() -> Iterator[Finding]:
    """Deadlines reach into next year: its holidays are published in November."""
    year = timezone.localdate().year + 1
    is_entered = any(day.year == year for day in queries.workday_overrides())
    if queries.is_year_provisional(year) and not is_entered:
        text = _("%d 年的节假日还没有数据，期限暂按周一至周五计算，请更新 chinesecalendar 或在“工作日历”中录入")
        yield Finding(Level.WARNING, text % year)
    else:
        yield Finding(Level.FINE, _("%d 年的节假日已有数据") % year)


def role() -> Iterator[Finding]:
    """Whether the public face runs by a role that can do what it needs and nothing else (docs/sql/public_role.sql)."""
    if connection.vendor != "postgresql":
        yield Finding(Level.WARNING, _("对外一面使用 SQLite，数据库不限制它能读什么，请改用 PostgreSQL 与专用角色"))
        return
    held = public_role.held()
    yield judge_role(missing=public_role.GRANTED - held, beyond=held - public_role.GRANTED)


def judge_role(*, missing: Set[tuple[str, str]], beyond: Set[tuple[str, str]]) -> Finding:
    """What is missing keeps pages from being shown; what is beyond is only a danger."""
    how = _("请由表的所有者重新执行 docs/sql/public_role.sql")
    if missing:
        lacking = {"rights": _rights(missing), "how": how}
        return Finding(Level.ERROR, _("对外一面的数据库角色缺少权限（%(rights)s），%(how)s") % lacking)
    if beyond:
        said = {"count": str(len(beyond)), "rights": _rights(beyond)}
        text = _(
            "对外一面的数据库角色权限过大，多出 %(count)s 项（%(rights)s），请改用 docs/sql/public_role.sql 的角色"
        )
        return Finding(Level.WARNING, text % said)
    return Finding(Level.FINE, _("对外一面的数据库角色只能读已公开的内容、写入意见和评议"))


def _rights(pairs: Set[tuple[str, str]]) -> str:
    """The first three, as the grants say them."""
    named = [f"{right} {table}" for table, right in sorted(pairs)]
    return "、".join(named[:SHOWN]) + ("……" if len(named) > SHOWN else "")


def everything() -> Iterator[Finding]:
    """All findings in order; what rests on the database is left out when it does not answer."""
    yield from machine()
    reached = reach_database()
    yield reached
    if reached.level == Level.FINE:
        yield from character_type()
        yield from role() if settings.IS_PUBLIC_ALONE else tables()
