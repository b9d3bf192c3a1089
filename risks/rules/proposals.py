"""Who may propose, suggest, answer, and look at a hidden name."""

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from risks.models import Proposal
from risks.rules import scopes
from risks.states import ProposalState


def propose(by: Person, department: Department) -> None:
    """领导提: leaders, the overseer and the Party and discipline offices, for departments they answer for."""
    if not queries.may(by, Action.PROPOSE, department):
        raise Denied(
            _("您不能以领导身份向%(department)s提出风险点。") % {"department": department},
            help=_("可以用“提建议”（群众帮）告诉该部门。"),
        )


def suggest(by: Person) -> None:
    """群众帮: anyone in the hospital's business; the three administrators read and write no business."""
    if not scopes.may_use(by):
        raise Denied(_("系统、安全、审计管理员不能提业务建议。"), help=_("请用您的业务账号，或当面告诉该部门。"))


def answer(by: Person, proposal: Proposal) -> None:
    """Those who file the register of the proposal's department; a leader answers what is about their own post."""
    may = scopes.may_file(by, proposal.department, is_leadership=proposal.is_leadership)
    if proposal.is_leadership and may and not scopes.may_keep_leadership(by):
        may = scopes.own_leadership_posts(by).filter(pk=proposal.post_id or 0).exists()
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
    if not queries.may(by, Action.SEE_HIDDEN_NAMES, proposal.department):
        raise Denied(_("建议人要求对部门隐去姓名，只有纪检监察室可以查看。"))
