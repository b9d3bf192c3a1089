"""Declaring relatives' posts for recusal, and withdrawing that."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization import rules
from organization.models import Person, Post, Relative


@transaction.atomic
def declare_relative(*, by: Person, post: Post, relation: str) -> Relative:
    """`by` declares that a relative holds `post`: what is about that post they leave to others from now on."""
    rules.declare_relative(by, post)
    if not relation.strip():
        raise Denied(_("请写明与亲属的关系。"))
    declared = Relative(person=by, post=post, relation=relation.strip())
    core_services.save(declared, by)
    core_services.record(by=by, verb="organization.declare_relative", subject=declared, code=post.code)
    return declared


@transaction.atomic
def withdraw_relative(*, by: Person, relative: Relative) -> Relative:
    """The relative holds the post no longer; what was left to others stays in its record."""
    locked = Relative.objects.select_for_update().get(pk=relative.pk)
    rules.withdraw_relative(by, locked)
    locked.withdrawn_at = locked.withdrawn_at or timezone.now()
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.withdraw_relative", subject=locked, code=locked.post.code)
    return locked
