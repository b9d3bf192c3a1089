"""Submissions, what waits for whom, the story of each, meetings."""

from approvals.queries.approval import Approval, approval_of
from approvals.queries.lists import (
    meeting,
    meetings,
    open_submission,
    ready_lists,
    stage_default,
    stage_defaults,
    submission_for,
    submissions_for,
    waiting_for_committee,
    working_lists,
)
from approvals.queries.proof import content_breaches, decision_breaches, list_breaches
from approvals.queries.sheets import sheet
from approvals.queries.story import decisions_of, story
from approvals.queries.things import (
    conditions,
    earlier_remarks,
    last_decision,
    places_to_mend,
    remark_for,
    remarks_to_mend,
    row_of,
    rows_by_item,
    standing_remarks,
    steps,
)
from approvals.queries.waiting import returned_to, tasks, waiting_for

__all__ = [
    "Approval",
    "approval_of",
    "conditions",
    "content_breaches",
    "decision_breaches",
    "decisions_of",
    "earlier_remarks",
    "last_decision",
    "list_breaches",
    "meeting",
    "meetings",
    "open_submission",
    "places_to_mend",
    "ready_lists",
    "remark_for",
    "remarks_to_mend",
    "returned_to",
    "row_of",
    "rows_by_item",
    "sheet",
    "stage_default",
    "stage_defaults",
    "standing_remarks",
    "steps",
    "story",
    "submission_for",
    "submissions_for",
    "tasks",
    "waiting_for",
    "waiting_for_committee",
    "working_lists",
]
