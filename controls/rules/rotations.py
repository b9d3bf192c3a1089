"""Who may plan, defer and carry out the rotation of a key post, and who checks the handover (part 二(四))."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import calculations
from controls.models import Rotation
from controls.states import ROTATION_MOVES, RotationEvent
from core.rules import Denied
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.models import Person, Tenure
from organization.roles import Action
from organization.states import PersonKind


def _decide(by: Person, tenure: Tenure) -> None:
    """The Party office or the chair, never about oneself."""
    if by.kind == PersonKind.SYSTEM:
        return
    if not organization_queries.may(by, Action.PLAN_ROTATION, tenure.post.department):
        raise Denied(_("轮岗由党办或党委书记安排。"), help=_("对轮岗安排有意见的，请告诉党办。"))
    if tenure.person_id == by.pk:
        raise Denied(_("不能安排本人的轮岗。"), help=_("请由另一名党办人员或党委书记安排。"))


def _move(rotation: Rotation, event: str) -> None:
    if rotation.pk is None and event not in (RotationEvent.PLAN, RotationEvent.DEFER):
        raise Denied(_("还没有安排轮岗。"), help=_("请先安排。"))
    if (rotation.state, event) not in ROTATION_MOVES:
        raise Denied(
            _("这次轮岗%(state)s，不能再%(event)s。")
            % {"state": rotation.get_state_display(), "event": RotationEvent(event).label}
        )


def _of_key_post(tenure: Tenure) -> None:
    if not tenure.post.is_key:
        raise Denied(
            _("“%(post)s”不是重点岗位，不须安排轮岗。") % {"post": tenure.post},
            help=_("须轮岗的，先由党办在岗位页把它列为重点岗位。"),
        )
    if tenure.to_on is not None:
        raise Denied(
            _("%(person)s已登记离任“%(post)s”。") % {"person": tenure.person, "post": tenure.post},
            help=_("不再需要的安排请取消；现任人员另行安排。"),
        )


def _successor(by: Person, tenure: Tenure, successor: Person) -> None:
    """Another person, who neither holds the post already nor decides it."""
    if successor.pk == tenure.person_id:
        raise Denied(_("接任人不能是现任人员本人。"))
    if successor.pk == by.pk:
        raise Denied(_("不能安排本人接任。"), help=_("请由另一名党办人员或党委书记安排。"))
    if organization_queries.posts_held(successor).filter(pk=tenure.post_id).exists():
        raise Denied(_("%(person)s已在“%(post)s”任职。") % {"person": successor, "post": tenure.post})


def plan_rotation(
    by: Person, rotation: Rotation, *, planned_on: date | None = None, successor: Person | None = None
) -> None:
    """A holder of the action plans or plans anew, for a day to come; without a day the question is whether at all."""
    _move(rotation, RotationEvent.PLAN)
    _decide(by, rotation.tenure)
    _of_key_post(rotation.tenure)
    if planned_on is not None and planned_on < timezone.localdate():
        raise Denied(_("计划轮岗日期不能早于今天。"))
    if successor is not None:
        _successor(by, rotation.tenure, successor)


def defer_rotation(by: Person, rotation: Rotation, *, until: date | None = None) -> None:
    """Deferring is decided by a holder of the action who is neither the person nor of the post's department, for a year
    at most and beyond the limit."""
    _move(rotation, RotationEvent.DEFER)
    _decide(by, rotation.tenure)
    _of_key_post(rotation.tenure)
    post = rotation.tenure.post
    if organization_queries.own_departments(by).filter(pk=post.department_id).exists():
        raise Denied(
            _("“%(post)s”属于您所在的部门，不能由您决定暂缓。") % {"post": post},
            help=_("请由另一部门的有权人员（如党委书记）决定。"),
        )
    if until is None:
        return
    today = timezone.localdate()
    if not today < until <= today + relativedelta(years=1):
        raise Denied(_("暂缓至的日期须在明天至一年之内。"), help=_("到期仍不能轮岗的，届时重新说明理由。"))
    limit = calculations.due_on(rotation.tenure.from_on, post.rotation_years)
    if limit is not None and until <= limit:
        raise Denied(_("轮岗年限到 %(day)s 才满，不须暂缓到这之前。") % {"day": limit})


def carry_out_rotation(
    by: Person,
    rotation: Rotation,
    *,
    on: date | None = None,
    successor: Person | None = None,
    overseer: Person | None = None,
) -> None:
    """The post changes hands on a day up to today; 监交人 is neither who leaves nor who comes."""
    _move(rotation, RotationEvent.CARRY_OUT)
    _decide(by, rotation.tenure)
    organization_rules.keep_organization(by)
    _of_key_post(rotation.tenure)
    if on is not None and not rotation.tenure.from_on < on <= timezone.localdate():
        raise Denied(_("接任日期须在原任职日期之后、不晚于今天。"))
    if successor is not None:
        _successor(by, rotation.tenure, successor)
    if overseer is not None and overseer.pk in {rotation.tenure.person_id, successor.pk if successor else None}:
        raise Denied(_("监交人不能是移交人或接任人。"), help=_("请另选一名与这次交接无关的人员。"))


def hand_over(by: Person, rotation: Rotation) -> None:
    """The 监交人 answers, or, when they are away, who plans rotations; never who leaves or who comes."""
    _move(rotation, RotationEvent.HAND_OVER)
    if by.pk in {rotation.tenure.person_id, rotation.successor_id}:
        raise Denied(_("交接检查不能由移交人或接任人完成。"), help=_("请由监交人完成。"))
    is_named = rotation.overseer_id == by.pk or by.kind == PersonKind.SYSTEM
    if not is_named and not organization_queries.may(by, Action.PLAN_ROTATION, rotation.tenure.post.department):
        raise Denied(_("交接检查由监交人完成。"), help=_("监交人不在时，可由党办完成。"))


def cancel_rotation(by: Person, rotation: Rotation) -> None:
    """Who plans also takes back; what was carried out stays."""
    _move(rotation, RotationEvent.CANCEL)
    _decide(by, rotation.tenure)
