"""批注 on single rows."""

from django.db import transaction
from django.utils import timezone

from approvals import rules
from approvals.models import Remark, Submission, SubmissionRow
from approvals.services import moving
from organization.models import Person


@transaction.atomic
def remark(*, by: Person, submission: Submission, row: SubmissionRow, text: str) -> Remark:
    """Write a remark on one row; a return carries it to the department."""
    submission = moving.lock(submission, version=None)
    rules.remark(by, submission)
    made = Remark.objects.create(submission=submission, row=row, stage=submission.stage, text=text, by=by)
    moving.record(submission, "remark", by=by, row=row.code, text=text)
    return made


@transaction.atomic
def take_back_remark(*, by: Person, remark: Remark) -> Remark:
    """Take an own remark back before the verdict carries it."""
    locked = Remark.objects.select_for_update().get(pk=remark.pk)
    rules.take_back_remark(by, locked)
    locked.taken_back_at = locked.taken_back_at or timezone.now()
    locked.save(update_fields=["taken_back_at"])
    moving.record(locked.submission, "take_back_remark", by=by, row=locked.row.code)
    return locked
