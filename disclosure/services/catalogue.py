"""Keeping the 公开目录: adding, changing, retiring items, and adopting the standard."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from core import services as core_services
from disclosure.calculations.standard_catalogue import STANDARD
from disclosure.models import DisclosureItem
from disclosure.queries import catalogue as queries
from disclosure.rules import catalogue as rules
from disclosure.services import dues
from organization.models import Department, Person

TURN = "disclosure.catalogue"


@transaction.atomic
def add_item(*, by: Person, topic: str, department: Department, **fields: Any) -> DisclosureItem:
    """Add an item to the catalogue, at its end, under the next code of its topic."""
    rules.keep_catalogue(by)
    rules.in_use(department)
    core_services.take_turn_at(TURN)
    fields |= {"topic": topic, "department": department, "position": _last_position() + 1}
    item = DisclosureItem(code=queries.next_code(topic), **fields)
    core_services.save(item, by)
    _record(by, "disclosure.add_item", item, {"name": item.name})
    return item


@transaction.atomic
def change_item(*, by: Person, item: DisclosureItem, version: int | None = None, **fields: Any) -> DisclosureItem:
    """Change an item; what is due already keeps its days. Raises `Stale` when `version` is not the item's own."""
    locked = _lock(item)
    rules.change_item(by, locked)
    core_services.refuse_stale(locked, version)
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    if "department" in changed:
        rules.in_use(fields["department"])
    for name, value in fields.items():
        setattr(locked, name, value)
    core_services.save(locked, by)
    _record(by, "disclosure.change_item", locked, {"changed": changed})
    return locked


@transaction.atomic
def retire_item(*, by: Person, item: DisclosureItem, reason: str) -> DisclosureItem:
    """Take an item out of use; what was still to be published of it is waived for the same reason."""
    locked = _lock(item)
    rules.retire_item(by, locked, reason=reason)
    locked.is_retired = True
    core_services.save(locked, by, reason=reason[:100])
    waived = dues.lock(Q(item=locked, met_by__isnull=True, waived_reason=""))
    for due in waived:
        due.waived_reason = (_("事项停用：%(reason)s") % {"reason": reason})[:200]
        core_services.save(due, by)
    _record(by, "disclosure.retire_item", locked, {"reason": reason, "waived": [due.label for due in waived]})
    return locked


@transaction.atomic
def restore_item(*, by: Person, item: DisclosureItem) -> DisclosureItem:
    """Take a retired item into use again; its periods count from today."""
    locked = _lock(item)
    rules.restore_item(by, locked)
    locked.is_retired = False
    core_services.save(locked, by)
    _record(by, "disclosure.restore_item", locked, {})
    return locked


@transaction.atomic
def adopt_standard(*, by: Person, departments: Mapping[str, Department]) -> list[DisclosureItem]:
    """Add those items of the standard whose code is not there yet and for which `departments` names who answers.

    Harmless when run twice: what the hospital has, and has perhaps changed or retired, stays as it is.
    """
    rules.keep_catalogue(by)
    core_services.take_turn_at(TURN)
    there = set(DisclosureItem.objects.values_list("code", flat=True))
    first = _last_position() + 1
    chosen = [item for item in STANDARD if item.code in departments and item.code not in there]
    for item in chosen:
        rules.in_use(departments[item.code])
    rows = [_standard_row(item, departments[item.code], first + number) for number, item in enumerate(chosen)]
    made = core_services.create_all(DisclosureItem, rows, by, reason=_("采用标准公开目录"))
    if made:
        core_services.record(
            by=by,
            verb="disclosure.adopt_catalogue",
            subject_type=DisclosureItem._meta.label_lower,
            details={"added": [item.code for item in made]},
        )
    return made


def _standard_row(item: Any, department: Department, position: int) -> DisclosureItem:
    names = "code name topic aspect basis period form scope source clock_days".split()
    values = {name: str(value) if isinstance(value := getattr(item, name), str) else value for name in names}
    return DisclosureItem(**values, department=department, position=position)


def _last_position() -> int:
    return DisclosureItem.objects.aggregate(last=Max("position"))["last"] or 0


def _lock(item: DisclosureItem) -> DisclosureItem:
    items = DisclosureItem.objects.select_for_update(of=("self",), no_key=True).select_related("department")
    return items.get(pk=item.pk)


def _record(by: Person, verb: str, item: DisclosureItem, details: dict[str, Any]) -> None:
    core_services.record(
        by=by, verb=verb, subject=item, code=item.code, department_code=item.department.code, details=details
    )
