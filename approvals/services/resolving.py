"""What the votes on an item mean for each of its submissions: in force, returned, ended or waiting on."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import AgendaItem, AgendaSubmission, Ballot, Remark, StageEvent, Submission
from approvals.services import moving
from approvals.states import AgendaVerdict, BallotResult, BallotScope, EventKind, StageCode, Verdict
from core.rules import Stale
from organization import queries
from organization.models import Person
from organization.roles import Action

VERDICTS = {AgendaVerdict.RETURN: Verdict.RETURN, AgendaVerdict.REJECT: Verdict.REJECT}


def resolve(item: AgendaItem, ballots: Sequence[Ballot], *, by: Person) -> None:
    """Resolve every submission of the item by its votes (none: postponed), in the caller's transaction."""
    passed, done = [], []
    for entry in item.entries.order_by("submission"):
        entry.item = item
        submission = moving.lock(entry.submission, version=None)
        if submission.stage is None or submission.stage.code != StageCode.COMMITTEE:
            raise Stale(
                _("“%(submission)s”已不在党委审定环节。") % {"submission": submission}, url=item.get_absolute_url()
            )
        own = [each for each in ballots if each.scope == BallotScope.WHOLE or each.entry_id == entry.pk]
        _settle(entry, submission, own, by=by)
        done.append((entry, submission))
        if entry.verdict == AgendaVerdict.AGREE:
            passed.append(submission)
    moving.tell_listeners(passed, by=by)
    for entry, submission in done:
        moving.record(
            submission,
            "resolve",
            by=by,
            principal=_principal(by, submission),
            meeting=item.meeting.number,
            verdict=entry.verdict,
            reason=entry.reason,
        )


def _principal(by: Person, submission: Submission) -> Person | None:
    """Whose grant lets `by` keep the record."""
    return queries.acting_as(by, Action.RECORD_MEETING, submission.department)


def _settle(entry: AgendaSubmission, submission: Submission, ballots: Sequence[Ballot], *, by: Person) -> None:
    whole = next((each for each in ballots if each.scope == BallotScope.SUBMISSION), None)
    is_covered = not entry.is_apart and any(each.scope == BallotScope.WHOLE for each in ballots)
    if whole is None and is_covered:
        whole = next(each for each in ballots if each.scope == BallotScope.WHOLE)
    apart = [each for each in ballots if each.scope == BallotScope.ROWS]
    decisive = [*([whole] if whole else []), *apart]
    entry.verdict = (
        calculations.outcome(whole.result if whole else None, [each.result for each in apart])
        if decisive
        else AgendaVerdict.POSTPONE
    )
    entry.reason = _reason(entry, decisive)
    entry.save(update_fields=["verdict", "reason"])
    _follow(entry, submission, apart, by=by)


def _reason(entry: AgendaSubmission, ballots: Sequence[Ballot]) -> str:
    """Why it did not pass: the reasons of the votes that failed."""
    if entry.verdict == AgendaVerdict.AGREE:
        return ""
    failed = [each for each in ballots if each.result != BallotResult.PASSED]
    said = [f"{each.title}：{each.reason}" for each in failed]
    return "；".join(said) or entry.item.postponed_reason


def _follow(entry: AgendaSubmission, submission: Submission, apart: Sequence[Ballot], *, by: Person) -> None:
    if entry.verdict == AgendaVerdict.POSTPONE:
        _postpone(entry, submission)
        return
    if entry.verdict == AgendaVerdict.AGREE:
        moving.write_decision(
            submission, by=by, verdict=Verdict.PASS, principal=_principal(by, submission), agenda_item=entry.item
        )
        submission.stages.filter(code=StageCode.COMMITTEE).update(passed_at=timezone.now())
        moving.enter_force(submission, by=by)
        return
    _remark_on_rows(submission, apart, by=by)
    verdict = VERDICTS[AgendaVerdict(entry.verdict)]
    moving.write_decision(
        submission,
        by=by,
        verdict=verdict,
        reason=entry.reason,
        principal=_principal(by, submission),
        agenda_item=entry.item,
    )
    moving.move(submission, verdict, by=by)
    text = _("%(submission)s：%(meeting)s决议%(verdict)s：%(reason)s") % {
        "submission": submission,
        "meeting": entry.item.meeting,
        "verdict": Verdict(verdict).label,
        "reason": entry.reason,
    }
    moving.tell_department(submission, text)


def _remark_on_rows(submission: Submission, apart: Sequence[Ballot], *, by: Person) -> None:
    """Rows that were not agreed to carry the reason back to the department."""
    Remark.objects.bulk_create(
        Remark(
            submission=submission,
            row_id=covered.row_id,
            stage=submission.stage,
            text=ballot.reason,
            by=by,
        )
        for ballot in apart
        if ballot.result == BallotResult.REJECTED
        for covered in ballot.covered.all()
    )


def _postpone(entry: AgendaSubmission, submission: Submission) -> None:
    meeting = entry.item.meeting
    text = _("%(meeting)s缓议：%(reason)s") % {"meeting": meeting, "reason": entry.reason}
    StageEvent.objects.create(submission=submission, stage=submission.stage, kind=EventKind.POSTPONED, text=text[:300])
    submission.version += 1
    submission.save(update_fields=["version"])
    moving.tell_department(submission, f"{submission}：{text}")
