"""The triggers by which PostgreSQL keeps what is inserted once: finding them, and going behind them as an attacker would."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

EMPTYING = "%is\\_never\\_emptied"
GUARDS = """
SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND tgname LIKE %s ORDER BY relname, tgname
"""


def of_whole_tables(cursor: Any) -> list[tuple[str, str]]:
    """Table and trigger of each guard against TRUNCATE."""
    cursor.execute(GUARDS, [EMPTYING])
    return cursor.fetchall()


@contextmanager
def off(table: str) -> Iterator[Any]:
    """A cursor before which the table is unguarded, as before the tables' owner who has switched the triggers off."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            yield cursor
            return
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # rows of this transaction still wait for their check
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def tamper(table: str, statement: str, *values: Any) -> int:
    """What somebody with the database's password does behind the triggers; returns how many rows it struck."""
    with off(table) as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
