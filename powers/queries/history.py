"""What happened to a power, its charts, bases and materials, as sentences."""

from typing import Any

from django.utils.translation import gettext as _

from core import queries
from organization.models import Person
from powers.models import Flow, FlowStep, Material, Power, PowerBasis
from powers.queries import powers as power_queries

LIMIT = 200


def latest_changes(power: Power) -> list[dict[str, Any]]:
    """The last few changes of the row of a power read by `power_for`, for the rail of its page.

    None for whom its scope alone shows the power: how it was drafted stays with who sees the whole edition.
    """
    return queries.history_of(power, limit=6) if power.is_list_open else []


def power_with_history(by: Person, pk: int) -> Power | None:
    """The power, or None where `by` may not know how it was drafted."""
    found = power_queries.power_for(by, pk)
    return found if found and found.is_list_open else None


def history_of_power(power: Power) -> list[dict[str, Any]]:
    """Every change of the power's row in this edition and of what belongs to it, the latest first."""
    entries = [*queries.history_of(power, limit=LIMIT), *_steps(power), *_bases(power), *_materials(power)]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)[:LIMIT]


def _entry(record: Any, did: str) -> dict[str, Any]:
    entry = {"at": record.history_date, "who": record.history_user or _("系统"), "did": did}
    return {**entry, "why": record.history_change_reason} if record.history_change_reason else entry


def _records(model: Any, **lookup: Any) -> list[Any]:
    found = model.history.filter(**lookup).select_related("history_user").order_by("-history_date", "-history_id")
    return list(found[:LIMIT])


def _steps(power: Power) -> list[dict[str, Any]]:
    """Steps made, changed and deleted, each named by its chart."""
    kinds = dict(Flow.history.filter(power_id=power.pk).values_list("id", "kind"))
    records = _records(FlowStep, flow_id__in=list(kinds))
    labels = dict(Flow._meta.get_field("kind").choices or ())
    entries = []
    for record, before in _with_earlier(records):
        name = _("%(kind)s流程图环节“%(number)d. %(name)s”") % {
            "kind": labels[kinds[record.flow_id]],
            "number": record.number,
            "name": record.name,
        }
        entries.append(_entry(record, _told(record, before, name)))
    return entries


def _with_earlier(records: list[Any]) -> list[tuple[Any, Any]]:
    """Each record with the one before it of the same row, or None."""
    earlier: dict[int, Any] = {}
    pairs = []
    for record in reversed(records):
        pairs.append((record, earlier.get(record.id)))
        earlier[record.id] = record
    return pairs[::-1]


def _told(record: Any, before: Any, name: str) -> str:
    if record.history_type == "+":
        return _("新增%(thing)s") % {"thing": name}
    if record.history_type == "-":
        return _("删除%(thing)s") % {"thing": name}
    if before is None:
        return _("修改%(thing)s") % {"thing": name}
    fields = record.diff_against(before).changed_fields
    model = record.instance_type._meta
    labels = [str(field.verbose_name) for field in model.get_fields() if field.name in fields]
    return _("修改%(thing)s：%(fields)s") % {"thing": name, "fields": "、".join(labels) or _("内容未变")}


def _bases(power: Power) -> list[dict[str, Any]]:
    records = [record for record in _records(PowerBasis, power_id=power.pk) if record.history_type != "~"]
    return [_entry(record, _told(record, None, _("行使依据%(basis)s") % {"basis": record.basis})) for record in records]


def _materials(power: Power) -> list[dict[str, Any]]:
    records = _records(Material, power_id=power.pk)
    return [
        _entry(record, _told(record, before, _("申请材料“%(name)s”") % {"name": record.name}))
        for record, before in _with_earlier(records)
    ]
