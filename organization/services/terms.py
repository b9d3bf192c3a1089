"""Tenure of posts, terms in bodies, dated stand-ins."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization import rules
from organization.models import Body, Delegation, Membership, Person, Post, Tenure
from organization.services.notices import notify


@transaction.atomic
def begin_tenure(*, by: Person, person: Person, post: Post, from_on: date) -> Tenure:
    """`person` holds `post` from a day on. Raises `Denied` when they hold it already."""
    rules.keep_organization(by)
    if Tenure.objects.filter(person=person, post=post, to_on__isnull=True).exists():
        raise Denied(_("%(person)s已在“%(post)s”任职。") % {"person": person, "post": post})
    tenure = Tenure(person=person, post=post, from_on=from_on)
    core_services.save(tenure, by)
    core_services.record(by=by, verb="organization.begin_tenure", subject=tenure, code=post.code)
    return tenure


@transaction.atomic
def end_tenure(*, by: Person, tenure: Tenure, to_on: date) -> Tenure:
    """The tenure ends with a day; its row stays as history. Raises `Denied` for a day before it began."""
    rules.keep_organization(by)
    locked = Tenure.objects.select_for_update().get(pk=tenure.pk)
    if to_on < locked.from_on:
        raise Denied(_("离任日期不能早于任职日期 %(day)s。") % {"day": locked.from_on})
    locked.to_on = to_on
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.end_tenure", subject=locked, code=locked.post.code)
    return locked


@transaction.atomic
def open_body(*, by: Person, kind: str, name: str, founded_on: date | None = None) -> Body:
    """Open a body (党委, 纪委, 领导小组…); there is one of each kind."""
    rules.keep_organization(by)
    body = Body(kind=kind, name=name, founded_on=founded_on)
    core_services.save(body, by)
    core_services.record(by=by, verb="organization.open_body", subject=body, code=kind)
    return body


@transaction.atomic
def begin_membership(*, by: Person, body: Body, person: Person, duty: str, from_on: date) -> Membership:
    """`person` sits in `body` from a day on. Raises `Denied` when they do already, or it has a chair."""
    rules.keep_organization(by)
    running = Membership.objects.filter(body=body, to_on__isnull=True)
    if running.filter(person=person).exists():
        raise Denied(_("%(person)s已是%(body)s成员。") % {"person": person, "body": body})
    if duty == "chair" and running.filter(duty=duty).exists():
        raise Denied(_("%(body)s已有主持人。") % {"body": body}, help=_("请先结束现任的任期。"))
    membership = Membership(body=body, person=person, duty=duty, from_on=from_on)
    core_services.save(membership, by)
    core_services.record(by=by, verb="organization.begin_membership", subject=membership, code=body.kind)
    return membership


@transaction.atomic
def end_membership(*, by: Person, membership: Membership, to_on: date) -> Membership:
    """The term ends with a day. Raises `Denied` for a day before it began."""
    rules.keep_organization(by)
    locked = Membership.objects.select_for_update().get(pk=membership.pk)
    if to_on < locked.from_on:
        raise Denied(_("任期结束日期不能早于开始日期 %(day)s。") % {"day": locked.from_on})
    locked.to_on = to_on
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.end_membership", subject=locked, code=locked.body.kind)
    return locked


@transaction.atomic
def delegate(*, by: Person, stand_in: Person, from_on: date, to_on: date, reason: str) -> Delegation:
    """代理: `by` names who decides for them from a day to a day; the stand-in is told."""
    rules.delegate(by, stand_in)
    delegation = Delegation(holder=by, stand_in=stand_in, from_on=from_on, to_on=to_on, reason=reason)
    core_services.save(delegation, by)
    text = _("%(holder)s委托您在 %(start)s 至 %(end)s 期间代理审批。") % {
        "holder": by,
        "start": from_on,
        "end": to_on,
    }
    notify([stand_in], kind="delegation", text=text)
    core_services.record(by=by, verb="organization.delegate", subject=delegation, code=stand_in.username or "")
    return delegation


@transaction.atomic
def revoke_delegation(*, by: Person, delegation: Delegation) -> Delegation:
    """The stand-in holds no longer, from now on."""
    locked = Delegation.objects.select_for_update().get(pk=delegation.pk)
    rules.revoke_delegation(by, locked)
    locked.revoked_at = locked.revoked_at or timezone.now()
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.revoke_delegation", subject=locked)
    return locked
