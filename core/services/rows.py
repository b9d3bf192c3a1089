"""Saving, copying and erasing rows so that their history names who did it."""

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import ProtectedError, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from core import queries
from core.rules import Denied, Stale

Row = TypeVar("Row", bound=models.Model)
BATCH = 2_800
"""Rows a statement, and rows built at once where thousands are written."""


def save(thing: models.Model, by: Any, *, reason: str = "") -> None:
    """Save `thing`; its history names `by` and, where given, the reason."""
    thing._history_user = by  # type: ignore[attr-defined]
    thing._change_reason = reason or None  # type: ignore[attr-defined]
    thing.save()


@transaction.atomic(savepoint=False)
def create_all(model: type[Row], rows: Iterable[Row], by: Any, *, reason: str = "") -> list[Row]:
    """Insert `rows` and for each its first line of history, as `save` would, in a constant number of statements.

    The database copies the history from the rows themselves: they need not be built and sent a second time.
    """
    made = model._default_manager.bulk_create(rows, batch_size=BATCH)
    for start in range(0, len(made), BATCH):
        _begin_history(model, [row.pk for row in made[start : start + BATCH]], by, reason=reason)
    return made


def _begin_history(model: Any, keys: Sequence[Any], by: Any, *, reason: str) -> None:
    history = model.history.model
    told = {"history_date": timezone.now(), "history_type": "+", "history_user": by, "history_change_reason": reason}
    values = {
        field.attname: Value(field.get_prep_value(getattr(value, "pk", value) or None), output_field=field)
        for field, value in ((history._meta.get_field(name), value) for name, value in told.items())
    }
    names = [field.attname for field in history.tracked_fields]
    columns = [history._meta.get_field(name).column for name in (*names, *values)]
    select, params = (
        model._default_manager.filter(pk__in=keys).values_list(*names, *values.values()).query.sql_with_params()
    )
    quote = connection.ops.quote_name
    insert = f"INSERT INTO {quote(history._meta.db_table)} ({', '.join(map(quote, columns))}) {select}"
    with connection.cursor() as cursor:
        cursor.execute(insert, params)


def refuse_stale(locked: models.Model, version: int | None) -> None:
    """Raises `Stale` when `locked` was changed after the form that sends `version` (`queries.version_of`) was opened."""
    if version is not None and version != queries.version_of(locked):
        url = locked.get_absolute_url()  # type: ignore[attr-defined]
        words = _("您打开页面之后，%(editor)s已修改“%(thing)s”。请看过新内容再改。")
        raise Stale(words % {"editor": queries.last_editor(locked), "thing": locked}, url=url)


def erase(things: Iterable[models.Model], by: Any, *, help: str = "") -> None:
    """Delete rows of a draft. Raises `Denied` naming what still cites them; `help` says what to do first."""
    for thing in things:
        thing._history_user = by  # type: ignore[attr-defined]
        try:
            thing.delete()
        except ProtectedError as error:
            raise Denied(
                _("“%(thing)s”已被引用，不能删除：%(citing)s。") % {"thing": thing, "citing": _named(error)}, help=help
            ) from error


def _named(error: ProtectedError) -> str:
    """Codes and words of the first few rows that stand in the way."""
    citing = sorted(error.protected_objects, key=str)
    names = [f"{getattr(row, 'code', '')} {row}".strip() for row in citing[:5]]
    more = _("等%(count)d项") % {"count": len(citing)} if len(citing) > len(names) else ""
    return "、".join(names) + more


def copy_rows(
    model: type[Row],
    found: Any,
    by: Any,
    *,
    reason: str,
    arrange: Callable[[list[Row]], None] | None = None,
    **changed: Any,
) -> dict[int, Row]:
    """New rows like those `found`, by the old rows' keys, in a constant number of statements.

    A field in `changed` is set to its value, or, for a dict, looked up there by the old row's foreign key; `arrange`
    changes what remains of the copies before they are saved.
    """
    originals = list(found.order_by("id"))
    copies = []
    for original in originals:
        made = copy.copy(original)
        made._state = copy.copy(original._state)
        made.pk, made._state.adding = None, True
        for name, value in changed.items():
            setattr(made, name, value.get(getattr(original, f"{name}_id")) if isinstance(value, dict) else value)
        copies.append(made)
    if arrange:
        arrange(copies)
    made_rows = create_all(model, copies, by, reason=reason)
    return {original.pk: made for original, made in zip(originals, made_rows, strict=True)}


def plain_changes(thing: models.Model, fields: dict[str, Any]) -> dict[str, list[Any]]:
    """Fields whose value would change, each with the value before and after, as plain text for the trail."""
    return {
        name: [_plain(getattr(thing, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(thing, name) != value
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)
