"""议事规则: a change is a new version with its reason; meetings keep the version they were planned under."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import MeetingRule
from core import services as core_services
from core.rules import Denied
from organization.models import Person


@transaction.atomic
def change_meeting_rule(*, by: Person, matter: str, version: int, reason: str, **fields: Any) -> MeetingRule:
    """Make the next version of the rule of a matter; `version` is the one that was looked at. Raises `Denied`."""
    rules.change_meeting_rule(by)
    MeetingRule.objects.select_for_update().get(
        matter=matter, version=1
    )  # whoever comes second reads what the first made
    before = MeetingRule.objects.filter(matter=matter).order_by("-version")[0]
    if before.version != version:
        raise Denied(_("%(rule)s已经取代您看到的版本，请看过再改。") % {"rule": before})
    changes = core_services.plain_changes(before, fields)
    if not reason.strip() or not changes:
        raise Denied(_("请修改至少一处，并写明理由。"))
    kept = {
        field.attname: getattr(before, field.attname)
        for field in MeetingRule._meta.concrete_fields
        if field.name not in ("id", "version", "reason", "made_by", "made_at")
    }
    made = MeetingRule.objects.create(
        **{**kept, **fields}, version=before.version + 1, reason=reason.strip()[:200], made_by=by
    )
    core_services.record(
        by=by, verb="approvals.change_meeting_rule", subject=made, details={"changes": changes, "reason": made.reason}
    )
    return made
