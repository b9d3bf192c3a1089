"""Who opens, answers, signs, receives and returns a self-check: a department's, and the leadership's own."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.registry import Fault
from core.rules import Denied
from organization import queries as organization_queries
from organization import rules as organization_rules
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from supervision.models import Cycle, SelfCheck, SelfCheckAnswer
from supervision.states.cycles import CycleState
from supervision.states.findings import FindingState
from supervision.states.self_checks import SELF_CHECK_MOVES, SelfCheckVerb

NAMED = 5
"""Faults that a refusal names; the page shows them all."""


def run_year(by: Person) -> None:
    """The Party office runs the year; the system's own actor when a phase begins."""
    if by.kind != PersonKind.SYSTEM and not organization_queries.may_for_whole(by, Action.RUN_YEAR):
        raise Denied(_("年度自查由党办组织。"), help=_("需要时请联系党办。"))


def open_self_checks(by: Person, cycle: Cycle) -> None:
    """Who runs the year opens the self-checks of a year under way."""
    run_year(by)
    if cycle.state != CycleState.OPEN:
        raise Denied(
            _("%(cycle)s%(state)s，不能启动自查。") % {"cycle": cycle, "state": cycle.get_state_display()},
            help=_("请先启动年度工作。"),
        )


def answer(by: Person, check: SelfCheck) -> None:
    """Until it is signed, the department's own people who file, and the Party office on its behalf; of the leadership's
    whoever belongs to it, each the own items (`answer_items`), and the Party office.
    """
    if not check.is_leadership:
        organization_rules.file(by, check.department, what=_("自查"))
    elif not (_keeps_leadership(by, check) or organization_queries.may(by, Action.FILE_LEADERSHIP, check.department)):
        raise Denied(_("班子成员自查由班子成员填报或党办代录。"), help=_("需要时请联系党办。"))
    _editable(check)


def _keeps_leadership(by: Person, check: SelfCheck) -> bool:
    return by.kind == PersonKind.SYSTEM or organization_queries.may(by, Action.FILE_ON_BEHALF, check.department)


def _editable(check: SelfCheck) -> None:
    if not check.is_editable:
        raise Denied(
            _("%(check)s%(state)s，不能再修改。") % {"check": check, "state": check.get_state_display()},
            help=_("需要修改的，请接收报告的部门退回后再改。"),
        )


def answer_items(by: Person, check: SelfCheck, items: Iterable[SelfCheckAnswer]) -> None:
    """As answering; of the leadership's a measure by the holder of its post or the Party office for them, a standard item
    by the Party office."""
    answer(by, check)
    for item in items if check.is_leadership else ():
        if item.measure is None:
            write(by, check)
        else:
            organization_rules.file_leadership(by, item.measure.point.post, what=_("自查"))


def write(by: Person, check: SelfCheck) -> None:
    """Who answers a department's writes its report and takes up changed measures; of the leadership's the Party office."""
    answer(by, check)
    if check.is_leadership and not _keeps_leadership(by, check):
        raise Denied(_("班子成员自查的标准项目和报告由党办填写。"), help=_("班子成员填报本人岗位的措施。"))


def sign(by: Person, check: SelfCheck) -> Person:
    """The head signs, for the leadership the Party secretary, or who stands in today; returns for whom."""
    _refuse_move(check, SelfCheckVerb.SIGN)
    action = Action.DECIDE if check.is_leadership else Action.SIGN
    principal = organization_queries.acting_as(by, action, check.department)
    if principal is None and check.is_leadership:
        raise Denied(_("班子成员自查报告由党委书记签署。"), help=_("书记外出的，可由其指定的代理人签署。"))
    if principal is None:
        raise Denied(
            _("%(department)s的自查报告由科室负责人签署。") % {"department": check.department},
            help=_("负责人外出的，可由其指定的代理人签署。"),
        )
    return principal


