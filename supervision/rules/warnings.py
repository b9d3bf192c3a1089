"""Who keeps the register of warnings, and who answers a 风险提示."""

from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from supervision.models import RiskWarning
from supervision.states.warnings import OUTCOMES, WARNING_MOVES, WarningVerb


def _keep(by: Person, department: Department) -> None:
    if not organization_queries.may(by, Action.KEEP_FINDINGS, department):
        raise Denied(
            _("预警由党办、纪检监察室登记和处理。"), help=_("发现风险苗头的，请告诉党办，或用“提建议”（群众帮）提出。")
        )


def _at_state(warning: RiskWarning, verb: str) -> None:
    if (warning.state, verb) not in WARNING_MOVES:
        raise Denied(
            _("%(code)s处于“%(state)s”状态，不能%(verb)s。")
            % {"code": warning.code, "state": warning.get_state_display(), "verb": WarningVerb(verb).label},
            help=_("请刷新页面，看这条预警走到了哪一步。"),
        )


def is_addressed(by: Person, warning: RiskWarning) -> bool:
    """Does `by` answer for whom the letter goes to: the department's filers and head, of a leadership post its holder?"""
    if warning.is_leadership:
        post = warning.point.post_id if warning.point else 0
        return organization_queries.posts_held(by).filter(pk=post).exists()
    places = organization_queries.departments_acting_for(by, Action.FILE, Action.SIGN)
    return places.filter(pk=warning.department_id).exists()


def _apart(by: Person, warning: RiskWarning) -> None:
    """Whom it concerns judges and handles nothing of it."""
    if warning.is_leadership:
        is_own = is_addressed(by, warning)
    else:
        is_own = organization_queries.own_departments(by).filter(pk=warning.department_id).exists()
    if is_own:
        raise Denied(
            _("这条预警涉及您或您所在部门，不能由您研判或处理。"), help=_("请由与此无关的党办、纪检监察室人员办理。")
        )


def collect_warning(by: Person, department: Department) -> None:
    """Whoever keeps findings there."""
    _keep(by, department)


def judge_warning(by: Person, warning: RiskWarning) -> None:
    """Whoever keeps findings there and is not of the department."""
    _at_state(warning, WarningVerb.JUDGE)
    _keep(by, warning.department)
    _apart(by, warning)


def send_warning(by: Person, warning: RiskWarning) -> None:
    """As judging it."""
    _at_state(warning, WarningVerb.SEND)
    _keep(by, warning.department)
    _apart(by, warning)


def answer_warning(by: Person, warning: RiskWarning) -> None:
    """The department it was sent to, of a leadership post its holder."""
    _at_state(warning, WarningVerb.ANSWER)
    if not is_addressed(by, warning):
        raise Denied(
            _("这份风险提示由%(department)s反馈。") % {"department": warning.department},
            help=_("由该部门填报人或科室负责人反馈；班子成员岗位的由本人反馈。"),
        )


def handle_warning(by: Person, warning: RiskWarning, outcome: str = "") -> None:
    """As judging it; what may come of it depends on how far it got."""
    _at_state(warning, WarningVerb.HANDLE)
    _keep(by, warning.department)
    _apart(by, warning)
    if outcome and outcome not in OUTCOMES[warning.state]:
        raise Denied(
            _("“%(state)s”的预警不能这样处理。") % {"state": warning.get_state_display()},
            help=_("“已防控”须在责任部门反馈之后；“研判不成立”只用于还没有发出风险提示的。"),
        )


def ask_warning_print(by: Person, warning: RiskWarning) -> None:
    """Whoever keeps findings there, and whom it was sent to, once it was sent."""
    if warning.sent_on is None:
        raise Denied(_("风险提示还没有发出，不能打印。"), help=_("请先“发出风险提示”。"))
    may_keep = organization_queries.may(by, Action.KEEP_FINDINGS, warning.department)
    if not may_keep and not is_addressed(by, warning):
        raise Denied(_("风险提示由发出部门和收到的部门打印。"))
