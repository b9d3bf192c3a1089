"""Who plans, reports, extends, rechecks and closes a rectification, and who answers a 问责建议."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from approvals.models import SubmissionItem
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from supervision.models import AccountabilityProposal, Extension, Finding, Rectification
from supervision.states.findings import (
    ACCOUNTABILITY_MOVES,
    CLOSING_KIND,
    EXTENSION_MOVES,
    FINDING_MOVES,
    MOST_EXTENSIONS,
    AccountabilityVerb,
    ExtensionState,
    ExtensionVerb,
    FindingState,
    FindingVerb,
)


def rectification_of(finding: Finding) -> Rectification | None:
    """The plan, once there is one."""
    return getattr(finding, "rectification", None)


def at_state(finding: Finding, verb: str) -> None:
    """Refuse what may not follow the finding's state."""
    if (finding.state, verb) not in FINDING_MOVES:
        raise Denied(
            _("%(code)s处于“%(state)s”状态，不能%(verb)s。")
            % {"code": finding.code, "state": finding.get_state_display(), "verb": FindingVerb(verb).label},
            help=_("请刷新页面，看这个问题走到了哪一步。"),
        )


def answerable(by: Person) -> Q:
    """Findings that `by` puts right: as the person answering, by holding the owner's post, as the department's filer or
    head; of a leadership post its holder alone, and the person answering."""
    held = organization_queries.posts_held(by).values("pk")
    places = organization_queries.departments_acting_for(by, Action.FILE, Action.SIGN).values("pk")
    mine = Q(rectification__answerer=by) | Q(rectification__owner_post__in=held)
    return mine | Q(is_leadership=False, department__in=places) | Q(is_leadership=True, point__post__in=held)


def answers_for(by: Person, finding: Finding) -> bool:
    """Is the finding one of those that are `answerable` by `by`?"""
    plan = rectification_of(finding)
    if plan and plan.answerer_id == by.pk:
        return True
    return Finding.objects.filter(answerable(by), pk=finding.pk).exists()


def is_concerned(by: Person, finding: Finding) -> bool:
    """Is `by` of the department, or, of a leadership post, its holder? Such a one judges nothing about the finding."""
    if finding.is_leadership:
        post = finding.point.post_id if finding.point else 0
        return organization_queries.posts_held(by).filter(pk=post).exists()
    return organization_queries.own_departments(by).filter(pk=finding.department_id).exists()


def _answering(by: Person, finding: Finding) -> None:
    if not answers_for(by, finding):
        raise Denied(
            _("%(code)s由%(department)s整改，您不能办理。") % {"code": finding.code, "department": finding.department},
            help=_("由该部门填报人、科室负责人或整改责任人办理；班子成员岗位的问题由本人办理。"),
        )


def plan_rectification(by: Person, finding: Finding) -> None:
    """Whoever answers for the finding plans, and plans anew until it is reported."""
    at_state(finding, FindingVerb.PLAN)
    _answering(by, finding)


def report_rectification(by: Person, finding: Finding) -> None:
    """Whoever answers for the finding reports that it is put right."""
    at_state(finding, FindingVerb.REPORT)
    _answering(by, finding)


def ask_extension(by: Person, finding: Finding) -> date:
    """Whoever answers for it, while it is being put right, one request at a time, and only so often; the deadline."""
    if finding.state not in FindingState.before_report() or finding.due_on is None:
        raise Denied(
            _("%(code)s处于“%(state)s”状态，没有可以延长的期限。")
            % {"code": finding.code, "state": finding.get_state_display()}
        )
    _answering(by, finding)
    states = list(finding.extensions.values_list("state", flat=True))
    if ExtensionState.WAITING in states:
        raise Denied(_("已有一份延期申请等待批复。"), help=_("请等纪检监察室批复后再申请。"))
    if states.count(ExtensionState.GRANTED) >= MOST_EXTENSIONS:
        raise Denied(
            _("这个问题已延期%(count)d次，不能再延。") % {"count": MOST_EXTENSIONS},
            help=_("请在现期限内完成；确有困难的，向纪检监察室书面说明。"),
        )
    return finding.due_on


