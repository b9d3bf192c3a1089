"""A table's rows drawn from its register: risk points by post, each with its measures."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from controls.models import ControlTable, Measure
from controls.states import MeasureStatus
from organization import queries as organization_queries
from organization.models import Person
from risks import calculations as risk_calculations
from risks import queries as risk_queries
from risks.models import RiskPoint


@dataclass(frozen=True)
class PostGroup:
    """One post of a table with its own grade and its risk points."""

    post: Any
    holders: str
    grade: str
    grade_reason: str
    points: list[RiskPoint]


def measures_of(table: ControlTable) -> QuerySet[Measure]:
    """The table's measures in the order they were set."""
    return table.measures.select_related("responsible_post__department", "regulation").order_by("code", "id")


def point_rows(table: ControlTable, *, by: Person | None = None) -> QuerySet[RiskPoint]:
    """Risk points of the table's register by post, each with this table's measures (`table_measures`).

    For a page `by` says whose eyes: a leader sees the own posts' rows of the leadership's table.
    """
    measures = Prefetch("measures", queryset=measures_of(table), to_attr="table_measures")
    seen = risk_queries.points_for(by) if by else RiskPoint.objects.all()
    found = seen.filter(register=table.register_id).select_related("post__department", "power", "step")
    return found.prefetch_related(measures).order_by("post__code", "code", "id")


def post_groups(table: ControlTable, *, by: Person | None = None, post_code: str = "") -> list[PostGroup]:
    """The table grouped by post, each with its grade (product.md: the highest, raised at eight of 中 and above)."""
    found = point_rows(table, by=by)
    if post_code:
        found = found.filter(post__code=post_code)
    by_post: dict[int, list[RiskPoint]] = {}
    for point in found:
        by_post.setdefault(point.post_id, []).append(point)
    rule = risk_queries.rule_in_force()
    holders = {post.pk: post for post in organization_queries.posts(with_retired=True).filter(pk__in=by_post)}
    return [_group(holders[post_id], points, rule) for post_id, points in by_post.items()]


def _group(post: Any, points: list[RiskPoint], rule: Any) -> PostGroup:
    graded = risk_calculations.post_grade([point.grade for point in points], rule)
    names = "、".join(tenure.person.name for tenure in post.holders)
    return PostGroup(post=post, holders=names, grade=graded.grade, grade_reason=graded.arithmetic, points=points)


def points_without_measure(table: ControlTable) -> QuerySet[RiskPoint]:
    """Risk points of the register against which the table sets nothing yet."""
    against = Measure.objects.filter(table=table, point=OuterRef("pk"))
    return RiskPoint.objects.filter(~Exists(against), register=table.register_id).select_related("post")


def lost_measures(table: ControlTable) -> QuerySet[Measure]:
    """Measures whose risk point is not in the register the table rests on."""
    return measures_of(table).exclude(point__register=table.register_id)


def counts(table: ControlTable) -> dict[str, int]:
    """Measures in all, done and overdue, and points still without one."""
    today = timezone.localdate()
    is_overdue = Q(due_on__lt=today) & ~Q(status=MeasureStatus.DONE)
    found = table.measures.aggregate(
        total=Count("id"), done=Count("id", filter=Q(status=MeasureStatus.DONE)), overdue=Count("id", filter=is_overdue)
    )
    return {**found, "without": points_without_measure(table).count()}
