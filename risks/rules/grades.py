"""Who may give opinions and be heard, what a settled grade needs, who keeps the grading rule."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries
from organization.models import Person
from organization.roles import Action
from risks import calculations
from risks.models import GradeOpinion, RiskPoint
from risks.rules import registers, scopes
from risks.states import GradeBasis, OpinionSource


def opinion_source(by: Person, point: RiskPoint) -> str | None:
    """Whose view `by` would give on the point: their own, a leader's, a colleague's; None: not theirs to give."""
    if scopes.is_system(by):
        return OpinionSource.WORKBOOK
    held = _held(by, point)
    if _is_holder(by, point) or (point.filed_by_id == by.pk and not point.proposals.filter(by=by).exists() and held):
        return OpinionSource.SELF
    if held & {Action.SIGN, Action.OVERSEE, Action.FILE_LEADERSHIP}:
        return OpinionSource.LEADER
    return OpinionSource.COLLEAGUES if held else None


def _held(by: Person, point: RiskPoint) -> set[str]:
    """By what `by` gives opinions in the point's department, whoever holds its post."""
    actions = (Action.SIGN, Action.OVERSEE, Action.FILE_LEADERSHIP, Action.FILE)
    return scopes.actions_held(by, point.register.department, actions)


def _is_holder(by: Person, point: RiskPoint) -> bool:
    return queries.posts_held(by).filter(pk=point.post_id).exists()


def give_opinion(by: Person, point: RiskPoint) -> None:
    """The post's holder, who filed, the department's people, its head and its leaders; never under review."""
    if not point.register.is_editable:
        raise Denied(
            _("清单处于“%(state)s”状态，不能再提评级意见。") % {"state": point.register.get_state_display()},
            help=_("请在审批环节批注，或等开新版时再提。"),
        )
    if not (scopes.is_system(by) or _held(by, point) or _is_holder(by, point)):
        raise Denied(
            _("您不能对这个风险点提评级意见。"),
            help=_("由本人、本部门人员、科室负责人和分管领导提出；其他人员请提出建议。"),
        )


def withdraw_opinion(by: Person, opinion: GradeOpinion) -> None:
    """Only who gave it takes it back, while the register may be changed."""
    if opinion.by_id != by.pk:
        raise Denied(_("只能撤回自己的意见。"))
    if not opinion.point.register.is_editable:
        raise Denied(
            _("清单处于“%(state)s”状态，不能撤回意见。") % {"state": opinion.point.register.get_state_display()}
        )


def settle(point: RiskPoint, grade: str, reason: str) -> None:
    """A grade away from the computed one has a reason; a lower one also 纪检监察室's heard opinion (product.md)."""
    if not reason:
        raise Denied(
            _("%(code)s：等级与计算等级不一致或没有评分，须写明理由。") % {"code": point.code},
            help=_("请在该行填写理由，或采用计算等级。"),
        )
    if calculations.is_below(grade, point.computed_grade) and not is_heard(point, grade):
        raise Denied(
            _("%(code)s：调低等级须先听取纪检监察室意见。") % {"code": point.code},
            help=_("请在该风险点页面“征求纪检监察室意见”，得到意见后再评定；其余各点可先评定。"),
        )


def is_heard(point: RiskPoint, grade: str) -> bool:
    """Was 纪检监察室 heard on giving the point this grade below the computed one?

    An opinion of an earlier edition holds for what it was given on alone: the same grade under the same computed one.
    """
    if point.heard_at is None:
        return False
    is_carried = point.heard_at < point.register.opened_at
    was_lowered = point.grade_basis == GradeBasis.LOWERED and point.grade == grade
    return not is_carried or (was_lowered and point.grade_inputs.get("computed") == point.computed_grade)


def ask_hearing(by: Person, point: RiskPoint) -> None:
    """As settling: those who file the register ask 纪检监察室 before a grade is lowered."""
    registers.change_register(by, point.register)


def hear(by: Person, point: RiskPoint) -> None:
    """The discipline office, not about a post of one's own nor a point one filed."""
    if not queries.may(by, Action.SUPERVISE, point.register.department):
        raise Denied(_("只有纪检监察室可以在此发表意见。"), help=_("请联系纪检监察室。"))
    if point.filed_by_id == by.pk or _is_holder(by, point):
        raise Denied(_("这个风险点在您本人的岗位上或由您填报，请回避。"), help=_("由纪检监察室其他人员发表意见。"))
    if not point.register.is_editable:
        raise Denied(_("清单处于“%(state)s”状态，不能再补意见。") % {"state": point.register.get_state_display()})


def make_rule(by: Person) -> None:
    """The grading rule: the Party office."""
    if not scopes.is_system(by) and not queries.may_for_whole(by, Action.KEEP_RULES):
        raise Denied(_("只有党办可以调整评级规则。"), help=_("需要调整时，请联系党办。"))
