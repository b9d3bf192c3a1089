"""领导提 and 群众帮: what others noticed, put to the department that answers."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person, Post
from organization.roles import Action
from powers.models import FlowStep, Power
from risks import queries, rules
from risks.models import Proposal, RiskPoint
from risks.services import points
from risks.states import PROPOSAL_MOVES, Finder


@transaction.atomic
def propose(
    *,
    by: Person,
    text: str,
    department: Department | None = None,
    post: Post | None = None,
    step: FlowStep | None = None,
    power: Power | None = None,
) -> Proposal:
    """领导提: put a risk to a department (of the post, where one is named); its filers get a message."""
    target, is_leadership = _target(department, post)
    rules.propose(by, target)
    return _put(
        by, target, text=text, finder=Finder.LEADER, is_leadership=is_leadership, post=post, step=step, power=power
    )


@transaction.atomic
def suggest(
    *,
    by: Person,
    text: str,
    department: Department | None = None,
    post: Post | None = None,
    step: FlowStep | None = None,
    power: Power | None = None,
    is_name_hidden: bool = False,
) -> Proposal:
    """群众帮: anyone's suggestion to a department; the name may be kept from it, never from 纪检监察室."""
    target, is_leadership = _target(department, post)
    rules.suggest(by)
    return _put(
        by,
        target,
        text=text,
        finder=Finder.COLLEAGUES,
        is_leadership=is_leadership,
        post=post,
        step=step,
        power=power,
        is_name_hidden=is_name_hidden,
    )


def _target(department: Department | None, post: Post | None) -> tuple[Department, bool]:
    if post is not None:
        return queries.scope_of(post)
    if department is None:
        raise Denied(_("请指明向哪个部门、或就哪个岗位提出。"))
    return department, False


def _put(by: Person, target: Department, *, text: str, step: FlowStep | None, **fields: Any) -> Proposal:
    if not text.strip():
        raise Denied(_("请写明发现的风险。"))
    if step is not None:
        fields["power"] = step.flow.power
    made = Proposal(department=target, text=text.strip(), by=by, step=step, **fields)
    core_services.save(made, by)
    action = Action.SUBMIT_LEADERSHIP if made.is_leadership else Action.FILE
    receivers = organization_queries.holders(action, target).exclude(pk=by.pk)
    words = _("收到一条风险点建议（%(finder)s）：%(text)s") % {"finder": made.get_finder_display(), "text": made}
    organization_services.notify(receivers, kind="risks.proposal", text=words, url=made.get_absolute_url())
    _record(made, by, "risks.propose", {"finder": str(made.finder), "is_name_hidden": made.is_name_hidden})
    return made


@transaction.atomic
def adopt(
    *,
    by: Person,
    proposal: Proposal,
    post: Post,
    type: str,
    description: str,
    reply: str = "",
    step: FlowStep | None = None,
    power: Power | None = None,
    **fields: Any,
) -> RiskPoint:
    """File the point a proposal is about, with the proposal's way of finding; who proposed gets a message."""
    locked = _lock(proposal)
    rules.adopt(by, locked)
    fields = {"step": step, "power": power, "proposal": locked, **fields}
    point = points.file_point(by=by, post=post, type=type, description=description, **fields)
    _answer(locked, by, "adopt", reply=reply, point=point)
    return point


@transaction.atomic
def decline(*, by: Person, proposal: Proposal, reply: str) -> Proposal:
    """Say why no point is filed; who proposed gets the reply. Raises `Denied` without one."""
    locked = _lock(proposal)
    rules.decline(by, locked)
    if not reply.strip():
        raise Denied(_("不采纳须答复理由。"))
    return _answer(locked, by, "decline", reply=reply)


def _lock(proposal: Proposal) -> Proposal:
    related = ("department", "post", "answered_by")
    return Proposal.objects.select_for_update(of=("self",)).select_related(*related).get(pk=proposal.pk)


def _answer(proposal: Proposal, by: Person, step: str, *, reply: str, point: RiskPoint | None = None) -> Proposal:
    proposal.state = PROPOSAL_MOVES[proposal.state, step]
    proposal.reply, proposal.point = reply.strip(), point
    proposal.answered_by, proposal.answered_at = by, timezone.now()
    core_services.save(proposal, by)
    words = _("您提出的风险点建议%(state)s。%(reply)s") % {
        "state": proposal.get_state_display(),
        "reply": proposal.reply,
    }
    organization_services.notify([proposal.by], kind="risks.answer", text=words, url=proposal.get_absolute_url())
    _record(proposal, by, f"risks.{step}", {"point": point.code if point else ""})
    return proposal


@transaction.atomic
def reveal_proposer(*, by: Person, proposal: Proposal) -> str:
    """The hidden name, for 纪检监察室; every look leaves an audit event."""
    locked = _lock(proposal)
    rules.reveal_proposer(by, locked)
    _record(locked, by, "risks.reveal_proposer", {})
    return str(locked.by)


def _record(proposal: Proposal, by: Person, verb: str, details: dict[str, Any]) -> None:
    core_services.record(by=by, verb=verb, subject=proposal, department_code=proposal.department.code, details=details)
