"""Keyset paging: a page is the rows after (or before) a row, so the last page costs what the first does."""

import base64
import binascii
import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Field, Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP

COUNT_LIMIT = 1000
"""Results are counted to here; beyond it a list says `1000+`."""


@dataclass(frozen=True)
class Key:
    """One field of an order: `name` is the column or annotation compared, rows without a value stand last."""

    name: str
    field: Field
    is_descending: bool
    is_nullable: bool


@dataclass(frozen=True)
class Cut:
    """One page of rows and the cursors of its neighbours (empty where there is none)."""

    rows: list[Any]
    previous: str = ""
    next: str = ""


def page(rows: QuerySet, *, order: Sequence[str], size: int, after: str = "", before: str = "") -> Cut:
    """Up to `size` rows in `order` (`-` descends; the primary key is added to break ties).

    `after` and `before` are cursors of an earlier `Cut`; one that can't be read counts as absent.
    """
    rows, keys = _with_keys(rows, order)
    values = _decode(after or before, keys)
    is_backward = values is not None and not after
    ordered = rows.order_by(*(_ordering(key, is_backward=is_backward) for key in keys))
    if values is not None:
        ordered = ordered.filter(_beyond(keys, values, is_backward=is_backward))
    found = list(ordered[: size + 1])
    has_more = len(found) > size
    found = found[:size]
    if is_backward:
        found.reverse()
    has_previous = has_more if is_backward else values is not None
    has_next = is_backward or has_more
    return Cut(
        rows=found,
        previous=_encode(found[0], keys) if found and has_previous else "",
        next=_encode(found[-1], keys) if found and has_next else "",
    )


def in_order(rows: QuerySet, *, order: Sequence[str]) -> QuerySet:
    """All rows in the order that `page` gives them."""
    rows, keys = _with_keys(rows, order)
    return rows.order_by(*(_ordering(key, is_backward=False) for key in keys))


def count(rows: QuerySet) -> int:
    """How many rows there are, counted no further than one beyond `COUNT_LIMIT`."""
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def _with_keys(rows: QuerySet, order: Sequence[str]) -> tuple[QuerySet, list[Key]]:
    """The keys of an order; a field of a related row is annotated so that the cursor can be read off the row."""
    names = [name for name in order if name.lstrip("-") not in ("pk", "id")]
    descends = (names[0] if names else (order[0] if order else "")).startswith("-")
    keys = []
    for number, name in enumerate(names):
        path = name.lstrip("-")
        field, is_nullable = _field(rows, path)
        if LOOKUP_SEP in path:
            alias = f"order_{number}"
            rows, path = rows.annotate(**{alias: F(path)}), alias
        keys.append(Key(path, field, is_descending=name.startswith("-"), is_nullable=is_nullable))
    keys.append(Key("pk", rows.model._meta.pk, is_descending=descends, is_nullable=False))
    return rows, keys


def _field(rows: QuerySet, path: str) -> tuple[Any, bool]:
    annotation = rows.query.annotations.get(path)
    if annotation is not None:
        return annotation.output_field, True
    model: type[Model] = rows.model
    is_nullable = False
    *relations, last = path.split(LOOKUP_SEP)
    for name in relations:
        relation = model._meta.get_field(name)
        if relation.related_model is None:
            raise FieldDoesNotExist(path)
        is_nullable = is_nullable or getattr(relation, "null", True)
        model = relation.related_model
    field = model._meta.get_field(last)
    return field, is_nullable or field.null


def _ordering(key: Key, *, is_backward: bool) -> Any:
    is_descending = key.is_descending != is_backward
    if not key.is_nullable:
        return f"-{key.name}" if is_descending else key.name
    nulls = {"nulls_first": True} if is_backward else {"nulls_last": True}
    return F(key.name).desc(**nulls) if is_descending else F(key.name).asc(**nulls)


def _beyond(keys: Sequence[Key], values: Sequence[Any], *, is_backward: bool) -> Q:
    """Rows that come after `values` in the order, walking forward or backward."""
    key, value = keys[0], values[0]
    beyond = _strictly_beyond(key, value, is_backward=is_backward)
    if len(keys) == 1:
        return beyond
    same = Q(**{f"{key.name}__isnull": True}) if value is None else Q(**{key.name: value})
    condition = beyond | (same & _beyond(keys[1:], values[1:], is_backward=is_backward))
    if key.is_nullable:
        return condition
    edge = "lte" if key.is_descending != is_backward else "gte"
    return Q(**{f"{key.name}__{edge}": value}) & condition  # lets the index start at the cursor


def _strictly_beyond(key: Key, value: Any, *, is_backward: bool) -> Q:
    absent = Q(**{f"{key.name}__isnull": True})
    if value is None:
        return ~absent if is_backward else Q(pk__in=[])
    lookup = "lt" if key.is_descending != is_backward else "gt"
    beyond = Q(**{f"{key.name}__{lookup}": value})
    return beyond | absent if key.is_nullable and not is_backward else beyond


def _encode(row: Any, keys: Sequence[Key]) -> str:
    values = [_plain(getattr(row, key.name)) for key in keys]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value if value is None or isinstance(value, int | float) else str(value)


def _decode(cursor: str, keys: Sequence[Key]) -> list[Any] | None:
    if not cursor or len(cursor) > 2000:
        return None
    try:
        texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return _typed(texts, keys) if isinstance(texts, list) and len(texts) == len(keys) else None
    except (ValueError, TypeError, OverflowError, binascii.Error, ValidationError):
        return None


def _typed(texts: Sequence[Any], keys: Sequence[Key]) -> list[Any] | None:
    """The cursor's values as the fields have them; None when it was tampered with."""
    values = []
    for text, key in zip(texts, keys, strict=True):
        if isinstance(text, list | dict) or (text is None and not key.is_nullable):
            return None
        value = key.field.to_python(text)
        if isinstance(value, str) and "\x00" in value:
            return None
        if isinstance(value, int) and abs(value) >= 2**63:
            return None
        values.append(value)
    return values
