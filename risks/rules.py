"""Who may file risk points, give opinions, settle grades, propose, answer and keep the grading rule."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person, Post
from organization.roles import Action
from organization.states import PersonKind
from risks import calculations, queries
from risks.models import GradeOpinion, Proposal, RiskPoint, RiskRegister
from risks.states import OpinionSource, ProposalState


def _is_system(by: Person) -> bool:
    return by.kind == PersonKind.SYSTEM


def open_register(by: Person, department: Department, *, is_leadership: bool) -> None:
    """Whoever files there may open an edition, while none is being worked on and the department exists."""
    if not _is_system(by) and not queries.may_file(by, department, is_leadership=is_leadership):
        raise Denied(
            _("您不能填报%(where)s的风险清单。") % {"where": _where(department, is_leadership=is_leadership)},
            help=_("由本部门填报人或科室负责人填报，也可请党办代录；发现别的部门的风险，请提出建议。"),
        )
    if department.retired_on:
        raise Denied(_("%(department)s已撤销，不能再开新版风险清单。") % {"department": department})
    working = queries.working_register(department, is_leadership=is_leadership)
    if working is not None:
        raise Denied(
            _("%(where)s的%(edition)s风险清单正处于“%(state)s”状态，不能再开一版。")
            % {
                "where": _where(department, is_leadership=is_leadership),
                "edition": working.edition,
                "state": working.get_state_display(),
            },
            help=_("请在这一版中修改；审核中的由提交人撤回后再改。"),
        )


def _where(department: Department, *, is_leadership: bool) -> str:
    return _("班子成员") if is_leadership else str(department)


def change_register(by: Person, register: RiskRegister) -> None:
    """Rows change only in an edition that is a draft, returned or withdrawn, by those who file there."""
    if not _is_system(by) and not queries.may_file(by, register.department, is_leadership=register.is_leadership):
        raise Denied(
            _("您不能修改%(where)s的风险清单。")
            % {"where": _where(register.department, is_leadership=register.is_leadership)},
            help=_("请联系该部门的填报人或科室负责人，或提出建议。"),
        )
    _must_be_editable(register)


def _must_be_editable(register: RiskRegister) -> None:
    if not register.is_editable:
        raise Denied(
            _("%(edition)s风险清单处于“%(state)s”状态，不能修改。")
            % {"edition": register.edition, "state": register.get_state_display()},
            help=_("审核中的清单可由提交人撤回后修改；已生效的清单请开新版。"),
        )


def follow_power_list(by: Person, register: RiskRegister) -> None:
    """As changing the register."""
    change_register(by, register)


def file_point(by: Person, register: RiskRegister, post: Post) -> None:
    """On the department's own posts by those who file there; a leader only on a post of their own."""
    _must_be_editable(register)
    if post.retired_on:
        raise Denied(_("岗位“%(post)s”已撤销，不能再填报风险点。") % {"post": post})
    if queries.scope_of(post) != (register.department, register.is_leadership):
        raise Denied(
            _("岗位“%(post)s”不属于这份清单。") % {"post": post},
            help=_("风险点归岗位所在部门；发现别的部门岗位上的风险，请提出建议。"),
        )
    if _is_system(by) or queries.posts_to_file(by).filter(pk=post.pk).exists():
        return
    change_register(by, register)
    raise Denied(_("班子成员的风险点由本人填报：您不任“%(post)s”。") % {"post": post}, help=_("可请党办代录。"))


def anchor(found: Any, wanted: Any) -> Any:
    """What was found for the power or step wanted: it must stand in the edition the register rests on."""
    if found is None:
        raise Denied(
            _("“%(wanted)s”不在这份清单所依的职权目录中。") % {"wanted": wanted},
            help=_("职权目录可能已有新版：请先让清单跟随职权目录，再选择环节。"),
        )
    return found


def change_point(by: Person, point: RiskPoint) -> None:
    """As filing on its post."""
    file_point(by, point.register, point.post)


def remove_point(by: Person, point: RiskPoint) -> None:
    """As changing; what rests on the point (measures, a proposal) keeps it, which the database says."""
    change_register(by, point.register)
    if not _is_system(by) and not queries.posts_to_file(by).filter(pk=point.post_id).exists():
        raise Denied(_("班子成员的风险点由本人或党办删除。"))


def opinion_source(by: Person, point: RiskPoint) -> str | None:
    """Whose view `by` would give on the point: their own, a leader's, a colleague's; None: not theirs to give."""
    if _is_system(by):
        return OpinionSource.WORKBOOK
    department = point.register.department
    actions = (Action.SIGN, Action.OVERSEE, Action.FILE_LEADERSHIP, Action.FILE)
    held = queries.actions_held(by, department, actions)
    is_own = organization_queries.posts_held(by).filter(pk=point.post_id).exists()
    if is_own or (point.filed_by_id == by.pk and not point.proposals.filter(by=by).exists() and held):
        return OpinionSource.SELF
    if held & {Action.SIGN, Action.OVERSEE, Action.FILE_LEADERSHIP}:
        return OpinionSource.LEADER
    return OpinionSource.COLLEAGUES if held else None


