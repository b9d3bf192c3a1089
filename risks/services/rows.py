"""Saving rows so that their history names who did it, and naming who was faster."""

from typing import Any

from django.db import models
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from core.rules import Denied
from organization.models import Person


def save(thing: models.Model, by: Person, *, reason: str = "") -> None:
    """Save `thing`; its history names `by` and, where given, the reason."""
    thing._history_user = by  # type: ignore[attr-defined]
    thing._change_reason = reason or None  # type: ignore[attr-defined]
    thing.save()


def erase(thing: models.Model, by: Person) -> None:
    """Delete a row of a draft. Raises `Denied` naming what still rests on it (measures, proposals)."""
    thing._history_user = by  # type: ignore[attr-defined]
    try:
        thing.delete()
    except ProtectedError as error:
        citing = sorted(error.protected_objects, key=str)
        names = "、".join(f"{getattr(row, 'code', '')} {row}".strip() for row in citing[:5])
        raise Denied(
            _("“%(thing)s”已被引用，不能删除：%(citing)s。") % {"thing": thing, "citing": names},
            help=_("请先删除或改挂引用它的防控措施；由建议采纳而来的风险点请改写而不要删除。"),
        ) from error


def changes(thing: models.Model, fields: dict[str, Any]) -> dict[str, list[Any]]:
    """Fields whose value would change, each with the value before and after, as plain text."""
    return {
        name: [_plain(getattr(thing, name)), _plain(value)]
        for name, value in fields.items()
        if getattr(thing, name) != value
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int) else str(value)


def last_editor(thing: models.Model) -> str:
    """Who changed the row last, for a refusal."""
    record = thing.history.select_related("history_user").order_by("-history_date", "-history_id").first()  # type: ignore[attr-defined]
    return str(record.history_user) if record and record.history_user else str(_("他人"))
