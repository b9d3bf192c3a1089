"""问责建议: put by the system where something repeats or is late twice, answered by the competent organ. Nothing else follows."""

from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action
from supervision import queries, rules
from supervision.models import AccountabilityProposal, Finding
from supervision.states.findings import (
    ACCOUNTABILITY_MOVES,
    LATE_TWICE,
    AccountabilityVerb,
    ExtensionState,
    FindingState,
    ProposalGround,
)


def put_repeated(finding: Finding) -> list[core_services.AuditEntry]:
    """The measure had a finding before. What the caller leaves in the trail of it: nothing where it was put already."""
    return _put(finding, ProposalGround.REPEATED)


def put_overdue(finding: Finding) -> list[core_services.AuditEntry]:
    """The second deadline passed unmet; as `put_repeated`."""
    return _put(finding, ProposalGround.OVERDUE)


def _put(finding: Finding, ground: str) -> list[core_services.AuditEntry]:
    """Once a finding and ground: whoever keeps accountability and is not concerned is told, and nobody else."""
    made, is_new = AccountabilityProposal.objects.get_or_create(finding=finding, ground=ground)
    if not is_new:
        return []
    words = _("有一条问责建议等待研究（%(ground)s）：%(finding)s") % {
        "ground": made.get_ground_display(),
        "finding": finding,
    }
    keepers = organization_queries.holders(Action.KEEP_ACCOUNTABILITY, finding.department)
    receivers = [
        each for each in keepers if not rules.is_concerned(each, finding) and not rules.answers_for(each, finding)
    ]
    organization_services.notify(receivers, kind="supervision.proposal", text=words, url=made.get_absolute_url())
    return [entry(finding, "propose_accountability", ground=str(ground))]


@transaction.atomic
def answer_proposal(
    *, by: Person, proposal: AccountabilityProposal, verdict: str, reason: str
) -> AccountabilityProposal:
    """Say what the organ makes of it (`AccountabilityVerb`), with the reason. The finding, the people and their records
    stay as they are: accountability itself is registered apart, by people."""
    locked = (
        AccountabilityProposal.objects.select_for_update(of=("self",))
        .select_related("finding__department", "finding__point__post", "finding__rectification")
        .get(pk=proposal.pk)
    )
    rules.answer_proposal(by, locked)
    if not reason.strip():
        raise Denied(_("请写明研究意见。"))
    locked.state = ACCOUNTABILITY_MOVES[locked.state, AccountabilityVerb(verdict)]
    locked.reason, locked.answered_by, locked.answered_at = reason.strip(), by, timezone.now()
    locked.save()
    details = {"ground": str(locked.ground), "verdict": str(verdict)}
    core_services.record_all(by=by, entries=[entry(locked.finding, "answer_accountability", **details)])
    return locked


def entry(finding: Finding, verb: str, **details: Any) -> core_services.AuditEntry:
    """What the trail says of one verb on a finding."""
    return core_services.AuditEntry(
        f"supervision.{verb}",
        finding,
        code=finding.code,
        department_code=finding.department.code,
        details={"source": finding.source, "state": finding.state, **details},
    )


@transaction.atomic
def count_overdue(*, by: Person) -> list[Finding]:
    """Count each deadline that passed unmet, once: harmless when run twice. The second of a finding puts a 问责建议.

    A deadline does not count while an extension of it that was asked in time still waits.
    """
    core_services.take_turn_at("supervision.overdue")
    asked = Q(extensions__from_on=F("due_on"), extensions__at__date__lte=F("due_on"))
    asked &= Q(extensions__state=ExtensionState.WAITING)
    in_time = Finding.objects.filter(asked).values("pk")
    missed = Finding.objects.filter(
        Q(missed_on__isnull=True) | Q(missed_on__lt=F("due_on")),
        state__in=FindingState.before_report(),
        due_on__lt=timezone.localdate(),
    ).exclude(pk__in=in_time)
    related = ("department", "point__post", "rectification__answerer")
    rows = list(missed.select_for_update(of=("self",)).select_related(*related).order_by("pk"))
    entries = [each for finding in rows for each in _count(finding, by)]
    core_services.record_all(by=by, entries=entries)
    return rows


def _count(finding: Finding, by: Person) -> list[core_services.AuditEntry]:
    """Count one and tell of it; what is left in the trail, which is held from then on, comes after all of them."""
    finding.overdue_count += 1
    finding.missed_on = finding.due_on
    why = _("期限%(day)s未完成，第%(count)d次") % {"day": finding.due_on, "count": finding.overdue_count}
    core_services.save(finding, by, reason=_("整改逾期：%(why)s") % {"why": why})
    words = _("整改已逾期：%(finding)s") % {"finding": finding}
    receivers = (*queries.people_answering(finding), *queries.keepers_of(finding))
    told = {person.pk: person for person in receivers}
    organization_services.notify(told.values(), kind="supervision.overdue", text=words, url=finding.get_absolute_url())
    put = put_overdue(finding) if finding.overdue_count >= LATE_TWICE else []
    details = {"due_on": str(finding.due_on), "count": finding.overdue_count}
    return [*put, entry(finding, "miss_deadline", **details)]


def count_overdue_in_background(duty: Duty, phase: Any) -> dict[str, Any]:
    """The duty `supervision.overdue`, asked daily."""
    phase(_("清点逾期的整改"), 1, 1)
    count_overdue(by=duty.asked_by or organization_queries.system_actor())
    return {"result_url": f"{reverse('supervision:findings')}?overdue=on"}
