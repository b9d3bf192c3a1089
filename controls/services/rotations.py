"""Planning, deferring and carrying out the rotation of key posts, and the handover's check: the only place that moves them."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import queries, rules
from controls.models import Rotation
from controls.states import ROTATION_MOVES, HandoverAnswer, HandoverItem, RotationEvent
from core import services as core_services
from core.rules import Denied, Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person, Post, Tenure
from organization.roles import Action


@transaction.atomic
def plan_rotation(
    *,
    by: Person,
    tenure: Tenure,
    planned_on: date,
    successor: Person | None = None,
    reason: str = "",
    version: int | None = None,
) -> Rotation:
    """The post is to change hands on a day; without a successor it is 待定. Plans anew what is planned or deferred."""
    rotation = _locked(tenure, version)
    rules.plan_rotation(by, rotation, planned_on=planned_on, successor=successor)
    _move(rotation, RotationEvent.PLAN)
    rotation.planned_on, rotation.successor, rotation.reason = planned_on, successor, reason.strip()
    rotation.until = None
    _decide(rotation, by)
    _record("controls.plan_rotation", rotation, by=by, planned_on=str(planned_on))
    return rotation


@transaction.atomic
def defer_rotation(*, by: Person, tenure: Tenure, until: date, reason: str, version: int | None = None) -> Rotation:
    """The post stays in the same hands until a day, for a reason; the discipline office is told."""
    rotation = _locked(tenure, version)
    rules.defer_rotation(by, rotation, until=until)
    _need(reason, _("暂缓轮岗须写明理由。"))
    _move(rotation, RotationEvent.DEFER)
    rotation.until, rotation.reason = until, reason.strip()
    _decide(rotation, by)
    words = _("%(who)s决定“%(post)s”暂缓轮岗至%(day)s：%(reason)s")
    facts = {"who": by, "post": rotation.tenure.post, "day": until, "reason": rotation.reason}
    told = organization_queries.holders(Action.SUPERVISE, rotation.tenure.post.department).exclude(pk=by.pk)
    organization_services.notify(told, kind="controls.rotation", text=words % facts, url=rotation.get_absolute_url())
    _record("controls.defer_rotation", rotation, by=by, until=str(until))
    return rotation


@transaction.atomic
def carry_out_rotation(
    *, by: Person, tenure: Tenure, on: date, successor: Person, overseer: Person, version: int | None = None
) -> Rotation:
    """The tenure ends the day before `on`, the successor's begins with it, and the handover waits for its 监交人."""
    rotation = _locked(tenure, version)
    successor = Person.objects.select_for_update().get(pk=successor.pk)
    Post.objects.select_for_update().get(pk=rotation.tenure.post_id)
    rules.carry_out_rotation(by, rotation, on=on, successor=successor, overseer=overseer)
    _move(rotation, RotationEvent.CARRY_OUT)
    rotation.successor, rotation.overseer, rotation.carried_out_on = successor, overseer, on
    core_services.save(rotation, by, reason=str(RotationEvent.CARRY_OUT.label))
    words = _("请完成“%(post)s”的交接检查：%(before)s移交，%(after)s接任。")
    facts = {"post": rotation.tenure.post, "before": rotation.tenure.person, "after": successor}
    organization_services.notify(
        [overseer], kind="controls.handover", text=words % facts, url=rotation.get_absolute_url()
    )
    # Last what goes to the trail: whoever holds its head waits for no row.
    organization_services.end_tenure(by=by, tenure=rotation.tenure, to_on=on - timedelta(days=1))
    organization_services.begin_tenure(by=by, person=successor, post=rotation.tenure.post, from_on=on)
    _record("controls.carry_out_rotation", rotation, by=by, on=str(on), successor=successor.pk, overseer=overseer.pk)
    return rotation


@transaction.atomic
def hand_over(
    *,
    by: Person,
    tenure: Tenure,
    answers: Iterable[tuple[str, str, str]],
    checked_on: date,
    proof: str,
    version: int | None = None,
) -> Rotation:
    """The handover is checked: each `HandoverItem` with its answer and a note, and what proves it.

    What does not apply says why. Raises `Denied` where a question is left out.
    """
    rotation = _locked(tenure, version)
    rules.hand_over(by, rotation)
    given = {item: {"item": item, "answer": answer, "note": note.strip()} for item, answer, note in answers}
    _need(proof, _("请写明交接佐证。"))
    for item in HandoverItem:
        _settled(item, given.get(item))
    if not (rotation.carried_out_on or checked_on) <= checked_on <= timezone.localdate():
        raise Denied(_("交接完成日期须在接任日期至今天之间。"))
    _move(rotation, RotationEvent.HAND_OVER)
    rotation.handover = [given[item] for item in HandoverItem]
    rotation.checked_by, rotation.checked_on, rotation.proof = by, checked_on, proof.strip()
    core_services.save(rotation, by, reason=str(RotationEvent.HAND_OVER.label))
    _record("controls.hand_over", rotation, by=by, answers={item: given[item]["answer"] for item in HandoverItem})
    return rotation


def _settled(item: HandoverItem, given: dict[str, str] | None) -> None:
    if given is None or given["answer"] not in HandoverAnswer.values:
        raise Denied(_("“%(item)s”还没有办妥，不能结束交接。") % {"item": item.label})
    if given["answer"] == HandoverAnswer.NOT_APPLICABLE:
        _need(given["note"], _("“%(item)s”不适用的，请说明原因。") % {"item": item.label})


@transaction.atomic
def cancel_rotation(*, by: Person, tenure: Tenure, reason: str, version: int | None = None) -> Rotation:
    """What was planned or deferred is taken back, for a reason; the tenure may be planned for again."""
    rotation = _locked(tenure, version)
    rules.cancel_rotation(by, rotation)
    _need(reason, _("取消安排须写明理由。"))
    _move(rotation, RotationEvent.CANCEL)
    rotation.until, rotation.reason = None, reason.strip()
    core_services.save(rotation, by, reason=str(RotationEvent.CANCEL.label))
    _record("controls.cancel_rotation", rotation, by=by)
    return rotation


def _locked(tenure: Tenure, version: int | None) -> Rotation:
    """The tenure locked, and what is planned for it: a new rotation where there is nothing. Raises `Stale`."""
    related = ("person", "post__department")
    held = Tenure.objects.select_for_update(of=("self",)).select_related(*related).get(pk=tenure.pk)
    rotation = queries.rotation_of(held)
    if rotation.pk is not None:
        core_services.refuse_stale(rotation, version)
    elif version:
        text = _("您打开页面之后，这次轮岗安排已被取消，您的操作没有提交。请刷新后再看。")
        raise Stale(text, url=rotation.get_absolute_url())
    return rotation


def _need(text: str, sentence: str) -> None:
    if not text.strip():
        raise Denied(sentence)


def _move(rotation: Rotation, event: str) -> None:
    """The one place that assigns a rotation's state."""
    rotation.state = ROTATION_MOVES[rotation.state, event]


def _decide(rotation: Rotation, by: Person) -> None:
    rotation.decided_by, rotation.decided_on = by, timezone.localdate()
    core_services.save(rotation, by)


def _record(verb: str, rotation: Rotation, *, by: Person, **details: Any) -> None:
    post = rotation.tenure.post
    facts = {"tenure": rotation.tenure_id, "state": str(rotation.state), **details}
    core_services.record(
        by=by, verb=verb, subject=rotation, code=post.code, department_code=post.department.code, details=facts
    )
