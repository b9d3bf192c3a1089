"""Drafts a person may see, their files and submissions, and what waits of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import queries as approval_queries
from approvals.models import Decision, Submission, SubmissionItem, SubmissionRow
from approvals.states import SubmissionState
from core.models import Attachment
from core.registry import DueItem, Task, TaskGroup
from disclosure.models import DisclosureItem, Draft, DueDisclosure
from disclosure.states import DRAFT_KIND, REWORK_DAYS, DraftState
from organization import calculations, queries
from organization.models import Person
from organization.roles import Action

FILE_SUBJECT = "disclosure.draft"
REMOVED_SUBJECT = "disclosure.draft.removed"
"""Files taken off a draft: earlier rounds may have been decided with them."""
REVIEWS = (Action.REVIEW, Action.REVIEW_SECRECY, Action.OVERSEE)


def drafts_for(by: Person) -> QuerySet[Draft]:
    """Drafts of departments whose drafts `by` sees, own ones, and what is or was before a stage `by` holds."""
    seen = Q(department__in=queries.departments_for(by, Action.SEE_DRAFTS).values("pk")) | Q(made_by=by)
    places = queries.departments_acting_for(by, *REVIEWS).values("pk")
    went_up = SubmissionItem.objects.filter(list_kind=DRAFT_KIND, list_id=OuterRef("pk"))
    found = Draft.objects.filter(seen | Q(Exists(went_up), department__in=places))
    return found.select_related("item", "department", "made_by").order_by("-made_at", "-id")


def with_publications(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """The same, each with what it was published as, without its text: for when that was."""
    return drafts.select_related("published_as").defer("published_as__content", "published_as__search_text")


def draft_for(by: Person, pk: int) -> Draft | None:
    """One draft, or None where `by` may not know of it."""
    return drafts_for(by).select_related("due__item", "corrects", "published_as").filter(pk=pk).first()


def items_to_draft(by: Person) -> QuerySet[DisclosureItem]:
    """Items in use of the departments for which `by` drafts, in the order of the catalogue."""
    places = queries.departments_to_file(by).values("pk")
    found = DisclosureItem.objects.filter(is_retired=False, department__in=places)
    return found.select_related("department").order_by("position", "code")


def dues_to_meet(item: DisclosureItem) -> QuerySet[DueDisclosure]:
    """Occasions on which the item is due and not public yet, the earliest first."""
    found = DueDisclosure.objects.filter(item=item, met_by__isnull=True, waived_reason="")
    return found.select_related("item").order_by("due_on", "id")


def files_of(draft: Draft) -> QuerySet[Attachment]:
    """Files that go with a draft, in the order in which they came."""
    return Attachment.objects.filter(subject_type=FILE_SUBJECT, subject_id=str(draft.pk)).order_by("pk")


def may_read_file(attachment: Attachment, by: Person) -> bool:
    """A file is read with its draft, and with a submission that it went up with (`registry.attachment_readers`)."""
    return drafts_for(by).filter(pk=attachment.subject_id).exists() or may_read_submitted_file(attachment, by)


def may_read_submitted_file(attachment: Attachment, by: Person) -> bool:
    """A file is read by who reads a submission that it was frozen with, also after it was taken off the draft."""
    visible = approval_queries.submissions_for(by).order_by().values("pk")
    rows = SubmissionRow.objects.filter(
        item__list_kind=DRAFT_KIND, item__list_id=attachment.subject_id, item__submission__in=visible
    )
    return any(
        file["sha256"] == attachment.sha256
        for content in rows.values_list("content", flat=True)
        for file in content["files"]
    )


def submissions_of(draft: Draft) -> QuerySet[Submission]:
    """Submissions by which it went up, the latest first."""
    return Submission.objects.filter(items__list_kind=DRAFT_KIND, items__list_id=draft.pk).order_by("-pk")


def submissions_of_draft(by: Person, draft: Draft) -> QuerySet[Submission]:
    """Those of them that `by` may see."""
    found = approval_queries.submissions_for(by)
    return found.filter(items__list_kind=DRAFT_KIND, items__list_id=draft.pk).order_by("-pk")


def last_return(draft: Draft) -> Decision | None:
    """What the last submission ended with, while the draft is returned."""
    last = submissions_of(draft).filter(state__in=[SubmissionState.RETURNED, SubmissionState.ENDED]).first()
    return approval_queries.last_decision(last) if last and draft.state == DraftState.RETURNED else None


def draft_of(submission: Submission) -> Draft | None:
    """The draft that a submission carries."""
    item = SubmissionItem.objects.filter(submission=submission, list_kind=DRAFT_KIND).first()
    return Draft.objects.select_related("item", "department").filter(pk=item.list_id).first() if item else None


def frozen_row(submission: Submission) -> SubmissionRow | None:
    """The draft that the submission carries, as it was frozen."""
    return SubmissionRow.objects.filter(item__submission=submission, item__list_kind=DRAFT_KIND).first()


def frozen_of(submission: Submission) -> dict[str, Any] | None:
    """What was frozen of it."""
    row = frozen_row(submission)
    return row.content if row else None


def frozen_files(submission: Submission) -> list[Attachment]:
    """The files that were frozen with the draft that the submission carries."""
    row = frozen_row(submission)
    return kept_files(row.key, row.content["files"]) if row else []


def kept_files(draft: str, frozen: Iterable[Mapping[str, Any]]) -> list[Attachment]:
    """What is kept of the files that were `frozen` with the draft of this key, in their order; one query."""
    frozen = list(frozen)
    kept = Attachment.objects.filter(
        subject_type__in=[FILE_SUBJECT, REMOVED_SUBJECT],
        subject_id=draft,
        sha256__in=[file["sha256"] for file in frozen],
    )
    by_hash = {file.sha256: file for file in kept.order_by("pk")} if frozen else {}
    return [by_hash[file["sha256"]] for file in frozen if file["sha256"] in by_hash]


def passed_content(draft: Draft) -> dict[str, Any]:
    """What was passed of a draft: nothing else is published."""
    passed = SubmissionRow.objects.filter(
        item__list_kind=DRAFT_KIND, item__list_id=draft.pk, item__submission__state=SubmissionState.PASSED
    )
    return passed.get().content


def draft_tasks(by: Person) -> TaskGroup:
    """Own drafts that wait to go up, those returned first; one query."""
    found = Draft.objects.filter(made_by=by, state__in=DraftState.editable()).select_related("department", "due")
    notes = {DraftState.DRAFT: _("起草中，尚未报审"), DraftState.RETURNED: _("被退回，修改后重新报审")}
    today = timezone.localdate()
    return TaskGroup(
        _("公开稿"),
        tuple(
            Task(
                what=f"{draft.code} {draft}",
                who=str(draft.department),
                url=draft.get_absolute_url(),
                since=draft.made_at,
                due_on=draft.due.due_on if draft.due else None,
                note=notes[DraftState(draft.state)],
                is_overdue=bool(draft.due and draft.due.due_on < today),
            )
            for draft in found.order_by("-state", "made_at", "id")
        ),
    )


def due_drafts(on: date, until: date) -> Iterator[DueItem]:
    """Drafts that were returned, or that nobody submitted, `REWORK_DAYS` after their last change; two queries."""
    last = Draft.history.model.objects.filter(id=OuterRef("pk")).order_by("-history_id")  # type: ignore[attr-defined]
    found = Draft.objects.filter(state__in=DraftState.editable())
    found = found.annotate(changed_at=Subquery(last.values("history_date")[:1])).select_related("department")
    overrides = queries.workday_overrides()
    for each in found.order_by("id"):
        due_on = calculations.add_workdays(timezone.localdate(each.changed_at), REWORK_DAYS, overrides)
        if due_on <= until:
            words = {"department": each.department, "code": each.code}
            is_returned = each.state == DraftState.RETURNED
            text = (
                _("%(department)s公开稿%(code)s：按退回意见修改后报审")
                if is_returned
                else _("%(department)s公开稿%(code)s：报审")
            )
            yield DueItem(
                key=f"disclosure_draft:{each.pk}",
                text=text % words,
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                people=frozenset({each.made_by_id}),
            )
