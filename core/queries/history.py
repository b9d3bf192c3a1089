"""History of a row as sentences: who changed which field when, from what to what (django-simple-history)."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from simple_history.models import DeletedObject

LONGEST = 60
MACHINES = ("version", "password_changed_at")
"""Fields that only machines read."""


def history_of(
    thing: Any, *, limit: int = 30, without: Sequence[str] = (), named: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The latest changes of `thing`, the latest first, as entries of `components/history.html`.

    `without` names fields no reader needs: derived ones, those that only machines read. Of the `named` it is told that they
    were changed, not from what to what: whole texts.
    """
    records = list(thing.history.select_related("history_user").order_by("-history_date", "-history_id")[: limit + 1])
    older = [*records[1:], None]
    return [_entry(record, before, without, named) for record, before in zip(records, older, strict=True)][:limit]


def version_of(thing: Any) -> int:
    """The number of the latest change of `thing`, for a form to send back: rows without a version of their own."""
    return int(thing.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0)


def filers_of(model: Any, **rows: Any) -> dict[Any, set[int]]:
    """Who filed or changed the `rows` of an edition, by their ids, in one query: every change of what a row says signs it
    (`filed_by`), and its history keeps each signature."""
    found: dict[Any, set[int]] = {}
    signed = model.history.filter(**rows).order_by().values_list("id", "filed_by_id").distinct()
    for row_id, person_id in signed:
        found.setdefault(row_id, set()).add(person_id)
    return found


def last_editor(thing: Any) -> str:
    """Who changed `thing` last and when, for the page that says one was too late."""
    last = thing.history.select_related("history_user").order_by("-history_date", "-history_id").first()
    if last is None or last.history_user is None:
        return _("他人")
    at = timezone.localtime(last.history_date)
    return _("%(who)s于%(at)s") % {"who": last.history_user, "at": f"{at:%m月%d日 %H:%M}"}


def _entry(record: Any, before: Any, without: Sequence[str], named: Sequence[str]) -> dict[str, Any]:
    did = {"+": _("新建"), "-": _("删除")}.get(record.history_type) or _told(record, before, without, named)
    why = record.history_change_reason or ""
    if not did:  # what was done stands beside the thing, such as a file of it: the reason alone says what
        did, why = why or _("保存，内容未变"), ""
    return {"at": record.history_date, "who": record.history_user or _("系统"), "did": did, "why": why}


def changes(record: Any, before: Any, without: Sequence[str] = ()) -> str:
    """Which fields a record of the history changed, each from what to what."""
    return _told(record, before, without) or _("保存，内容未变")


def _told(record: Any, before: Any, without: Sequence[str], named: Sequence[str] = ()) -> str:
    if before is None:
        return _("修改")
    delta = record.diff_against(before, excluded_fields=(*MACHINES, *without), foreign_keys_are_objs=True)
    return "；".join(_change(record, change, named) for change in delta.changes if _is_shown(change))


def _is_shown(change: Any) -> bool:
    """Not which thing an edition follows, nor a thing that gave way to its like of the next edition."""
    is_same_thing = isinstance(change.new, Model) and str(change.old) == str(change.new)
    return not change.field.endswith("_lineage") and not is_same_thing


def _change(record: Any, change: Any, named: Sequence[str]) -> str:
    model = record.history_object._meta if hasattr(record, "history_object") else record._meta
    field = model.get_field(change.field)
    if change.field in named:
        return _("修改“%(field)s”") % {"field": field.verbose_name}
    return changed(field.verbose_name, _worded(field, change.old), _worded(field, change.new))


def changed(what: Any, before: str, after: str) -> str:
    """The sentence of one difference."""
    words = {"field": what, "before": before or _("空"), "after": after or _("空")}
    return _("将“%(field)s”由“%(before)s”改为“%(after)s”") % words


def _worded(field: Any, value: Any) -> str:
    if isinstance(value, DeletedObject):  # what the history calls a reference to nothing, too
        value = None if value.pk is None else _("已删除的%(thing)s") % {"thing": field.verbose_name}
    if value in (None, ""):
        return _("空")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    text = str(dict(field.flatchoices).get(value, localize(value)) if field.choices else localize(value))
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
