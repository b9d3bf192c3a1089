"""The planned content of risk points as plain JSON: what is frozen, hashed and compared; no person's name in it."""

from collections import Counter
from typing import Any

from approvals.models import Submission, SubmissionRow
from risks.models import CollectiveReview, RiskPoint
from risks.states import Grade

SCHEMA = 1


def content_of(point: RiskPoint) -> dict[str, Any]:
    """The content of one point read through `all_points`."""
    post, power, step = point.post, point.power, point.step
    return {
        "key": str(point.lineage_id),
        "code": point.code,
        "post": {"code": post.code, "name": post.name, "department": post.department.name},
        "power": {"code": power.code, "name": power.name} if power else None,
        "step": {"code": step.code, "number": step.number, "name": step.name} if step else None,
        "type": point.type,
        "finder": point.finder,
        "description": point.description,
        "manifestation": point.manifestation,
        "indicator": point.indicator,
        "grade": point.grade,
        "computed_grade": point.computed_grade,
        "grade_basis": point.grade_basis,
        "grade_reason": point.grade_reason,
        "scores": [point.importance, point.frequency, point.probability] if point.total is not None else [],
        "total": point.total,
        "rule": point.rule.version if point.rule and point.grade != Grade.PENDING else None,
        "heard_opinion": point.heard_opinion,
    }


def review_facts(review: CollectiveReview) -> dict[str, Any]:
    """What is frozen of a collective review: people by number only, for names stand outside the planned content."""
    return {
        "held_on": review.held_on.isoformat(),
        "place": review.place,
        "present": len(review.present.all()),
        "conclusion": review.conclusion,
    }


def frozen_grades(submission: Submission) -> list[tuple[str, int]]:
    """How many risk points of each grade were frozen in the submission, in words, the highest grade first."""
    rows = SubmissionRow.objects.filter(item__submission=submission, item__list_kind="risks")
    counted = Counter(rows.values_list("content__grade", flat=True))
    return [(str(grade.label), counted[grade]) for grade in Grade]
