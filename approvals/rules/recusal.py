"""回避 by row (product.md, Approval): nobody decides a row about their own post, nor one they filed or signed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from approvals.models import Decision, Stage, Submission, SubmissionRow
from organization import queries
from organization.models import Person


def recusal_reasons(submission: Submission, people: Iterable[Person]) -> dict[int, str]:
    """Row id → why none of `people` (the actor, and whom they stand in for) may decide it."""
    rows = SubmissionRow.objects.filter(item__submission=submission).values_list("id", "post_id", "filed_by_id")
    people = list(people)
    posts = {post.pk for person in people for post in queries.posts_held(person)}
    ids = {person.pk for person in people}
    if submission.submitted_by_id in ids:
        return {row_id: _("本人签署报审") for row_id, _post, _filer in rows}
    found = {}
    for row_id, post_id, filer_id in rows:
        if post_id in posts:
            found[row_id] = _("涉及本人岗位")
        elif filer_id in ids:
            found[row_id] = _("本人填报")
    return found


def undecidable_rows(submission: Submission, stage: Stage, remaining: set[int]) -> set[int]:
    """Rows of `remaining` that no holder of the stage may decide any more: they fall to the next stage."""
    decided = set(Decision.objects.filter(stage=stage).values_list("by_id", flat=True))
    decided |= set(
        Decision.objects.filter(stage=stage, on_behalf_of__isnull=False).values_list("on_behalf_of_id", flat=True)
    )
    left = set(remaining)
    for holder in queries.holders(stage.action, submission.department):
        if holder.pk in decided or _is_own_department(submission, holder):
            continue
        left &= set(recusal_reasons(submission, [holder]))
    return left


def _is_own_department(submission: Submission, person: Person) -> bool:
    """No department holds a stage over its own list."""
    return person.department_id == submission.department_id
