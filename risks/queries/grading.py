"""The grading rule in force and its history, and posts' grades under the version their points carry."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from risks import calculations
from risks.models import GradeRule
from risks.states import Grade


def rule_in_force() -> GradeRule:
    """The latest version: new grades are computed by it, stored ones keep theirs."""
    return GradeRule.objects.order_by("-version")[:1].get()


def grade_rules() -> QuerySet[GradeRule]:
    """All versions with who made them, the latest first."""
    return GradeRule.objects.select_related("made_by").order_by("-version")


def answers_of(rule: GradeRule, grade: str) -> str:
    """Who answers for the grade (分级负责) by the rule; empty for 待定."""
    answers = {Grade.HIGH: rule.answers_high, Grade.MEDIUM: rule.answers_medium, Grade.LOW: rule.answers_low}
    return answers.get(Grade(grade), "")


def rules_by_id() -> dict[int | None, GradeRule]:
    """Every version by its id, the latest also under None, for points that carry none; one query."""
    found: dict[int | None, GradeRule] = {rule.pk: rule for rule in GradeRule.objects.order_by("version")}
    return {**found, None: list(found.values())[-1]}


def post_graded(
    points: Iterable[tuple[str, int | None]], rules: Mapping[int | None, GradeRule]
) -> calculations.PostGraded:
    """A post's grade from the grade and the rule's id of each of its points, under the latest version among these.

    A rule made later changes no post's grade before a point of it is graded again: what was approved stays.
    """
    known = list(points)
    rule = max((rules[rule_id] for _grade, rule_id in known), key=lambda rule: rule.version)
    return calculations.post_grade([grade for grade, _rule_id in known], rule)
