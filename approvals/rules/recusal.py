"""回避 by row (product.md, Approval): nobody decides a row about their own post, nor one they filed or signed."""

from collections.abc import Iterable

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from approvals.models import Decision, Recusal, Stage, Submission, SubmissionRow
from approvals.states import SubmissionKind, Verdict
from organization import queries
from organization.models import Person, Relative

SIGNED = (SubmissionKind.DEPARTMENT, SubmissionKind.CLOSING, SubmissionKind.PUBLICATION)
"""Kinds of what somebody answers for by submitting it: a head, or who drafted what is to be published."""


def grounds(person: Person) -> list[tuple[Q, str]]:
    """Conditions on a frozen row under which `person` may not decide it above the head, each with its reason.

    The head's signature stands under all rows. The Party office that puts the leadership's lists together signs nothing.
    """
    signed = Decision.objects.filter(
        Q(by=person) | Q(on_behalf_of=person), submission=OuterRef("item__submission"), verdict=Verdict.SUBMIT
    )
    filed = SubmissionRow.filers.through.objects.filter(submissionrow=OuterRef("pk"), person=person)
    return [
        (Q(Exists(signed), item__submission__kind__in=SIGNED), _("本人签署报审")),
        (Q(post__in=queries.posts_held(person).values("pk")), _("涉及本人岗位")),
        (Q(Exists(filed)), _("本人填报")),
    ]


def ground_to_leave(person: Person, row: SubmissionRow) -> str:
    """Why `person` may not decide the row above the head; empty where they may. One query."""
    return _first_grounds(SubmissionRow.objects.filter(pk=row.pk), grounds(person)).get(row.pk, "")


def meeting_grounds(person: Person) -> list[tuple[Q, str]]:
    """Conditions on a frozen row under which a member leaves it in the committee, each with its reason (domain.md 4.4).

    The own post, and a declared relative's. Having reviewed at an earlier stage, or recording the result, is no ground.
    """
    relatives = Relative.objects.filter(person=person, withdrawn_at__isnull=True)
    return [
        (Q(post__in=queries.posts_held(person).values("pk")), _("涉及本人岗位")),
        (Q(post__in=relatives.values("post")), _("涉及申报的亲属所在岗位")),
    ]


def leaves_in_committee(person: Person, row: SubmissionRow) -> bool:
    """Must the member leave the row in the committee: of what the system knows, or as they declared themselves?"""
    declared = Recusal.objects.filter(row=row, person=person, item__isnull=False)
    return bool(known_grounds(SubmissionRow.objects.filter(pk=row.pk), person)) or declared.exists()


def known_grounds(rows: QuerySet[SubmissionRow], person: Person) -> dict[int, str]:
    """Row id → why the member leaves it in the committee, of what the system knows: one query a member."""
    return _first_grounds(rows, meeting_grounds(person))


def recusal_reasons(submission: Submission, people: Iterable[Person]) -> dict[int, str]:
    """Row id → why it is not decided by `people`: the actor, and whom the actor stands in for."""
    known = [ground for person in people for ground in grounds(person)]
    return _first_grounds(SubmissionRow.objects.of(submission), known)


def _first_grounds(rows: QuerySet[SubmissionRow], known: list[tuple[Q, str]]) -> dict[int, str]:
    """Row id → the first of the reasons whose condition the row meets."""
    first = Case(
        *(When(condition, then=Value(number)) for number, (condition, _reason) in enumerate(known)),
        output_field=IntegerField(),
    )
    found = rows.annotate(ground=first).filter(ground__isnull=False)
    return {row_id: known[number][1] for row_id, number in found.values_list("pk", "ground")}


def reviewers(submission: Submission, action: str) -> QuerySet[Person]:
    """Who may hold a stage over the submission."""
    return queries.holders(action, submission.department).exclude(pk__in=insiders(submission).values("pk"))


def insiders(submission: Submission) -> QuerySet[Person]:
    """The department's own people, who hold no stage over its lists above the head's (the leadership is none)."""
    if submission.kind == SubmissionKind.LEADERSHIP:
        return Person.objects.none()
    return queries.people_of(submission.department_id)


def undecidable_rows(submission: Submission, stage: Stage) -> set[int]:
    """Rows left at `stage`, which holds the submission, that every holder of it must leave: they fall to the next."""
    left = set(SubmissionRow.objects.of(submission).left().values_list("pk", flat=True))
    for person in reviewers(submission, stage.action):
        left &= set(recusal_reasons(submission, [person]))
    return left
