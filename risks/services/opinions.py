"""Opinions on a point's grade, beside each other, and 纪检监察室's heard opinion before a grade is lowered."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action
from risks import rules
from risks.models import GradeOpinion, RiskPoint, RiskRegister
from risks.services import grades
from risks.states import Grade


@transaction.atomic
def give_opinion(
    *,
    by: Person,
    point: RiskPoint,
    importance: int | None = None,
    frequency: int | None = None,
    probability: int | None = None,
    grade: str = "",
    reason: str = "",
) -> GradeOpinion:
    """Give or change one's opinion on a point: scores of 1 to 5, or a grade with its reason.

    Whose view it is (本人, 领导, 群众) follows from who gives it. The point's computed grade becomes that of the highest
    opinion; a settled grade stays. Raises `Denied` for nothing said, or a grade without a reason.
    """
    locked = _lock(point)
    rules.give_opinion(by, locked)
    scores = {"importance": importance, "frequency": frequency, "probability": probability}
    _must_say_something(scores, grade, reason)
    opinion = GradeOpinion.objects.filter(point=locked, by=by).order_by("id").first() or GradeOpinion(
        point=locked, by=by
    )
    opinion.source = rules.opinion_source(by, locked) or opinion.source
    for name, value in scores.items():
        setattr(opinion, name, None if grade else value)
    opinion.grade, opinion.reason = grade, reason
    core_services.save(opinion, by)
    _recompute(locked, by)
    _record(locked, by, "risks.give_opinion", {**scores, "grade": grade, "source": str(opinion.source)})
    return opinion


def _must_say_something(scores: dict[str, int | None], grade: str, reason: str) -> None:
    if grade and not reason:
        raise Denied(_("直接认定等级须写明理由。"), help=_("或者按三项评分，由系统计算。"))
    if grade == Grade.PENDING or (not grade and not any(scores.values())):
        raise Denied(_("请评分，或直接认定等级并写明理由。"))


@transaction.atomic
def withdraw_opinion(*, by: Person, opinion: GradeOpinion) -> None:
    """Take one's own opinion back; the computed grade follows those that remain."""
    point = _lock(opinion.point)
    rules.withdraw_opinion(by, opinion)
    core_services.erase([opinion], by)
    _recompute(point, by)
    _record(point, by, "risks.withdraw_opinion", {})


@transaction.atomic
def ask_hearing(*, by: Person, point: RiskPoint, reason: str) -> None:
    """Ask 纪检监察室 to be heard before the point's grade is lowered; each of its people gets a message."""
    rules.ask_hearing(by, point)
    department = point.register.department
    holders = organization_queries.holders(Action.SUPERVISE, department)
    text = _("%(department)s拟调低风险点 %(code)s 的等级，请发表意见：%(reason)s")
    words = text % {"department": department, "code": point.code, "reason": reason}
    organization_services.notify(holders, kind="risks.ask_hearing", text=words, url=point.get_absolute_url())
    _record(point, by, "risks.ask_hearing", {"reason": reason})


@transaction.atomic
def hear(*, by: Person, point: RiskPoint, opinion: str) -> RiskPoint:
    """Record 纪检监察室's opinion on the point's grade; the committee sees it beside the grade. Who filed is told."""
    locked = _lock(point)
    rules.hear(by, locked)
    if not opinion.strip():
        raise Denied(_("请写明意见。"))
    locked.heard_by, locked.heard_opinion, locked.heard_at = by, opinion.strip(), timezone.now()
    core_services.save(locked, by)
    text = _("纪检监察室已就风险点 %(code)s 的等级发表意见。") % {"code": locked.code}
    organization_services.notify([locked.filed_by], kind="risks.hear", text=text, url=locked.get_absolute_url())
    _record(locked, by, "risks.hear", {"opinion": opinion})
    return locked


def _lock(point: RiskPoint) -> RiskPoint:
    RiskRegister.objects.select_for_update().get(pk=point.register_id)
    related = ("register__department", "post", "power", "step", "filed_by")
    return RiskPoint.objects.select_for_update(of=("self",)).select_related(*related).get(pk=point.pk)


def _recompute(point: RiskPoint, by: Person) -> None:
    core_services.lock_editable(RiskRegister, point.register_id)
    before = RiskPoint.objects.values(*grades.COMPUTED).get(pk=point.pk)
    grades.compute([point])
    if before != {name: getattr(point, f"{name}_id" if name == "rule" else name) for name in grades.COMPUTED}:
        core_services.save(point, by)


def _record(point: RiskPoint, by: Person, verb: str, details: dict) -> None:
    code = point.register.department.code
    core_services.record(by=by, verb=verb, subject=point, department_code=code, details=details)