def sign_complete(faults: Sequence[Fault]) -> None:
    """Nothing that blocks is left: what is unanswered or without proof is named."""
    blocking = [fault for fault in faults if fault.is_blocking]
    if not blocking:
        return
    words = "".join(fault.message for fault in blocking[:NAMED])
    more = _("等%(n)d处。") % {"n": len(blocking)} if len(blocking) > NAMED else ""
    raise Denied(
        _("自查还不能签署：%(faults)s%(more)s") % {"faults": words, "more": more},
        help=_("请填报人补全后再签署。"),
    )


def receive(by: Person, check: SelfCheck) -> Person:
    """Who reviews receives, but not the own department's; the office's own goes to another holder or the discipline office,
    and the leadership's to the discipline office.

    Returns for whom.
    """
    _refuse_move(check, SelfCheckVerb.RECEIVE)
    principal = _leadership_reviewer(by, check.department) if check.is_leadership else _reviewer(by, check.department)
    if check.signed_by_id == by.pk:
        raise Denied(_("自查报告是您签署的，不能由您接收或退回。"), help=_("请由另一名经办人员办理。"))
    return principal


def return_back(by: Person, check: SelfCheck) -> Person:
    """As receiving."""
    return receive(by, check)


def _reviewer(by: Person, department: Department) -> Person:
    people = organization_queries.people_of(department.pk).values("pk")
    principal = organization_queries.acting_as(by, Action.REVIEW, department)
    apart = organization_queries.holders(Action.REVIEW, department).exclude(pk__in=people)
    if principal is None and not apart.exists():
        principal = organization_queries.acting_as(by, Action.SUPERVISE, department)
    if principal is None:
        raise Denied(_("自查报告由党办接收或退回。"), help=_("需要时请联系党办。"))
    if organization_queries.people_of(department.pk).filter(pk__in=[by.pk, principal.pk]).exists():
        raise Denied(
            _("您所在部门的自查报告不能由您接收或退回。"),
            help=_("请由另一部门的党办人员办理；没有的，由纪检监察室办理。"),
        )
    return principal


def _leadership_reviewer(by: Person, root: Department) -> Person:
    principal = organization_queries.acting_as(by, Action.SUPERVISE, root)
    if principal is None:
        raise Denied(_("班子成员自查报告由纪检监察室接收或退回。"), help=_("需要时请联系纪检监察室。"))
    for person in (by, principal):
        if organization_queries.posts_held(person).filter(is_leadership=True).exists():
            raise Denied(_("班子成员不接收班子成员的自查报告。"), help=_("请由纪检监察室的其他人员办理。"))
    return principal


def _refuse_move(check: SelfCheck, verb: str) -> None:
    if (check.state, verb) not in SELF_CHECK_MOVES:
        raise Denied(
            _("%(check)s%(state)s，不能%(verb)s。")
            % {"check": check, "state": check.get_state_display(), "verb": SelfCheckVerb(verb).label}
        )


def raise_finding(by: Person, found: SelfCheckAnswer) -> None:
    """Who answers raises what is not carried out as a finding, one open finding an answer at most; a leader about the own
    post alone."""
    answer_items(by, found.self_check, [found])
    if found.self_check.is_leadership and not _is_own(by, found):
        raise Denied(_("班子成员自查的问题由本人在本人岗位的措施下登记。"), help=_("请本人登记。"))
    if not found.is_faulty:
        raise Denied(_("只有部分落实或未落实的项目才登记问题。"), help=_("请先填报这一项的落实情况并保存。"))
    if found.finding is not None and found.finding.state in FindingState.living():
        raise Denied(
            _("这一项已登记问题%(code)s，还在整改。") % {"code": found.finding.code},
            help=_("请在该问题下登记整改情况。"),
        )


def _is_own(by: Person, found: SelfCheckAnswer) -> bool:
    held = organization_queries.posts_held(by)
    return found.measure is not None and held.filter(pk=found.measure.point.post_id).exists()
