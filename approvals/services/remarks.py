"""批注 on single rows."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Remark, Submission, SubmissionRow
from approvals.services import moving
from core.rules import Denied
from organization.models import Person


@transaction.atomic
def remark(*, by: Person, submission: Submission, row: SubmissionRow, text: str) -> Remark:
    """Write a remark on one row; a return carries it to the department."""
    submission = moving.lock(submission, version=None)
    rules.remark(by, submission, row)
    if row.item.submission_id != submission.pk or not text.strip():
        raise Denied(_("请在这份报审的某一项上写明批注。"))
    made = Remark.objects.create(submission=submission, row=row, stage=submission.stage, text=text.strip(), by=by)
    moving.record(submission, "remark", by=by, row=row.code, text=text)
    return made


@transaction.atomic
def take_back_remark(*, by: Person, remark: Remark) -> Remark:
    """Take an own remark back before the verdict carries it."""
    moving.lock(remark.submission, version=None)
    locked = Remark.objects.select_for_update(of=("self",)).select_related("submission", "row").get(pk=remark.pk)
    rules.take_back_remark(by, locked)
    locked.taken_back_at = locked.taken_back_at or timezone.now()
    locked.save(update_fields=["taken_back_at"])
    moving.record(locked.submission, "take_back_remark", by=by, row=locked.row.code)
    return locked
