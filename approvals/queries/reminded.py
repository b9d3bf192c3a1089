"""What of approvals comes due: submissions at a stage, calls to meetings without an answer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from approvals.models import AgendaSubmission, Attendance, Decision, Submission
from approvals.states import MeetingState, StageCode, SubmissionState
from core.registry import DueItem
from organization import queries
from organization.roles import Action


def due_submissions(on: date, until: date) -> Iterator[DueItem]:
    """Submissions that wait at a stage, as `waiting_for` has it: not for the department's own people, nor for who has
    decided already; at the committee's stage for who puts them on an agenda. In four queries.
    """
    listed = AgendaSubmission.objects.filter(submission=OuterRef("pk"), verdict="")
    found = Submission.objects.filter(~Exists(listed), state=SubmissionState.IN_REVIEW, stage_due_on__lte=until)
    waiting = list(found.select_related("department", "stage").order_by("id"))
    own = queries.members_of({each.department_id for each in waiting if not each.is_leadership}, on)
    said = defaultdict(set)
    stages = Decision.objects.filter(stage__in=[each.stage_id for each in waiting])
    for stage, person in stages.values_list("stage_id", "by_id"):
        said[stage].add(person)
    for each in waiting:
        is_at_committee = each.stage.code == StageCode.COMMITTEE  # type: ignore[union-attr]
        others = frozenset() if each.is_leadership or is_at_committee else own.get(each.department_id, frozenset())
        yield DueItem(
            key=f"submission:{each.pk}:stage:{each.stage_id}",
            text=_("%(submission)s：%(stage)s") % {"submission": each, "stage": each.stage},
            url=each.get_absolute_url(),
            due_on=each.stage_due_on,  # type: ignore[arg-type]
            department_id=each.department_id,
            actions=(Action.RECORD_MEETING if is_at_committee else each.stage.action,),  # type: ignore[union-attr]
            but_not=others | said[each.stage_id],  # type: ignore[index]
            is_confined=each.is_restricted,
        )


def due_calls(on: date, until: date) -> Iterator[DueItem]:
    """Calls to meetings still ahead that the member has not answered; one query."""
    calls = Attendance.objects.filter(
        answer="", meeting__state=MeetingState.CALLED, meeting__held_on__gte=on, meeting__held_on__lte=until
    )
    root = queries.departments().filter(parent__isnull=True).values("pk")[:1]
    for call in calls.annotate(root=root).select_related("meeting").order_by("id"):
        yield DueItem(
            key=f"call:{call.pk}",
            text=_("%(meeting)s：请回执参加或请假") % {"meeting": call.meeting},
            url=call.meeting.get_absolute_url(),
            due_on=call.meeting.held_on,
            department_id=call.root,
            people=frozenset({call.person_id}),
        )
