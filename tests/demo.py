"""The demo hospital for tests: built once a run, copied by COPY into each database that asks for it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from tests import addresses

WHOLE = "whole"
"""The file that says that all the others are there."""


def lay(built: Path) -> None:
    """Put the hospital of `addresses.build` into an empty database.

    The folder `built` is shared by the workers of a run; without PostgreSQL the hospital is built anew each time.
    """
    if connection.vendor != "postgresql":
        addresses.build()
        return
    with _turn(built):
        if not (built / WHOLE).exists():
            addresses.build()
            _write(built)
            return
    _read(built)
    ContentType.objects.clear_cache()


@contextmanager
def _turn(built: Path) -> Iterator[None]:
    """Of two workers that ask at once, the second waits for what the first builds."""
    built.mkdir(exist_ok=True)
    with (built / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name != "django_migrations"]


def _write(built: Path) -> None:
    with connection.cursor() as cursor:
        for table in _tables():
            with (built / table).open("wb") as file:
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', file)
    (built / WHOLE).touch()


@transaction.atomic
def _read(built: Path) -> None:
    """Every table as it was written, looked at by the planner as on a server of some days, its counter behind its last row."""
    quote, tables = connection.ops.quote_name, _tables()
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(quote, tables))}")
        for table in tables:
            with (built / table).open("rb") as file:
                cursor.copy_expert(f"COPY {quote(table)} FROM STDIN", file)
            cursor.execute(f"ANALYZE {quote(table)}")
            for counter in connection.introspection.get_sequences(cursor, table):
                last = f"(SELECT GREATEST(MAX({quote(counter['column'])}), 1) FROM {quote(table)})"
                cursor.execute(f"SELECT setval(%s, {last})", [counter["name"]])
