"""What is wrong with a register before it is submitted, row by row, each with where to mend it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import Fault
from powers.models import FlowStep
from powers.states import FlowKind, StepFocus
from risks import calculations, rules
from risks.models import RiskPoint, RiskRegister
from risks.queries import due, points, registers
from risks.states import Grade


def register_faults(register_id: int) -> list[Fault]:
    """Blocking faults and warnings of a register, in a constant number of queries.

    A 业务流程 point without a step is none of them: the database refuses it.
    """
    register = RiskRegister.objects.select_related("department", "power_list").get(pk=register_id)
    rows = due.with_due(points.all_points(register))
    lost = {point.pk for point in registers.lost_anchors(register)}
    found = _of_register(register)
    for point in rows:
        found += _of_point(point, is_lost=point.pk in lost)
    return found


def _of_register(register: RiskRegister) -> list[Fault]:
    found = []
    review_url = reverse("risks:review", args=[register.pk])
    if not register.reviews.exists():
        found.append(Fault("no_review", _("还没有记录集体评定：谁、何时、结论。"), review_url))
    if registers.is_base_stale(register):
        text = _("职权目录已有新版，清单还没有跟随。")
        found.append(Fault("stale_base", text, register.get_absolute_url(), is_blocking=False))
    return found + _without_points(register)


def _without_points(register: RiskRegister) -> list[Fault]:
    """突出决策、审批、收费等容易产生腐败的环节 (part 二(三)): such steps of the department's own posts where nothing was found."""
    own = {"post__department": register.department_id, "post__is_leadership": False}
    found = FlowStep.objects.filter(flow__power__power_list=register.power_list_id, flow__kind=FlowKind.INTERNAL, **own)
    missed = found.exclude(focus=StepFocus.NONE).exclude(pk__in=register.points.exclude(step=None).values("step"))
    text = _("决策、审批、收费等重点环节还没有查到风险点。")
    return [
        Fault("focus_without_point", text, f"{reverse('risks:new')}?step={step}", code, is_blocking=False)
        for step, code in missed.order_by("code").values_list("pk", "code")
    ]


def _of_point(point: RiskPoint, *, is_lost: bool) -> list[Fault]:
    url = point.get_absolute_url()
    edit_url = reverse("risks:edit_point", args=[point.pk])
    found = []
    if point.grade == Grade.PENDING:
        missing = "、".join(points.missing_of(point))
        found.append(
            Fault("grade_pending", _("等级待定：缺%(what)s。") % {"what": missing}, f"{url}#opinions", point.code)
        )
    elif not point.grade_basis:
        review_url = reverse("risks:review", args=[point.register_id])
        found.append(Fault("not_settled", _("等级还没有经集体评定。"), review_url, point.code))
    if is_lost:
        found.append(
            Fault("lost_anchor", _("所在的职权或环节在新版职权目录中已没有，请改挂或删除。"), edit_url, point.code)
        )
    if calculations.is_below(point.grade, point.computed_grade) and not rules.is_heard(point, point.grade):
        found.append(Fault("not_heard", _("等级低于计算等级，还没有听取纪检监察室意见。"), url, point.code))
    return found + _warnings(point, url, edit_url)


def _warnings(point: RiskPoint, url: str, edit_url: str) -> list[Fault]:
    found = []
    if point.grade == Grade.HIGH and not point.indicator:
        found.append(Fault("no_indicator", _("高等级风险点没有监测指标。"), edit_url, point.code, is_blocking=False))
    why = "、".join(due.reasons(point))
    if why:
        found.append(Fault("due", _("等级待复核：%(why)s。") % {"why": why}, url, point.code, is_blocking=False))
    return found
