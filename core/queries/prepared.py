"""Statements put together once and asked often: building a union of a dozen parts costs ten times what the database takes."""

from collections.abc import Callable, Hashable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST = 1000
"""Statements kept; one more, and all are forgotten and put together anew as they are asked."""

_kept: dict[Hashable, tuple[str, tuple[Any, ...]] | None] = {}


def ask_prepared(build: Callable[[], QuerySet[Any, Any]], *, key: Hashable | None) -> list[tuple[Any, ...]]:
    """The rows of the query that `build` makes, as the database gives them: texts and numbers, no dates or booleans.

    `key` is everything that the words of the statement depend on; what the rows depend on is asked each time. Without a key
    nothing is kept.
    """
    if key is None:
        return _rows(_statement(build))
    if key not in _kept:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = _statement(build)
    return _rows(_kept[key])


def _statement(build: Callable[[], QuerySet[Any, Any]]) -> tuple[str, tuple[Any, ...]] | None:
    try:
        sql, values = build().query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(values)


def _rows(statement: tuple[str, tuple[Any, ...]] | None) -> list[tuple[Any, ...]]:
    if statement is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return cursor.fetchall()
