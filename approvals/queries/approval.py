"""What was approved of a list in force, and what is otherwise today: since when, by which meeting, at which hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.models import AgendaSubmission, Correction, Meeting, SubmissionRow
from approvals.queries.corrections import corrections_of, laid, own_of
from approvals.states import AgendaVerdict, SubmissionState
from core.models import EditionList
from core.registry import ListHandler, RowDifference, registry
from core.states import ListState, RowChange

HASH_SHOWN = 8


@dataclass(frozen=True)
class Approval:
    """Under what a page shows a list or a row of it; `draft` is a newer edition, for those who may see it."""

    since: datetime
    until: datetime | None
    meeting: Meeting | None
    short_hash: str
    changes: Sequence[RowDifference] = ()
    """Rows that are shown otherwise than they were approved: a post renamed, the title of a basis edited."""
    notes: Sequence[str] = ()
    """What stands outside the approved content and has changed since: a basis repealed."""
    draft: Any = None
    corrections: Sequence[Correction] = ()
    """What was put right in the wording of the rows since."""


def approval_of(
    shown: EditionList,
    *,
    kind: str,
    rows: Mapping[str, Mapping[str, Any]],
    drafts: Iterable[Any] = (),
    notes: Sequence[str] = (),
    is_whole: bool = False,
) -> Approval | None:
    """How `rows` (by the key of each: what is shown of it now) of a list stand to what was approved; None before.

    `drafts` are the editions being worked on that the reader may see, the latest first; `is_whole` says that the reader sees the other
    rows of the list too, and learns of their corrections. Four queries, however many rows.
    """
    if shown.in_force_at is None:
        return None
    handler = registry.list_handlers[kind]
    corrections = corrections_of(handler, shown)
    return Approval(
        since=shown.in_force_at,
        until=shown.superseded_at,
        meeting=meeting_of(shown, kind=kind),
        short_hash=shown.sha256[:HASH_SHOWN],
        changes=_changes(shown, handler, rows, corrections),
        notes=notes,
        draft=next(iter(drafts), None) if shown.state == ListState.IN_FORCE else None,
        corrections=own_of(handler, shown, corrections, keys=None if is_whole else rows),
    )


def approval_of_list(
    shown: EditionList, *, kind: str, draft: Any, corrections: Sequence[Correction]
) -> Approval | None:
    """Under what a whole list stands, row by row told elsewhere; `draft` is the newer edition that the reader may see,
    `corrections` those they may. One query."""
    if shown.in_force_at is None:
        return None
    return Approval(
        since=shown.in_force_at,
        until=shown.superseded_at,
        meeting=meeting_of(shown, kind=kind),
        short_hash=shown.sha256[:HASH_SHOWN],
        draft=draft if shown.state == ListState.IN_FORCE else None,
        corrections=corrections,
    )


def meeting_of(shown: EditionList, *, kind: str) -> Meeting | None:
    """The meeting at which the list was approved."""
    entries = AgendaSubmission.objects.filter(
        submission__items__list_kind=kind,
        submission__items__list_id=shown.pk,
        submission__state=SubmissionState.PASSED,
        verdict=AgendaVerdict.AGREE,
    )
    entry = entries.select_related("item__meeting").order_by("-id").first()
    return entry.item.meeting if entry else None


def _changes(
    shown: EditionList,
    handler: ListHandler,
    rows: Mapping[str, Mapping[str, Any]],
    corrections: Sequence[Correction],
) -> list[RowDifference]:
    approved = SubmissionRow.objects.filter(
        item__list_kind=handler.kind, item__list_id=shown.pk, item__submission__state=SubmissionState.PASSED
    )
    if len(rows) == 1:
        approved = approved.filter(key__in=rows)
    kept = approved.order_by("position", "id").values_list("key", "code", "label", "content")
    found = []
    for key, code, label, content in (row for row in kept if row[0] in rows):
        before = laid(handler, key, content, corrections)
        if rows[key] != before and (fields := tuple(handler.compare(before, rows[key]))):
            found.append(RowDifference(key, code, label, RowChange.CHANGED, fields))
    return found
