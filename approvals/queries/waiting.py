"""What waits for a person: to sign, to decide, to record, to mend."""

from collections.abc import Iterable
from datetime import date
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import rules
from approvals.models import Attendance, Decision, Meeting, Remark, Submission, SubmissionRow
from approvals.queries.lists import to_put_before
from approvals.queries.meetings import votes_waiting_for
from approvals.states import REVIEW_ACTIONS, MeetingState, StageCode, SubmissionKind, SubmissionState
from core.registry import Task, TaskGroup
from organization import queries
from organization.models import Person
from organization.roles import Action

RELATED = ("department", "stage", "made_by", "submitted_by")


def _to_sign(by: Person) -> Q:
    """Drafts that wait for the signature of a head, or the head's stand-in."""
    places = queries.departments_acting_for(by, Action.SIGN).values("pk")
    return Q(state=SubmissionState.DRAFT, department__in=places)


def _to_decide(by: Person) -> Q:
    """Submissions at a stage `by` holds (or stands in at) with rows left that `by` may decide and has not yet.

    No department holds a stage over its own lists, neither its people nor who stands in for them.
    """
    holds = partial(queries.acting_at, by, REVIEW_ACTIONS, action="stage__action", department="department")
    own = Q(department__in=queries.own_departments(by).values("pk"))
    leads = Q(holds(is_apart=False), kind=SubmissionKind.LEADERSHIP)
    reviews = Q(~own, ~Q(kind=SubmissionKind.LEADERSHIP), holds(is_apart=True))
    said = Decision.objects.filter(stage=OuterRef("stage"), by=by)
    must_leave = reduce(or_, (condition for condition, _reason in rules.grounds(by)))
    rows = SubmissionRow.objects.filter(item__submission=OuterRef("pk")).left().exclude(must_leave)
    return Q(leads | reviews, ~Exists(said), Exists(rows), state=SubmissionState.IN_REVIEW)


def waiting_for(by: Person) -> QuerySet[Submission]:
    """Submissions that wait for `by` to sign, to decide or to put before the committee, by due day."""
    found = Submission.objects.filter(_to_sign(by) | _to_decide(by) | to_put_before(by)).select_related(*RELATED)
    return found.order_by(F("stage_due_on").asc(nulls_last=True), "made_at", "id")


def returned_to(by: Person) -> QuerySet[Submission]:
    """Returned submissions that `by` made or files for, and that nobody has followed by another."""
    own = Q(kind=SubmissionKind.DEPARTMENT, department__in=queries.departments_for(by, Action.FILE).values("pk"))
    keeping = queries.departments_for(by, Action.SUBMIT_LEADERSHIP).values("pk")
    leadership = Q(kind=SubmissionKind.LEADERSHIP, department__in=keeping)
    newer = Submission.objects.filter(
        department=OuterRef("department"), kind=OuterRef("kind"), made_at__gt=OuterRef("made_at")
    )
    mine = own | leadership | Q(made_by=by, kind__in=SubmissionKind.of_lists())
    found = Submission.objects.filter(mine, ~Exists(newer), state=SubmissionState.RETURNED)
    remarks = Remark.objects.filter(submission=OuterRef("pk"), taken_back_at__isnull=True)
    last = Decision.objects.filter(submission=OuterRef("pk")).order_by("-at", "-id")
    found = found.annotate(has_remarks=Exists(remarks), returned_by=Subquery(last.values("by__name")[:1]))
    return found.select_related(*RELATED).order_by("-ended_at", "id")


def tasks(by: Person) -> TaskGroup:
    """Everything of approvals that waits for `by`, for 我的待办; a constant number of queries."""
    found = (*_votes(by), *_meetings(by), *_as_tasks(waiting_for(by)), *_as_tasks(returned_to(by)))
    return TaskGroup(_("审批"), found)


def _votes(by: Person) -> list[Task]:
    """Votes awaited from the person's own login."""
    return [
        Task(
            what=_("表决：%(ballot)s") % {"ballot": ballot},
            who=str(ballot.item.meeting),
            url=ballot.item.get_absolute_url(),
            since=ballot.item.meeting.opened_at,
            note=_("会议中，等您表决"),
        )
        for ballot in votes_waiting_for(by)
    ]


def _meetings(by: Person) -> list[Task]:
    """Meetings that ask for the person's receipt, and for who keeps the record those of today and those running."""
    today = timezone.localdate()
    unanswered = Exists(Attendance.objects.filter(meeting=OuterRef("pk"), person=by, answer=""))
    wanted = Q(unanswered, state=MeetingState.CALLED, held_on__gte=today)
    if queries.may_act_anywhere(by, Action.RECORD_MEETING):
        wanted |= Q(state=MeetingState.CALLED, held_on__lte=today) | Q(state=MeetingState.IN_SESSION)
    found = Meeting.objects.filter(wanted).annotate(is_unanswered=unanswered).select_related("recorded_by")
    return [
        Task(
            what=str(meeting),
            who=str(meeting.recorded_by),
            url=meeting.get_absolute_url(),
            since=meeting.opened_at or meeting.called_at,
            due_on=meeting.held_on,
            note=_meeting_note(meeting, today),
            is_overdue=meeting.state == MeetingState.CALLED and meeting.held_on < today,
        )
        for meeting in found.order_by("held_on", "id")
    ]


def _meeting_note(meeting: Any, today: date) -> str:
    if meeting.state == MeetingState.IN_SESSION:
        return _("会议中，请逐项登记")
    if meeting.is_unanswered and meeting.held_on >= today:
        return _("请回执：参加或请假")
    return _("到了会议日期，请开始会议")


def _note(submission: Submission) -> str:
    if submission.state == SubmissionState.DRAFT:
        return _("等您签署")
    if submission.state == SubmissionState.RETURNED:
        return _("被退回，修改后重新报审")
    is_at_committee = submission.stage is not None and submission.stage.code == StageCode.COMMITTEE
    return _("等列入党委会议题") if is_at_committee else str(submission.stage)


def _as_tasks(submissions: Iterable[Submission]) -> list[Task]:
    today = timezone.localdate()
    return [
        Task(
            what=str(submission),
            who=getattr(submission, "returned_by", None) or str(submission.submitted_by or submission.made_by),
            url=submission.get_absolute_url(),
            since=submission.ended_at or submission.stage_since or submission.made_at,
            due_on=submission.stage_due_on,
            note=_note(submission),
            is_overdue=bool(submission.stage_due_on and submission.stage_due_on < today),
        )
        for submission in submissions
    ]
