"""What happened to a power, its charts, bases and materials, as sentences."""

from typing import Any

from django.utils.translation import gettext as _

from core import queries
from organization.models import Person
from powers import calculations
from powers.models import Flow, FlowLink, FlowStep, LegalBasis, Material, Power, PowerBasis
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
    charts = [*_steps(power), *_links(power)]
    entries = [*queries.history_of(power, limit=LIMIT), *charts, *_bases(power), *_materials(power)]
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
        entries.append(_entry(record, _told(record, before, _step_name(record, labels[kinds[record.flow_id]]))))
    return entries


def _step_name(step: Any, kind: Any) -> str:
    return _("%(kind)s流程图环节“%(number)d. %(name)s”") % {"kind": kind, "number": step.number, "name": step.name}


def _links(power: Power) -> list[dict[str, Any]]:
    """Where a step led before and after each change of its links, as the table of steps writes it (`3:同意|结束`)."""
    kinds = dict(Flow.history.filter(power_id=power.pk).values_list("id", "kind"))
    labels = dict(Flow._meta.get_field("kind").choices or ())
    steps: dict[int, list[Any]] = {}
    for record in FlowStep.history.filter(flow_id__in=list(kinds)).order_by("history_date", "history_id"):
        steps.setdefault(record.id, []).append(record)
    entries = []
    for record, before, after in _sets(FlowLink, "from_step_id", from_step_id__in=list(steps)):
        step = _at(steps[record.from_step_id], record)
        numbers = {pk: _at(known, record).number for pk, known in steps.items()}
        told = queries.changed(_("后续环节"), _written(before, numbers), _written(after, numbers))
        name = _step_name(step, labels[kinds[step.flow_id]])
        entries.append(_entry(record, _("%(thing)s：%(change)s") % {"thing": name, "change": told}))
    return entries


def _at(records: list[Any], moment: Any) -> Any:
    """A row as it stood when the record `moment` was made; as it began, where it was younger."""
    past = [record for record in records if record.history_date <= moment.history_date]
    return past[-1] if past else records[0]


def _written(links: list[Any], numbers: dict[int, int]) -> str:
    ways = [calculations.Link(numbers.get(link.to_step_id), link.condition, link.is_parallel) for link in links]
    return calculations.format_links(ways)


def _sets(model: Any, whole: str, **lookup: Any) -> list[tuple[Any, list[Any], list[Any]]]:
    """Each record of rows that make up a set by their position, with the set before and after it; `whole` is the field
    that names the set. The latest first."""
    sets: dict[Any, dict[int, Any]] = {}
    found = []
    records = model.history.filter(**lookup).select_related("history_user").order_by("history_date", "history_id")
    for record in records:
        rows = sets.setdefault(getattr(record, whole), {})
        before = _in_order(rows)
        rows.pop(record.id, None)
        if record.history_type != "-":
            rows[record.id] = record
        found.append((record, before, _in_order(rows)))
    return found[::-1][:LIMIT]


def _in_order(rows: dict[int, Any]) -> list[Any]:
    return sorted(rows.values(), key=lambda row: (row.position, row.id))


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
    fields = queries.changes(record, before, without=("position",))
    return _("修改%(thing)s：%(fields)s") % {"thing": name, "fields": fields}


def _bases(power: Power) -> list[dict[str, Any]]:
    """What the power rested on before and after each change."""
    titles = {basis.pk: str(basis) for basis in LegalBasis.objects.filter(pk__in=_cited(power))}
    entries = []
    for record, before, after in _sets(PowerBasis, "power_id", power_id=power.pk):
        old, new = ("、".join(titles[row.basis_id] for row in rows) for rows in (before, after))
        if old != new:
            entries.append(_entry(record, queries.changed(_("行使依据"), old, new)))
    return entries


def _cited(power: Power) -> Any:
    return PowerBasis.history.filter(power_id=power.pk).values("basis_id")


def _materials(power: Power) -> list[dict[str, Any]]:
    records = _records(Material, power_id=power.pk)
    return [
        _entry(record, _told(record, before, _("申请材料“%(name)s”") % {"name": record.name}))
        for record, before in _with_earlier(records)
    ]
