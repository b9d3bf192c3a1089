"""Submissions, what waits for whom, the story of each, meetings."""

from approvals.queries.lists import (
    departments_to_prepare,
    meeting,
    meetings,
    open_submission,
    stage_default,
    stage_defaults,
    submission_for,
    submissions_for,
    waiting_for_committee,
    working_lists,
)
from approvals.queries.story import story
from approvals.queries.things import (
    carried,
    earlier_remarks,
    last_decision,
    remark_for,
    removed_rows,
    row_of,
    rows_by_item,
    steps,
)
from approvals.queries.waiting import returned_to, tasks, to_decide, to_sign, waiting_for

__all__ = [
    "carried",
    "departments_to_prepare",
    "earlier_remarks",
    "last_decision",
    "meeting",
    "meetings",
    "open_submission",
    "remark_for",
    "removed_rows",
    "returned_to",
    "row_of",
    "rows_by_item",
    "stage_default",
    "stage_defaults",
    "steps",
    "story",
    "submission_for",
    "submissions_for",
    "tasks",
    "to_decide",
    "to_sign",
    "waiting_for",
    "waiting_for_committee",
    "working_lists",
]
