"""Keeping the checklists of the risk types."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from organization.models import Person
from supervision import rules
from supervision.models import ChecklistItem


@transaction.atomic
def add_checklist_item(*, by: Person, **fields: Any) -> ChecklistItem:
    """Ask something more of the points of a risk type, from the next draw on. Raises `Denied`."""
    rules.keep_checklist(by)
    item = ChecklistItem(**fields)
    core_services.save(item, by)
    core_services.record(by=by, verb="supervision.add_checklist_item", subject=item, details={"text": item.text})
    return item


@transaction.atomic
def change_checklist_item(
    *, by: Person, item: ChecklistItem, version: int | None = None, **fields: Any
) -> ChecklistItem:
    """Word or place an item anew; records that were begun keep the text they have. Raises `Denied`, `Stale`."""
    locked = ChecklistItem.objects.select_for_update().get(pk=item.pk)
    rules.keep_checklist(by)
    core_services.refuse_stale(locked, version)
    changes = core_services.plain_changes(locked, fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    core_services.save(locked, by)
    core_services.record(by=by, verb="supervision.change_checklist_item", subject=locked, details=changes)
    return locked


@transaction.atomic
def retire_checklist_item(*, by: Person, item: ChecklistItem) -> ChecklistItem:
    """Ask it no more. Raises `Denied`."""
    locked = ChecklistItem.objects.select_for_update().get(pk=item.pk)
    rules.retire_checklist_item(by, locked)
    locked.retired_on = timezone.localdate()
    core_services.save(locked, by)
    core_services.record(by=by, verb="supervision.retire_checklist_item", subject=locked, details={"text": locked.text})
    return locked
