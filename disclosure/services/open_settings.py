"""Changing 公开设置: the channels of 举报, the days for an answer, how long what came in is kept."""

from typing import Any

from django.db import transaction

from core import services as core_services
from disclosure.models import OpenSettings
from disclosure.rules import handling as rules
from organization.models import Person


@transaction.atomic
def change_open_settings(*, by: Person, **fields: Any) -> OpenSettings:
    """Write what changed; the trail names the fields with what stood before and after."""
    rules.change_open_settings(by)
    OpenSettings.objects.get_or_create(pk=1)
    locked = OpenSettings.objects.select_for_update().get(pk=1)
    changed = core_services.plain_changes(locked, fields)
    for name, value in fields.items():
        setattr(locked, name, value)
    if changed:
        core_services.save(locked, by)
        core_services.record(
            by=by, verb="disclosure.change_open_settings", subject=locked, details={"changed": changed}
        )
    return locked