def answer_extension(by: Person, extension: Extension) -> None:
    """A holder of the action who neither asked nor is of the department, while the deadline still counts."""
    finding = extension.finding
    if not organization_queries.may(by, Action.APPROVE_EXTENSION, finding.department):
        raise Denied(_("整改延期由纪检监察室批复。"), help=_("请等待批复，结果会在消息中告诉您。"))
    if (extension.state, ExtensionVerb.GRANT) not in EXTENSION_MOVES:
        raise Denied(_("这份延期申请已批复：%(state)s。") % {"state": extension.get_state_display()})
    if extension.by_id == by.pk or is_concerned(by, finding):
        raise Denied(_("申请人和责任部门的人员不能批复自己的延期。"), help=_("请由纪检监察室其他人员批复。"))
    if finding.state not in FindingState.before_report():
        raise Denied(_("这个问题已报告整改完成，不必再批复延期。"), help=_("复查未通过时，这份申请会重新等待批复。"))


def ask_closing(by: Person, finding: Finding) -> None:
    """Whoever answers for it, or (but for the leadership's) keeps findings, once the recheck was passed, one closing at a time."""
    at_state(finding, FindingVerb.CLOSE)
    if SubmissionItem.objects.filter(list_kind=CLOSING_KIND, list_id=finding.pk, is_open=True).exists():
        raise Denied(_("%(code)s已提请销号。") % {"code": finding.code}, help=_("可在“审批”中查看办理到哪一环节。"))
    if finding.is_leadership or not organization_queries.may(by, Action.KEEP_FINDINGS, finding.department):
        _answering(by, finding)


def recheck(by: Person, finding: Finding) -> None:
    """复查: whoever keeps findings and neither planned, carried out nor reported it, nor is of the department."""
    at_state(finding, FindingVerb.PASS)
    if not organization_queries.may(by, Action.KEEP_FINDINGS, finding.department):
        raise Denied(_("整改由党办、纪检监察室复查。"), help=_("请等待复查，结果会在消息中告诉您。"))
    plan = rectification_of(finding)
    is_party = plan is not None and by.pk in (plan.answerer_id, plan.planned_by_id, plan.reported_by_id)
    if is_party or is_concerned(by, finding) or answers_for(by, finding):
        raise Denied(
            _("整改的责任人、报告人和责任部门的人员不能复查自己的整改。"),
            help=_("请由党办、纪检监察室中与此无关的人员复查。"),
        )


def reported_on(finding: Finding) -> date | None:
    """The day on which it was reported as put right: what is rechecked was there before."""
    plan = rectification_of(finding)
    return plan.reported_on if plan else None


def reply_to_source(by: Person, finding: Finding) -> None:
    """Whoever keeps findings, once, where a reply is owed."""
    if not organization_queries.may(by, Action.KEEP_FINDINGS, finding.department):
        raise Denied(_("对问题来源的回复由党办、纪检监察室登记。"))
    if not finding.is_reply_owed:
        raise Denied(_("这个问题不须回复来源。"))
    if finding.replied_on:
        raise Denied(_("已于%(day)s回复。") % {"day": finding.replied_on}, help=_("补充回复请另行发文。"))


def answer_proposal(by: Person, proposal: AccountabilityProposal) -> None:
    """Whoever keeps accountability there and is not concerned themselves."""
    if not organization_queries.may(by, Action.KEEP_ACCOUNTABILITY, proposal.finding.department):
        raise Denied(_("问责建议由纪检监察室研究。"))
    if (proposal.state, AccountabilityVerb.TAKE_UP) not in ACCOUNTABILITY_MOVES:
        raise Denied(_("这条问责建议已答复：%(state)s。") % {"state": proposal.get_state_display()})
    if is_concerned(by, proposal.finding) or answers_for(by, proposal.finding):
        raise Denied(_("这条问责建议涉及您或您所在部门，不能由您答复。"), help=_("请由纪检监察室其他人员研究。"))
