"""Planning, reporting, extending and rechecking a rectification."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person, Post
from organization.roles import Action
from supervision import queries, rules
from supervision.models import Extension, Finding, Recheck, Rectification
from supervision.rules import days as day_rules
from supervision.services import findings
from supervision.states.findings import (
    EXTENSION_MOVES,
    LONGEST_DEADLINE,
    ExtensionVerb,
    FindingVerb,
)

PROOF = "supervision.finding"
"""Subject of the files a rectification is reported with."""


@transaction.atomic
def plan_rectification(
    *,
    by: Person,
    finding: Finding,
    owner_post: Post,
    answerer: Person,
    measures: str,
    due_days: int | None = None,
    version: int | None = None,
) -> Rectification:
    """Say which post and person answer and what will be done; again, until it is reported. `due_days` where the finding
    has no deadline yet. Raises `Stale` when it was changed since `version`."""
    locked = findings.lock(finding)
    core_services.refuse_stale(locked, version)
    rules.plan_rectification(by, locked)
    if not measures.strip():
        raise Denied(_("请写明整改措施。"))
    if locked.due_on is None:
        if due_days is None:
            raise Denied(_("这个问题还没有整改期限，请填写整改期限（工作日）。"))
        findings.set_deadline(locked, due_days)
    plan = rules.rectification_of(locked) or Rectification(finding=locked)
    plan.owner_post, plan.answerer, plan.measures = owner_post, answerer, measures.strip()
    plan.planned_on, plan.planned_by = timezone.localdate(), by
    core_services.save(plan, by)
    findings.move(locked, FindingVerb.PLAN, by=by)
    words = _("您是整改责任人：%(finding)s") % {"finding": locked}
    findings.tell([answerer], locked, words, by=by)
    findings.record(locked, "plan_rectification", by=by, post=owner_post.code)
    return plan


@transaction.atomic
def report_rectification(
    *,
    by: Person,
    finding: Finding,
    report: str,
    proof: Iterable[Upload] = (),
    proof_note: str = "",
    version: int | None = None,
) -> Finding:
    """Report that it is put right, with proof, as files or by where it lies; whoever keeps findings is asked to recheck."""
    locked = findings.lock(finding)
    core_services.refuse_stale(locked, version)
    rules.report_rectification(by, locked)
    if not report.strip():
        raise Denied(_("请写明整改完成情况。"))
    files = list(proof)
    if not files and not proof_note.strip():
        raise Denied(_("请上传佐证材料，或写明佐证存放在哪里。"), help=_("复查时凭佐证核对整改是否到位。"))
    plan = locked.rectification
    plan.report, plan.reported_on, plan.reported_by = report.strip(), timezone.localdate(), by
    plan.proof_note = proof_note.strip()
    core_services.save(plan, by)
    core_services.store_all(files, subject_type=PROOF, subject_id=locked.pk, by=by)
    findings.move(locked, FindingVerb.REPORT, by=by)
    findings.tell(
        queries.keepers_of(locked), locked, _("整改已报告完成，请复查：%(finding)s") % {"finding": locked}, by=by
    )
    findings.record(locked, "report_rectification", by=by)
    return locked


@transaction.atomic
def ask_extension(*, by: Person, finding: Finding, days: int, reason: str) -> Extension:
    """Ask for `days` working days more, counted from the deadline, or from today when that has passed."""
    locked = findings.lock(finding)
    due_on = rules.ask_extension(by, locked)
    if not reason.strip():
        raise Denied(_("申请延期须写明理由。"))
    if not 1 <= days <= LONGEST_DEADLINE:
        raise Denied(_("延长须为1至%(most)d个工作日。") % {"most": LONGEST_DEADLINE})
    to_on = queries.extended(locked, days)
    made = Extension.objects.create(
        finding=locked, from_on=due_on, days=days, to_on=to_on, reason=reason.strip(), by=by
    )
    core_services.save(locked, by, reason=findings.reason_of(_("申请延期至%(day)s") % {"day": to_on}, reason.strip()))
    approvers = organization_queries.holders(Action.APPROVE_EXTENSION, locked.department)
    findings.tell(approvers, locked, _("整改申请延期，请批复：%(finding)s") % {"finding": locked}, by=by)
    findings.record(locked, "ask_extension", by=by, to_on=str(to_on))
    return made


@transaction.atomic
def answer_extension(*, by: Person, extension: Extension, verdict: str, answer: str) -> Extension:
    """Grant or refuse (`ExtensionVerb`) with a reason; granted, the deadline moves."""
    locked = findings.lock(extension.finding)
    asked = Extension.objects.select_for_update(of=("self",)).select_related("by").get(pk=extension.pk)
    asked.finding = locked
    rules.answer_extension(by, asked)
    if not answer.strip():
        raise Denied(_("请写明批复意见。"))
    if verdict == ExtensionVerb.GRANT and asked.to_on <= max(timezone.localdate(), locked.due_on or asked.from_on):
        raise Denied(
            _("申请延至的日期已经过去，或早于现期限，不能同意。"), help=_("请不同意这份申请，由责任部门重新申请。")
        )
    asked.state = EXTENSION_MOVES[asked.state, ExtensionVerb(verdict)]
    asked.answer, asked.answered_by, asked.answered_at = answer.strip(), by, timezone.now()
    asked.save()
    if verdict == ExtensionVerb.GRANT:
        locked.due_on, locked.due_days, locked.due_from = asked.to_on, None, None
    said = asked.get_state_display()
    core_services.save(locked, by, reason=findings.reason_of(said, answer.strip()))
    words = _("延期申请已批复（%(said)s）：%(finding)s") % {"said": said, "finding": locked}
    findings.tell([asked.by, *queries.people_answering(locked)], locked, words, by=by)
    findings.record(locked, "answer_extension", by=by, verdict=str(verdict), due_on=str(locked.due_on))
    return asked


@transaction.atomic
def recheck(
    *, by: Person, finding: Finding, is_passed: bool, note: str, on: date | None = None, due_days: int | None = None
) -> Recheck:
    """Say whether it is put right; if not, it goes on until a new deadline in `due_days` working days."""
    locked = findings.lock(finding)
    rules.recheck(by, locked)
    if not note.strip():
        raise Denied(_("请写明复查意见。"))
    if not is_passed:
        if due_days is None:
            raise Denied(_("复查未通过的，请填写重新整改的期限（工作日）。"))
        findings.set_deadline(locked, due_days)
    day = on or timezone.localdate()
    day_rules.not_before(day, rules.reported_on(locked), what=_("复查日期"), than=_("报告日期"))
    day_rules.not_ahead(day, what=_("复查日期"))
    made = Recheck.objects.create(finding=locked, is_passed=is_passed, note=note.strip(), on=day, by=by)
    verb = FindingVerb.PASS if is_passed else FindingVerb.FAIL
    findings.move(locked, verb, by=by, why=note.strip())
    words = _("%(said)s：%(finding)s") % {"said": verb.label, "finding": locked}
    findings.tell(queries.people_answering(locked), locked, words, by=by)
    findings.record(locked, "recheck_finding", by=by, is_passed=is_passed)
    return made
