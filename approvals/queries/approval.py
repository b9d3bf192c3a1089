"""What was approved of a list in force, and what is otherwise today: since when, by which meeting, at which hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.models import AgendaSubmission, Meeting, SubmissionRow
from approvals.states import AgendaVerdict, SubmissionState
from core.models import EditionList
from core.registry import RowDifference, registry
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


def approval_of(
    shown: EditionList,
    *,
    kind: str,
    rows: Mapping[str, Mapping[str, Any]],
    drafts: Any,
    notes: Sequence[str] = (),
) -> Approval | None:
    """How `rows` (by the key of each: what is shown of it now) of a list stand to what was approved; None before.

    `drafts` are the editions being worked on that the reader may see; three queries, however many rows.
    """
    if shown.in_force_at is None:
        return None
    return Approval(
        since=shown.in_force_at,
        until=shown.superseded_at,
        meeting=meeting_of(shown, kind=kind),
        short_hash=shown.sha256[:HASH_SHOWN],
        changes=_changes(shown, kind, rows),
        notes=notes,
        draft=drafts.order_by("-id").first() if drafts is not None and shown.state == ListState.IN_FORCE else None,
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


def _changes(shown: EditionList, kind: str, rows: Mapping[str, Mapping[str, Any]]) -> list[RowDifference]:
    approved = SubmissionRow.objects.filter(
        item__list_kind=kind, item__list_id=shown.pk, item__submission__state=SubmissionState.PASSED
    )
    if len(rows) == 1:
        approved = approved.filter(key__in=rows)
    handler = registry.list_handlers[kind]
    found = []
    for key, code, label, content in approved.order_by("position", "id").values_list("key", "code", "label", "content"):
        fields = tuple(handler.compare(content, rows[key])) if key in rows and rows[key] != content else ()
        if fields:
            found.append(RowDifference(key, code, label, RowChange.CHANGED, fields))
    return found
