"""What the page of one submission shows: its lists, rows, differences, remarks and stages."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from approvals.models import Decision, Remark, Stage, Submission, SubmissionItem, SubmissionRow
from core.registry import registry
from organization.models import Person


def carried(submission: Submission) -> list[dict[str, Any]]:
    """Each list the submission carries: handler, list, item, in the order of the chain."""
    items = {item.list_kind: item for item in submission.items.all()}
    return [
        {"handler": handler, "item": items[handler.kind], "list": handler.get(items[handler.kind].list_id)}
        for handler in registry.handlers()
        if handler.kind in items
    ]


def rows_by_item(item: SubmissionItem) -> QuerySet[SubmissionRow]:
    """Frozen rows of a list with their remarks that stand."""
    remarks = Remark.objects.filter(taken_back_at__isnull=True).select_related("by", "stage").order_by("at", "id")
    found = SubmissionRow.objects.filter(item=item).select_related("post")
    return found.prefetch_related(Prefetch("remarks", queryset=remarks, to_attr="standing")).order_by("position", "id")


def removed_rows(item: SubmissionItem) -> list[dict[str, Any]]:
    """Rows of the edition in force that the submitted one no longer has."""
    return [row for row in item.difference if row["change"] == "removed"]


def earlier_remarks(submission: Submission) -> dict[str, list[Remark]]:
    """Row key → remarks on that row in the submission this one follows."""
    found: dict[str, list[Remark]] = {}
    if submission.resubmits_id is None:
        return found
    remarks = Remark.objects.filter(submission=submission.resubmits_id, taken_back_at__isnull=True)
    for remark in remarks.select_related("row", "by", "stage").order_by("at", "id"):
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
