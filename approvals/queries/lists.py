"""Which submissions a person may see."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from approvals.models import AgendaSubmission, Stage, StageDefault, Submission
from approvals.states import REVIEW_ACTIONS, StageCode, SubmissionKind, SubmissionState
from core.registry import ListHandler, registry
from organization import queries
from organization.models import Department, Person
from organization.roles import Action


def seen(by: Person) -> Q:
    """The condition under which `by` sees a submission: the own department's people, and who holds a stage of it.

    A stand-in sees what the holder does. The committee's members see it from their stage on; the leadership's is seen by its own reviewers only.
    """

    def covers(action: str) -> Q:
        return Q(department__in=queries.departments_for(by, action).values("pk"))

    department = ~Q(kind=SubmissionKind.LEADERSHIP)
    leadership = Q(kind=SubmissionKind.LEADERSHIP)
    resolved = Exists(AgendaSubmission.objects.filter(submission=OuterRef("pk")))
    at_committee = Q(stage__code=StageCode.COMMITTEE) | Q(resolved)
    recorded = Q(department__in=queries.departments_acting_for(by, Action.RECORD_MEETING).values("pk"))
    held = queries.acting_at(by, (Action.SIGN, *REVIEW_ACTIONS), action="action", department="submission__department")
    holds = Q(Exists(Stage.objects.filter(held, submission=OuterRef("pk"))))
    return (
        (department & covers(Action.SEE_DRAFTS))
        | (leadership & (covers(Action.SUBMIT_LEADERSHIP) | covers(Action.SUPERVISE)))
        | (at_committee & (covers(Action.ATTEND) | recorded))
        | holds
    )


def submissions_for(by: Person) -> QuerySet[Submission]:
    """Submissions `by` may see, with what a line of the list shows."""
    found = Submission.objects.filter(seen(by))
    return found.select_related("department", "stage", "made_by", "submitted_by").order_by("-made_at", "-id")


def submission_for(by: Person, pk: int) -> Submission | None:
    """One submission, or None where `by` may not know of it."""
    return submissions_for(by).select_related("resubmits", "resubmitted_as").filter(pk=pk).first()


def open_submission(department: Department, *, is_leadership: bool) -> Submission | None:
    """The department's submission that is on its way, if any."""
    kind = SubmissionKind.LEADERSHIP if is_leadership else SubmissionKind.DEPARTMENT
    found = Submission.objects.filter(department=department, kind=kind, state__in=SubmissionState.open())
    return found.order_by("-id").first()


def working_lists(department: Department, *, is_leadership: bool) -> list[tuple[ListHandler, Any]]:
    """(handler, list) of the department's lists that can be submitted now, in the order of the chain."""
    return ready_lists([department.pk], is_leadership=is_leadership).get(department.pk, [])


def ready_lists(departments: Any, *, is_leadership: bool) -> dict[int, list[tuple[ListHandler, Any]]]:
    """Department id → what `working_lists` gives, for departments (keys, or a query of them) at once: a query a handler."""
    found: dict[int, list[tuple[ListHandler, Any]]] = {}
    for handler in registry.handlers():
        for working in handler.working_lists(departments, is_leadership=is_leadership):
            if working.is_editable:
                found.setdefault(working.department_id, []).append((handler, working))
    return found


def to_put_before(by: Person) -> Q:
    """The condition on submissions at the committee's stage that `by` may put on an agenda and that stand on none."""
    places = queries.departments_acting_for(by, Action.RECORD_MEETING).values("pk")
    listed = AgendaSubmission.objects.filter(submission=OuterRef("pk"), verdict="")
    return Q(~Exists(listed), state=SubmissionState.IN_REVIEW, stage__code=StageCode.COMMITTEE, department__in=places)


def waiting_for_committee(by: Person) -> QuerySet[Submission]:
    """Those submissions, the longest waiting first."""
    found = Submission.objects.filter(to_put_before(by))
    return found.select_related("department", "stage", "submitted_by").order_by("stage_since", "id")


def stage_defaults() -> QuerySet[StageDefault]:
    """The default stages of every kind, in order: those of lists first."""
    is_of_lists = Case(When(kind__in=SubmissionKind.of_lists(), then=0), default=1)
    return StageDefault.objects.order_by(is_of_lists, "kind", "position")


def stage_default(pk: int) -> StageDefault | None:
    """One default stage, for those who keep them."""
    return StageDefault.objects.filter(pk=pk).first()
