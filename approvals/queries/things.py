"""What the page of one submission shows beside its rows: remarks, decisions, stages."""

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from approvals.models import Decision, Remark, Stage, Submission, SubmissionItem, SubmissionRow
from organization.models import Person


def rows_by_item(item: SubmissionItem) -> QuerySet[SubmissionRow]:
    """Frozen rows of one list, in order."""
    return SubmissionRow.objects.filter(item=item).order_by("position", "id")


def standing_remarks(submission: Submission) -> QuerySet[Remark]:
    """Remarks that a return carries, in the order of their rows."""
    return _in_order(Remark.objects.filter(submission=submission))


def _in_order(remarks: QuerySet[Remark]) -> QuerySet[Remark]:
    found = remarks.filter(taken_back_at__isnull=True).select_related("row", "by", "stage")
    return found.order_by("row__item__list_kind", "row__position", "at", "id")


def earlier_remarks(submission: Submission) -> dict[str, list[Remark]]:
    """Row key → remarks on that row in the last round of this edition that had any.

    A round that was taken back before anybody remarked does not hide what the department was told before it.
    """
    found: dict[str, list[Remark]] = {}
    if submission.resubmits_id is None:
        return found
    edition = {name: getattr(submission, name) for name in ("department_id", "kind", "year", "number")}
    standing = Remark.objects.filter(submission=OuterRef("pk"), taken_back_at__isnull=True)
    rounds = Submission.objects.filter(Exists(standing), **edition, pk__lt=submission.pk).order_by("-pk")
    for remark in _in_order(Remark.objects.filter(submission__in=rounds.values("pk")[:1])):
        found.setdefault(remark.row.key, []).append(remark)
    return found


def last_decision(submission: Submission) -> Decision | None:
    """The latest decision, for the sentence shown to who came too late."""
    return submission.decisions.select_related("by").order_by("-at", "-id").first()


def steps(submission: Submission) -> list[Stage]:
    """Its stages in order, with who decided at each (`made`)."""
    decisions = Decision.objects.select_related("by").order_by("at", "id")
    found = submission.stages.order_by("position")
    return list(found.prefetch_related(Prefetch("decisions", queryset=decisions, to_attr="made")))


def row_of(submission: Submission, pk: int) -> SubmissionRow | None:
    """One frozen row of the submission."""
    return SubmissionRow.objects.filter(item__submission=submission, pk=pk).first()


def remark_for(by: Person, pk: int) -> Remark | None:
    """An own remark, or None."""
    return Remark.objects.select_related("submission", "row").filter(pk=pk, by=by).first()
