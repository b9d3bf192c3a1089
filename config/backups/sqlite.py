"""SQLite: a copy taken while it runs, rows read in order, a file put in the place of another."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from config.backups.manifest import SESSIONS, Table, Unfit, digest, row_line

WAIT_SECONDS = 20
CHUNK = 1000


class Reader:
    """One file, read from one moment."""

    def __init__(self, link: sqlite3.Connection) -> None:
        self.link = link
        link.text_factory = lambda data: data.decode("utf-8", "surrogateescape")

    def rows(self, sql: str) -> list[Any]:
        return self.link.execute(sql).fetchall()

    def tables(self) -> list[str]:
        found = self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return sorted(name for (name,) in found)

    def digest(self, table: str) -> Table:
        """Over all columns by name, rows by primary key; memory stays flat."""
        columns = self.rows(f"PRAGMA table_info({_quote(table)})")
        names = ", ".join(_quote(name) for name in sorted(column[1] for column in columns))
        keys = ", ".join(_quote(column[1]) for column in sorted(columns, key=lambda column: column[5]) if column[5])
        cursor = self.link.execute(f"SELECT {names} FROM {_quote(table)} ORDER BY {keys or 'rowid'}")  # noqa: S608
        return digest(map(row_line, cursor))

    def roles(self) -> list[str]:
        """SQLite knows none."""
        return []


def _quote(name: str) -> str:
    return '"{}"'.format(name.replace('"', '""'))


def place() -> Path:
    """The file of the database."""
    return Path(connection.settings_dict["NAME"])


def refuse_missing_programs() -> None:
    """Nothing but Python is needed."""


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Path, Reader]]:
    """A copy of this moment without anybody's session, while others go on writing; what is compared is read from it."""
    copy = folder / "database.sqlite3"
    with closing(sqlite3.connect(place(), timeout=WAIT_SECONDS)) as source:
        source.execute("VACUUM INTO ?", [str(copy)])
    with closing(sqlite3.connect(copy, isolation_level=None)) as link:
        reader = Reader(link)
        if SESSIONS in reader.tables():
            link.execute("PRAGMA secure_delete = ON")
            link.execute(f"DELETE FROM {SESSIONS}")  # noqa: S608
        yield copy, reader


@contextmanager
def now() -> Iterator[Reader]:
    """The database as it stands; the file is made where there is none."""
    with closing(sqlite3.connect(place(), timeout=WAIT_SECONDS, isolation_level=None)) as link:
        link.execute("BEGIN")
        yield Reader(link)


def unpack_beside() -> Path | None:
    """Where the copy has to wait: only on the same disk it can take the place of the other in one step."""
    return place().parent


def refuse_running(roles: list[str]) -> None:
    """Leaving the write-ahead log is let only to the one who is alone with the file, and removes the log.

    With the log of another database beside it, a file would be ruined.
    """
    connection.close()
    with closing(sqlite3.connect(place(), timeout=1)) as link:
        try:
            link.execute("PRAGMA journal_mode = DELETE").fetchall()
        except sqlite3.OperationalError as error:
            raise Unfit(_("还有程序开着数据库，请先停下网页服务和后台任务。")) from error


def restore(dump: Path, roles: list[str]) -> None:
    """The copy takes the place of the file."""
    old = place()
    dump.chmod(old.stat().st_mode & 0o777)
    dump.replace(old)
