"""Who opens, answers, signs, receives and returns a department's self-check."""

from collections.abc import Sequence

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
    """The department's own people who file answer and write, until it is signed; the Party office on its behalf."""
    organization_rules.file(by, check.department, what=_("自查"))
    if not check.is_editable:
        raise Denied(
            _("本部门自查%(state)s，不能再修改。") % {"state": check.get_state_display()},
            help=_("需要修改的，请党办退回后再改。"),
        )


def sign(by: Person, check: SelfCheck) -> Person:
    """The head signs, or who stands in today; returns for whom."""
    _refuse_move(check, SelfCheckVerb.SIGN)
    principal = organization_queries.acting_as(by, Action.SIGN, check.department)
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
    """Who reviews receives, but not the own department's; the office's own goes to another holder or the discipline office.

    Returns for whom.
    """
    _refuse_move(check, SelfCheckVerb.RECEIVE)
    principal = _reviewer(by, check.department)
    if check.signed_by_id == by.pk:
        raise Denied(_("自查报告是您签署的，不能由您接收或退回。"), help=_("请由另一名党办人员办理。"))
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


def _refuse_move(check: SelfCheck, verb: str) -> None:
    if (check.state, verb) not in SELF_CHECK_MOVES:
        raise Denied(
            _("本部门自查%(state)s，不能%(verb)s。")
            % {"state": check.get_state_display(), "verb": SelfCheckVerb(verb).label}
        )


def raise_finding(by: Person, found: SelfCheckAnswer) -> None:
    """Who answers raises what is not carried out as a finding, one open finding an answer at most."""
    answer(by, found.self_check)
    if not found.is_faulty:
        raise Denied(_("只有部分落实或未落实的项目才登记问题。"), help=_("请先填报这一项的落实情况并保存。"))
    if found.finding is not None and found.finding.state in FindingState.living():
        raise Denied(
            _("这一项已登记问题%(code)s，还在整改。") % {"code": found.finding.code},
            help=_("请在该问题下登记整改情况。"),
        )
