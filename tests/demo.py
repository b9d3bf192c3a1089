"""The demo hospital for tests: built once a run, copied by COPY into each database that asks for it.

Two are kept: what `seed_demo` makes, and that with one of each thing besides (`addresses.complete`).
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction

from tests import addresses

SEEDED, COMPLETE = "seeded", "complete"
"""Folders with a file for each table."""


def lay(built: Path, *, is_complete: bool = True) -> None:
    """Put the hospital into an empty database.

    The folder `built` is shared by the workers of a run; without PostgreSQL the hospital is built anew each time.
    """
    if connection.vendor != "postgresql":
        _seed()
        if is_complete:
            addresses.complete()
        return
    with _turn(built):
        if not (built / COMPLETE).exists():
            _seed()
            _write(built / SEEDED)
            addresses.complete()
            _write(built / COMPLETE)
    _read(built / (COMPLETE if is_complete else SEEDED))
    ContentType.objects.clear_cache()


def _seed() -> None:
    call_command("seed_demo", verbosity=0)


@contextmanager
def _turn(built: Path) -> Iterator[None]:
    """Of two workers that ask at once, the second waits for what the first builds."""
    built.mkdir(exist_ok=True)
    with (built / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if name != "django_migrations"]


def _write(folder: Path) -> None:
    """Every table; the folder is there when all of them are."""
    unfinished = folder.with_suffix(".unfinished")
    unfinished.mkdir()
    with connection.cursor() as cursor:
        for table in _tables():
            with (unfinished / table).open("wb") as file:
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', file)
    unfinished.rename(folder)


@transaction.atomic
def _read(folder: Path) -> None:
    """Every table as it was written, looked at by the planner as on a server of some days, its counter behind its last row.

    A counter never goes back: rows kept elsewhere (`worlds`) have numbers behind the demo's.
    """
    quote, tables = connection.ops.quote_name, _tables()
    connection.check_constraints()  # what waits to be checked keeps a table from being emptied
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(quote, tables))}")
        for table in tables:
            with (folder / table).open("rb") as file:
                cursor.copy_expert(f"COPY {quote(table)} FROM STDIN", file)
            cursor.execute(f"ANALYZE {quote(table)}")
            for counter in connection.introspection.get_sequences(cursor, table):
                name = quote(counter["name"])
                last = f"GREATEST(MAX({quote(counter['column'])}), (SELECT last_value FROM {name}))"
                cursor.execute(f"SELECT setval(%s, {last}) FROM {quote(table)}", [counter["name"]])
