"""The grading rule in force and its history."""

from django.db.models import QuerySet

from risks.models import GradeRule


def rule_in_force() -> GradeRule:
    """The latest version: new grades are computed by it, stored ones keep theirs."""
    return GradeRule.objects.order_by("-version")[:1].get()


def grade_rules() -> QuerySet[GradeRule]:
    """All versions with who made them, the latest first."""
    return GradeRule.objects.select_related("made_by").order_by("-version")
