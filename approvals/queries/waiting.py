"""What waits for a person: to sign, to decide, to record, to mend."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Decision, Remark, StageDefault, Submission
from approvals.queries.lists import waiting_for_committee
from approvals.states import StageCode, SubmissionKind, SubmissionState
from core.registry import Task, TaskGroup
from organization import queries
from organization.models import Person
from organization.roles import Action

RELATED = ("department", "stage", "made_by", "submitted_by")


def to_sign(by: Person) -> QuerySet[Submission]:
    """Drafts that wait for the signature of a head, or the head's stand-in."""
    places = queries.departments_acting_for(by, Action.SIGN).values("pk")
    found = Submission.objects.filter(
        state=SubmissionState.DRAFT, kind=SubmissionKind.DEPARTMENT, department__in=places
    )
    return found.select_related(*RELATED).order_by("made_at", "id")


def to_decide(by: Person) -> QuerySet[Submission]:
    """Submissions at a stage `by` holds (or stands in at) and has not decided at, never of the own department."""
    actions = set(StageDefault.objects.values_list("action", flat=True))
    holds = Q(pk__in=[])
    for action in sorted(actions):
        holds |= Q(stage__action=action, department__in=queries.departments_acting_for(by, action).values("pk"))
    mine = Decision.objects.filter(stage=OuterRef("stage"), by=by)
    found = Submission.objects.filter(holds, ~Exists(mine), state=SubmissionState.IN_REVIEW)
    found = found.exclude(stage__code=StageCode.COMMITTEE)
    if by.department_id:
        found = found.exclude(department=by.department_id)
    return found.select_related(*RELATED).order_by("stage_due_on", "stage_since", "id")


def returned_to(by: Person) -> QuerySet[Submission]:
    """Returned submissions of the departments `by` files for that nobody has submitted again."""
    own = queries.departments_for(by, Action.FILE).values("pk")
    is_answered = Submission.objects.filter(resubmits=OuterRef("pk"))
    newer = Submission.objects.filter(
        department=OuterRef("department"), kind=OuterRef("kind"), made_at__gt=OuterRef("made_at")
    )
    found = Submission.objects.filter(~Exists(is_answered), ~Exists(newer), state=SubmissionState.RETURNED)
    found = found.filter(department__in=own, kind=SubmissionKind.DEPARTMENT)
    remarks = Remark.objects.filter(submission=OuterRef("pk"), taken_back_at__isnull=True)
    return found.select_related(*RELATED).annotate(has_remarks=Exists(remarks)).order_by("-ended_at", "id")


def tasks(by: Person) -> TaskGroup:
    """Everything of approvals that waits for `by`, for 我的待办; a constant number of queries."""
    found = [
        *_as_tasks(to_sign(by), _("等您签署")),
        *_as_tasks(to_decide(by), ""),
        *_as_tasks(waiting_for_committee(by), _("等登记党委决议")),
        *_as_tasks(returned_to(by), _("被退回，修改后重新报审")),
    ]
    return TaskGroup(_("审批"), tuple(found))


def _as_tasks(submissions: Iterable[Submission], note: str) -> list[Task]:
    today = timezone.localdate()
    return [
        Task(
            what=str(submission),
            who=str(submission.submitted_by or submission.made_by),
            url=submission.get_absolute_url(),
            since=submission.ended_at or submission.stage_since or submission.made_at,
            due_on=submission.stage_due_on,
            note=note or str(submission.stage),
            is_overdue=bool(submission.stage_due_on and submission.stage_due_on < today),
        )
        for submission in submissions
    ]
