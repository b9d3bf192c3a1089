"""Worlds that take a while to build through the services: built once a worker, copied by COPY into each test that asks."""

import io
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

T = TypeVar("T")

TOUCHED = """
SELECT relname FROM pg_stat_xact_user_tables
WHERE schemaname = current_schema AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""

_kept: dict[tuple[Callable[[], Any], date], tuple[Any, dict[str, bytes]]] = {}
"""What a builder made, and the rows of each table that it wrote to, by the day it was."""


def laid(build: Callable[[], T]) -> T:
    """Return what `build()` makes, in a database in which this test has written nothing yet.

    It is built anew where rows can't be put back: without PostgreSQL and its superuser, in a test that commits, and in one
    that has written something before.
    """
    if not _is_untouched():
        return build()
    key = build, timezone.localdate()
    if key in _kept:
        _put(_kept[key][1])
    else:
        made = build()
        _kept[key] = deepcopy(made), _taken()
    return deepcopy(_kept[key][0])


def _is_untouched() -> bool:
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on' AND pg_current_xact_id_if_assigned() IS NULL")
        return bool(cursor.fetchone()[0])


def _taken() -> dict[str, bytes]:
    """All rows of the tables that this transaction has written to, and of some others, as COPY tells them."""
    tables = {}
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED)
        for (table,) in cursor.fetchall():
            told = io.BytesIO()
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', told)
            tables[table] = told.getvalue()
    return tables


def _put(tables: dict[str, bytes]) -> None:
    """The rows in place of those the tables have; triggers and foreign keys, which knew them already, are not asked."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("".join(f'DELETE FROM "{table}";' for table in tables))
        for table, told in tables.items():
            cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.BytesIO(told))
        cursor.execute("SET LOCAL session_replication_role = origin")
