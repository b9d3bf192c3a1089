"""How a submission moves: locked, versioned, recorded, from stage to stage, with its lists."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations, queries, rules
from approvals.models import Decision, Recusal, Stage, StageEvent, Submission, SubmissionRow
from approvals.services import filings
from approvals.states import MOVES, EventKind, StageCode, SubmissionKind, SubmissionState, Verdict
from core import services as core_services
from core.registry import registry
from core.rules import Stale
from core.states import ListEvent
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Person
from organization.roles import Action

LIST_EVENTS = {
    Verdict.SUBMIT: ListEvent.SUBMIT,
    Verdict.RETURN: ListEvent.RETURN,
    Verdict.REJECT: ListEvent.REJECT,
    Verdict.WITHDRAW: ListEvent.WITHDRAW,
    Verdict.PASS: ListEvent.PASS,
}


def lock(submission: Submission, *, version: int | None) -> Submission:
    """Lock a submission for one decision. Raises `Stale` naming who decided what when, if it moved since `version`."""
    locked = (
        Submission.objects.select_for_update(of=("self",)).select_related("department", "stage").get(pk=submission.pk)
    )
    if version is not None and version != locked.version:
        raise Stale(_late(locked), url=locked.get_absolute_url())
    return locked


def _late(submission: Submission) -> str:
    last = queries.last_decision(submission)
    if last is None or last.submission_version != submission.version - 1:
        return _("这份报审刚刚有变化，您的意见没有提交，请刷新后再看。")
    return _("%(who)s已于 %(when)s 作出“%(verdict)s”，您的意见没有提交。请刷新后再看。") % {
        "who": last.by,
        "when": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M"),
        "verdict": last.get_verdict_display(),
    }


def write_decision(
    submission: Submission,
    *,
    by: Person,
    verdict: str,
    reason: str = "",
    principal: Person | None = None,
    recused: dict[int, str] | None = None,
    agenda_item: Any = None,
) -> Decision:
    """Insert the verdict with its recusals and count the version; the database lets one verdict a version through.

    The next `record` of this submission tells the trail of it: a decision that no event tells is a breach of the chain.
    """
    decision = Decision.objects.create(
        submission=submission,
        stage=submission.stage,
        verdict=verdict,
        reason=reason,
        by=by,
        on_behalf_of=principal if principal and principal.pk != by.pk else None,
        agenda_item=agenda_item,
        submission_version=submission.version,
    )
    Recusal.objects.bulk_create(
        Recusal(submission=submission, stage=submission.stage, row_id=row, person=by, decision=decision, reason=why)
        for row, why in (recused or {}).items()
    )
    submission.untold = (*submission.untold, calculations.decision_facts(decision, recused=recused or {}))
    submission.version += 1
    return decision


def move(submission: Submission, verdict: str, *, by: Person) -> None:
    """Move the submission by `MOVES` and its lists with it; the one place that assigns its state."""
    if (submission.state, verdict) not in MOVES:
        raise Stale(_late(submission), url=submission.get_absolute_url())
    is_draft = submission.state == SubmissionState.DRAFT
    submission.state = MOVES[submission.state, verdict]
    if submission.state not in SubmissionState.open():
        submission.stage, submission.stage_due_on, submission.ended_at = None, None, timezone.now()
        submission.items.update(is_open=False)
    submission.save()
    event = LIST_EVENTS.get(Verdict(verdict))
    if event and not (is_draft and verdict == Verdict.WITHDRAW):
        _move_lists(submission, event, by=by)


def _move_lists(submission: Submission, event: str, *, by: Person) -> None:
    items = {item.list_kind: item for item in submission.items.all()}
    for handler in registry.carried():
        if handler.kind in items:
            handler.move(items[handler.kind].list_id, event=event, by=by, sha256=submission.sha256)


def enter_next_stage(submission: Submission) -> bool:
    """Go to the next stage that is not skipped; rows that nobody there may decide fall on to the one after it.

    The last stage (of lists the committee's) always waits for somebody. False when there is no stage left.
    """
    position = submission.stage.position if submission.stage else 0
    stages = list(submission.stages.filter(position__gt=position, is_skipped=False).order_by("position")[:2])
    if not stages:
        return False
    stage = stages[0]
    _arrive(submission, stage)
    if len(stages) == 1 or not let_fall(submission, stage):
        _tell_holders(submission, stage)
        return True
    Stage.objects.filter(pk=stage.pk).update(passed_at=timezone.now())
    return enter_next_stage(submission)


def _arrive(submission: Submission, stage: Stage) -> None:
    now = timezone.now()
    submission.stage, submission.stage_since = stage, now
    submission.stage_due_on = organization_queries.workdays_after(timezone.localdate(now), stage.due_days)
    submission.save()


def let_fall(submission: Submission, stage: Stage) -> bool:
    """Let rows fall that no holder of the stage may decide; true when that leaves nothing to decide here."""
    stuck = rules.undecidable_rows(submission, stage)
    if stuck:
        text = _("%(stage)s：%(count)d 项无人可以决定（均须回避），转下一环节") % {"stage": stage, "count": len(stuck)}
        event = StageEvent.objects.create(submission=submission, stage=stage, kind=EventKind.FELL, text=text)
        event.rows.set(SubmissionRow.objects.filter(pk__in=stuck))
    return not SubmissionRow.objects.of(submission).left().exists()


def _tell_holders(submission: Submission, stage: Stage) -> None:
    text = _("%(submission)s已到“%(stage)s”，请您办理。") % {"submission": submission, "stage": stage}
    if stage.code == StageCode.COMMITTEE:
        people = organization_queries.holders(Action.RECORD_MEETING, submission.department)
    else:
        people = rules.reviewers(submission, stage.action)
    organization_services.notify(people, kind="approvals.stage", text=text, url=submission.get_absolute_url())


def tell_department(submission: Submission, text: str) -> None:
    """Tell who made and who signed it."""
    people = {person for person in (submission.made_by, submission.submitted_by) if person}
    organization_services.notify(people, kind="approvals.result", text=text, url=submission.get_absolute_url())


def record(submission: Submission, verb: str, *, by: Person, principal: Person | None = None, **details: Any) -> None:
    """Leave the trail of one verb, with the decisions that were written for it."""
    if submission.untold:
        details["decisions"], submission.untold = list(submission.untold), ()
    of = submission.department.code if submission.kind in SubmissionKind.of_lists() else submission.kind
    core_services.record(
        by=by,
        verb=f"approvals.{verb}",
        subject=submission,
        code=f"{of}-{submission.year}-{submission.number}",
        department_code=submission.department.code,
        on_behalf_of=principal if principal and principal.pk != by.pk else None,
        details={"sha256": submission.sha256, "state": submission.state, **details},
    )


def enter_force(submission: Submission, *, by: Person) -> None:
    """Bring the lists of what passed into force; `tell_listeners` follows in the same transaction."""
    move(submission, Verdict.PASS, by=by)
    text = _("%(submission)s经党委审定通过，已生效。") % {"submission": submission}
    StageEvent.objects.create(submission=submission, kind=EventKind.IN_FORCE, text=text)
    if submission.is_leadership:
        filings.file_submission(submission, by=by)
    tell_department(submission, text)


def conclude(submission: Submission, *, by: Person) -> None:
    """Let pass what carries no list, after its last stage agreed: no committee decides it. Raises `Stale` for lists."""
    if submission.kind in SubmissionKind.of_lists():
        raise Stale(_("清单须经党委审定。"), url=submission.get_absolute_url())
    move(submission, Verdict.PASS, by=by)
    text = _("%(submission)s已逐级通过。") % {"submission": submission}
    StageEvent.objects.create(submission=submission, kind=EventKind.IN_FORCE, text=text)
    tell_department(submission, text)


def tell_listeners(passed: Sequence[Submission], *, by: Person) -> None:
    """Let whoever listens follow what came into force: first followers, which lock rows, then listeners.

    Each hears of all of them at once: every row that is followed is locked before the trail's head, for nobody may wait
    for a row while holding the head, which those who hold that row wait for. What followers did is told in between.
    """
    told = [entry for follower in registry.force_followers for entry in follower(passed, by=by)]
    core_services.record_all(by=by, entries=told)
    for listener in registry.force_listeners:
        listener(passed, by=by)
