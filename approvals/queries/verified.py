"""What carries a hash that stands on paper, and whether what is kept today still hashes to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from approvals import calculations
from approvals.models import Correction, Meeting, Submission, SubmissionItem
from approvals.queries import lists
from approvals.queries.corrections import list_corrections
from approvals.queries.meetings import meetings, record_of
from approvals.states import MeetingState
from core import calculations as core_calculations
from core.registry import registry
from organization.models import Person


@dataclass(frozen=True)
class Verified:
    """One thing under the hash: what it is, where its page is, since when, whether its content still gives the hash."""

    what: str
    name: str
    url: str
    since: Any
    is_intact: bool
    state: str
    note: str
    corrections: Sequence[Correction] = ()
    """What was put right in the wording of its lists since; the hash is of the approved text."""


def verified(by: Person, sha256: str) -> list[Verified]:
    """Everything under the hash that `by` may see: records of meetings, submissions, single lists."""
    held = meetings(by).filter(sha256=sha256, state=MeetingState.HELD)
    carried = lists.submissions_for(by).filter(sha256=sha256)
    items = SubmissionItem.objects.filter(
        sha256=sha256, submission__in=lists.submissions_for(by).order_by().values("pk")
    )
    return [
        *(_meeting(meeting) for meeting in held),
        *(_submission(submission) for submission in carried.order_by("id")),
        *(_list(item) for item in items.select_related("submission__department").order_by("id")),
    ]


def _meeting(meeting: Meeting) -> Verified:
    return Verified(
        what=_("党委会会议记录"),
        name=str(meeting),
        url=meeting.get_absolute_url(),
        since=meeting.closed_at,
        is_intact=calculations.seal(record_of(meeting)) == meeting.sha256,
        state=str(meeting.get_state_display()),
        note=_("校验值覆盖到会、回避、发言、表决、决议和所审定清单的校验值。"),
    )


def _submission(submission: Submission) -> Verified:
    items = {item.list_kind: item for item in submission.items.all()}
    kept = {kind: core_calculations.sha256(item.content) for kind, item in items.items()}
    is_whole = calculations.digest(submission, kept) == submission.sha256
    return Verified(
        what=submission.get_kind_display() if submission.title else _("报审的清单"),
        name=str(submission),
        url=submission.get_absolute_url(),
        since=submission.submitted_at,
        is_intact=is_whole and all(_has_its_rows(item) for item in items.values()),
        state=str(submission.get_state_display()),
        note=(
            _("校验值覆盖本次报审的全部内容：%(lists)s。")
            if submission.title
            else _("校验值覆盖本次报审的全部清单：%(lists)s。")
        )
        % {"lists": "、".join(str(handler.title) for handler in registry.carried() if handler.kind in items)},
        corrections=list_corrections(items.values()),
    )


def _list(item: SubmissionItem) -> Verified:
    title, is_thing = registry.list_handlers[item.list_kind].title, bool(item.submission.title)
    return Verified(
        what=item.submission.get_kind_display() if is_thing else _("一份清单"),
        name=str(item.submission) if is_thing else f"{item.submission} {title}",
        url=item.submission.get_absolute_url(),
        since=item.submission.submitted_at,
        is_intact=core_calculations.sha256(item.content) == item.sha256 and _has_its_rows(item),
        state=str(item.submission.get_state_display()),
        note=_("校验值覆盖报审时的全部内容。") if is_thing else _("校验值覆盖本清单签署时的全部内容。"),
        corrections=list_corrections([item]),
    )


def _has_its_rows(item: SubmissionItem) -> bool:
    """Do the rows that pages show still say what the hashed content says?"""
    hashed = {row["key"]: (row["code"], row["content"]) for row in (item.content or {}).get("rows", ())}
    shown = {key: (code, content) for key, code, content in item.rows.values_list("key", "code", "content")}
    return hashed == shown
