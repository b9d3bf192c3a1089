"""What of approvals comes due: submissions to sign, at a stage or to work over, calls to meetings without an answer."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import AgendaSubmission, Attendance, Decision, Stage, Submission
from approvals.states import REWORK_DAYS, MeetingState, StageCode, SubmissionKind, SubmissionState
from core.registry import DueItem
from organization import calculations, queries
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


def due_signatures(on: date, until: date) -> Iterator[DueItem]:
    """Submissions put together (整改销号 too) that the head has not signed, as `rules.submit` has it, by the days of the
    head's stage since then; of what is restricted, where there is no head, for who asked. In six queries."""
    head_stages = Prefetch("stages", Stage.objects.filter(code=StageCode.HEAD).order_by("position"), "head_stages")
    drafts = Submission.objects.filter(state=SubmissionState.DRAFT, stages__code=StageCode.HEAD)
    waiting = list(drafts.select_related("department").prefetch_related(head_stages).order_by("id"))
    overrides, holders = queries.workday_overrides(), queries.HolderTable(on)
    for each in waiting:
        stage = each.head_stages[0]  # type: ignore[attr-defined]
        due_on = calculations.add_workdays(timezone.localdate(each.made_at), stage.due_days, overrides)
        signs_alone = each.is_restricted and not holders.of(Action.SIGN, each.department_id)
        if due_on <= until:
            yield DueItem(
                key=f"submission:{each.pk}:sign",
                text=_("%(submission)s：签署报审") % {"submission": each},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=() if signs_alone else (Action.SIGN,),
                people=frozenset({each.made_by_id} if signs_alone else ()),
                is_confined=each.is_restricted,
            )


def due_reworks(on: date, until: date) -> Iterator[DueItem]:
    """Returned lists that nobody has put forward again, as `waiting.returned_to` has it, `REWORK_DAYS` after the return;
    the leadership's told to who submits them alone. What was to be closed is put right by its own deadline. Two queries."""
    newer = Submission.objects.filter(
        department=OuterRef("department"), kind=OuterRef("kind"), made_at__gt=OuterRef("made_at")
    )
    returned = Submission.objects.filter(
        ~Exists(newer), state=SubmissionState.RETURNED, kind__in=SubmissionKind.of_lists()
    )
    overrides = queries.workday_overrides()
    for each in returned.select_related("department").order_by("id"):
        due_on = calculations.add_workdays(timezone.localdate(each.ended_at), REWORK_DAYS, overrides)
        if due_on <= until:
            yield DueItem(
                key=f"submission:{each.pk}:rework",
                text=_("%(submission)s：按退回意见修改后重新报审") % {"submission": each},
                url=each.get_absolute_url(),
                due_on=due_on,
                department_id=each.department_id,
                actions=(Action.SUBMIT_LEADERSHIP if each.is_leadership else Action.FILE,),
                is_confined=each.is_leadership,
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