def give_opinion(by: Person, point: RiskPoint) -> None:
    """The post's holder, who filed, the department's people, its head and its leaders; never under review."""
    if not point.register.is_editable:
        raise Denied(
            _("清单处于“%(state)s”状态，不能再提评级意见。") % {"state": point.register.get_state_display()},
            help=_("请在审批环节批注，或等开新版时再提。"),
        )
    if opinion_source(by, point) is None:
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


def hold_review(by: Person, register: RiskRegister) -> None:
    """The department records its own collective review, the Party office that of the leadership's register."""
    if register.is_leadership and not queries.may_keep_leadership(by):
        raise Denied(_("班子成员风险清单的集体评定由党办记录。"))
    change_register(by, register)


def settle(point: RiskPoint, grade: str, reason: str) -> None:
    """A grade away from the computed one has a reason; a lower one also 纪检监察室's heard opinion (product.md)."""
    if not reason:
        raise Denied(
            _("%(code)s：等级与计算等级不一致或没有评分，须写明理由。") % {"code": point.code},
            help=_("请在该行填写理由，或采用计算等级。"),
        )
    if calculations.is_below(grade, point.computed_grade) and point.heard_by_id is None:
        raise Denied(
            _("%(code)s：调低等级须先听取纪检监察室意见。") % {"code": point.code},
            help=_("请在该风险点页面“征求纪检监察室意见”，得到意见后再评定；其余各点可先评定。"),
        )


def ask_hearing(by: Person, point: RiskPoint) -> None:
    """As settling: those who file the register ask 纪检监察室 before a grade is lowered."""
    change_register(by, point.register)


def hear(by: Person, point: RiskPoint) -> None:
    """The discipline office, not about a post of one's own nor a point one filed."""
    if not organization_queries.may(by, Action.SUPERVISE, point.register.department):
        raise Denied(_("只有纪检监察室可以在此发表意见。"), help=_("请联系纪检监察室。"))
    if point.filed_by_id == by.pk or organization_queries.posts_held(by).filter(pk=point.post_id).exists():
        raise Denied(_("这个风险点在您本人的岗位上或由您填报，请回避。"), help=_("由纪检监察室其他人员发表意见。"))
    if not point.register.is_editable:
        raise Denied(_("清单处于“%(state)s”状态，不能再补意见。") % {"state": point.register.get_state_display()})


def propose(by: Person, department: Department) -> None:
    """领导提: leaders, the overseer and the Party and discipline offices, for departments they answer for."""
    if not organization_queries.may(by, Action.PROPOSE, department):
        raise Denied(
            _("您不能以领导身份向%(department)s提出风险点。") % {"department": department},
            help=_("可以用“提建议”（群众帮）告诉该部门。"),
        )


def suggest(by: Person) -> None:
    """群众帮: anyone in the hospital's business; the three administrators read and write no business."""
    if not queries.may_use(by):
        raise Denied(_("系统、安全、审计管理员不能提业务建议。"), help=_("请用您的业务账号，或当面告诉该部门。"))


def answer(by: Person, proposal: Proposal) -> None:
    """Those who file the register of the proposal's department; a leader answers what is about their own post."""
    may = queries.may_file(by, proposal.department, is_leadership=proposal.is_leadership)
    if proposal.is_leadership and may and not queries.may_keep_leadership(by):
        may = queries.own_leadership_posts(by).filter(pk=proposal.post_id).exists()
    if not may:
        raise Denied(_("这条建议由%(department)s处理。") % {"department": proposal.department})
    if proposal.state != ProposalState.OPEN:
        raise Denied(
            _("这条建议已于 %(day)s 由%(who)s处理：%(state)s。")
            % {
                "day": timezone.localdate(proposal.answered_at) if proposal.answered_at else "",
                "who": proposal.answered_by,
                "state": proposal.get_state_display(),
            }
        )


def adopt(by: Person, proposal: Proposal) -> None:
    """As answering."""
    answer(by, proposal)


def decline(by: Person, proposal: Proposal) -> None:
    """As answering."""
    answer(by, proposal)


def reveal_proposer(by: Person, proposal: Proposal) -> None:
    """A hidden name is kept from everyone but 纪检监察室, and each look is recorded."""
    if not organization_queries.may(by, Action.SEE_HIDDEN_NAMES, proposal.department):
        raise Denied(_("建议人要求对部门隐去姓名，只有纪检监察室可以查看。"))


def make_rule(by: Person) -> None:
    """The grading rule: the Party office."""
    if not _is_system(by) and not organization_queries.may_anywhere(by, Action.KEEP_RULES):
        raise Denied(_("只有党办可以调整评级规则。"), help=_("需要调整时，请联系党办。"))


def may(rule: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Would the rule let it pass? For showing a button; the service asks again."""
    try:
        rule(*args, **kwargs)
    except Denied:
        return False
    return True
