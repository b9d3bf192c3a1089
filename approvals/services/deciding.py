"""A holder's verdict at a stage, and taking a submission back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import queries, rules
from approvals.models import Stage, Submission
from approvals.services import moving
from approvals.states import VERDICTS_WITH_REASON, SubmissionState, Verdict
from core.rules import Denied
from organization.models import Person


@transaction.atomic
def decide(
    *, by: Person, submission: Submission, verdict: str, reason: str = "", version: int | None = None
) -> Submission:
    """Say 同意, 无不同意见, 退回 or 不同意 at the stage that holds it.

    Agreement covers every row but those `by` must leave (回避); the stage is passed when every row is covered. 退回
    and 不同意 end the submission and need a reason. Raises `Denied`, or `Stale` when it moved since `version`.
    """
    submission = moving.lock(submission, version=version)
    principal = rules.decide(by, submission, verdict)
    reason = reason.strip()
    if verdict in VERDICTS_WITH_REASON and not reason:
        raise Denied(_("请写明“%(verdict)s”的理由。") % {"verdict": Verdict(verdict).label})
    if verdict in (Verdict.RETURN, Verdict.REJECT):
        _end(submission, by=by, principal=principal, verdict=verdict, reason=reason)
    else:
        _agree(submission, by=by, principal=principal, verdict=verdict, reason=reason)
    moving.record(submission, "decide", by=by, principal=principal, verdict=verdict, reason=reason)
    return submission


def _end(submission: Submission, *, by: Person, principal: Person, verdict: str, reason: str) -> None:
    where = str(submission.stage or _("科室负责人"))
    moving.write_decision(submission, by=by, verdict=verdict, reason=reason, principal=principal)
    moving.move(submission, verdict, by=by)
    text = _("%(submission)s在“%(stage)s”被%(verdict)s：%(reason)s") % {
        "submission": submission,
        "stage": where,
        "verdict": Verdict(verdict).label,
        "reason": reason,
    }
    moving.tell_department(submission, text)


def _agree(submission: Submission, *, by: Person, principal: Person, verdict: str, reason: str) -> None:
    stage = rules.stage_of(submission)
    _refuse_conditions(submission)
    recused = rules.recusal_reasons(submission, {by, principal})
    moving.write_decision(submission, by=by, verdict=verdict, reason=reason, principal=principal, recused=recused)
    if moving.let_fall(submission, stage):
        Stage.objects.filter(pk=stage.pk).update(passed_at=timezone.now())
        if not moving.enter_next_stage(submission):
            moving.conclude(submission, by=by)
            return
    moving.move(submission, verdict, by=by)


def _refuse_conditions(submission: Submission) -> None:
    """What higher apps ask before the stage is passed, such as 党办's 公开属性 of every power."""
    faults = [fault for fault in queries.conditions([submission])[submission.pk] if fault.is_blocking]
    if faults:
        words = queries.words_of(submission)
        first = f"{faults[0].row_code} {faults[0].message}".strip()
        raise Denied(
            _("还有 %(count)d 项未完成，不能同意：%(first)s") % {"count": len(faults), "first": first},
            help=str(words.todo_help),
            url=faults[0].url,
            label=str(words.todo),
        )


@transaction.atomic
def withdraw(*, by: Person, submission: Submission, version: int | None = None) -> Submission:
    """Take the submission back while nobody above the head has decided; its lists can be changed again."""
    submission = moving.lock(submission, version=version)
    rules.withdraw(by, submission)
    was_in_review = submission.state == SubmissionState.IN_REVIEW
    moving.write_decision(submission, by=by, verdict=Verdict.WITHDRAW)
    moving.move(submission, Verdict.WITHDRAW, by=by)
    moving.record(submission, "withdraw", by=by, was_in_review=was_in_review)
    return submission
