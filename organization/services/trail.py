"""Keeping the trail's head: written outside the database, and told to those who can copy it down."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from organization import queries
from organization.models import Notice, Person, RoleGrant
from organization.roles import Action, roles_with
from organization.services import notices

NOTICE = "trail.head"


@transaction.atomic
def keep_head(duty: Any, phase: Any) -> None:
    """The day's duty: write the head to the file and tell the auditors and the discipline office; harmless twice.

    Who was told today is not told again. Only the auditor's message leads to the trail, which nobody else may read.
    """
    head = core_services.write_head(by=queries.system_actor())
    text = _(
        "审计记录链尾（%(day)s）：第 %(sequence)d 条，共 %(count)d 条，哈希前 16 位 %(hash)s。请抄在纸上备查。"
    ) % {
        "day": timezone.localtime(head.at).date().isoformat(),
        "sequence": head.sequence,
        "count": head.count,
        "hash": head.shown_hash,
    }
    for action, url in ((Action.READ_TRAIL, reverse("organization:trail")), (Action.SUPERVISE, "")):
        notices.notify(_not_told_today(action), kind=NOTICE, text=text, url=url)


def _not_told_today(action: str) -> QuerySet[Person]:
    """Active people who may do `action` anywhere and have no such message of today."""
    holders = RoleGrant.objects.filter(role__in=roles_with(action)).values("user")
    told = Notice.objects.filter(kind=NOTICE, made_at__date=timezone.localdate()).values("person")
    return Person.objects.filter(is_active=True, pk__in=holders).exclude(pk__in=told).order_by("pk")
