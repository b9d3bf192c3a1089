"""A table's rows drawn from its register: risk points by post, each with its measures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from approvals import queries as approvals_queries
from controls import calculations
from controls.models import ControlTable, Measure
from controls.queries import contents, tables
from controls.states import MeasureStatus
from core import queries as core_queries
from organization import queries as organization_queries
from organization.models import Person, Post
from risks import queries as risk_queries
from risks.models import RiskPoint

LONG = 100
"""Above so many risk points a table is read post by post on the screen; on paper it is always whole."""


@dataclass(frozen=True)
class PostTally:
    """A post of a table with its own grade and its number of points, for finding the way."""

    code: str
    name: str
    grade: str
    grade_reason: str
    count: int


@dataclass(frozen=True)
class PostGroup:
    """One post of a table with its own grade, its risk points and who holds it today, in words."""

    post: Any
    holders: str
    grade: str
    grade_reason: str
    points: list[RiskPoint]


def place_of(table: ControlTable, point: RiskPoint, *, is_long: bool) -> str:
    """The address where the point stands in its table, which shows one post at a time when it is long."""
    asked = f"?post={point.post.code}" if is_long else ""
    return f"{table.get_absolute_url()}{asked}#point-{point.pk}"


def measures_of(table: ControlTable) -> QuerySet[Measure]:
    """The table's measures in the order they were set."""
    return table.measures.select_related("responsible_post__department", "regulation").order_by("code", "id")


def point_rows(table: ControlTable, *, by: Person | None = None) -> QuerySet[RiskPoint]:
    """Risk points of the table's register by post, each with this table's measures (`table_measures`).

    For a page `by` says whose eyes: a leader sees the own posts' rows of the leadership's table.
    """
    measures = Prefetch("measures", queryset=measures_of(table), to_attr="table_measures")
    found = _points(table, by=by).select_related(None).select_related("post__department", "power", "step")
    return found.prefetch_related(measures).order_by("post__code", "code", "id")


def _points(table: ControlTable, *, by: Person | None) -> QuerySet[RiskPoint]:
    seen = risk_queries.points_for(by) if by else RiskPoint.objects.all()
    return seen.filter(register=table.register_id)


def filers(table: ControlTable) -> dict[Any, set[int]]:
    """Who filed or changed a row of the table, by its risk point's lineage, in three queries: the point itself, a measure
    against it, or who took a measure out."""
    lineages = dict(RiskPoint.objects.filter(register=table.register_id).values_list("id", "lineage_id"))
    found: dict[Any, set[int]] = {}
    for point_id, people in core_queries.filers_of(RiskPoint, register_id=table.register_id).items():
        if point_id in lineages:
            found.setdefault(lineages[point_id], set()).update(people)
    changes = Measure.history.filter(table_id=table.pk).order_by()
    changed = changes.values_list("point_lineage_id", "filed_by_id", "history_type", "history_user_id").distinct()
    for lineage, filed_by, kind, user in changed:
        found.setdefault(lineage, set()).update({filed_by, user} - {None} if kind == "-" else {filed_by})
    return found


def posts_of_table(table: ControlTable, *, by: Person | None = None) -> list[PostTally]:
    """The posts of `post_groups`, in the same order, in two queries however many points there are."""
    found = _points(table, by=by).order_by("post__code").values_list("post__code", "post__name", "grade", "rule")
    grades: dict[tuple[str, str], list[tuple[str, int | None]]] = {}
    for code, name, grade, rule_id in found:
        grades.setdefault((code, name), []).append((grade, rule_id))
    rules = risk_queries.rules_by_id()
    return [_tally(code, name, risk_queries.post_graded(own, rules), len(own)) for (code, name), own in grades.items()]


def _tally(code: str, name: str, graded: Any, count: int) -> PostTally:
    return PostTally(code, name, graded.grade, graded.arithmetic, count)


def post_groups(
    table: ControlTable,
    *,
    by: Person | None = None,
    post_code: str = "",
    posts: Sequence[PostTally] | None = None,
    only: Sequence[Post] = (),
) -> list[PostGroup]:
    """The table grouped by post, each with its grade (product.md: the highest, raised at eight of 中 and above).

    `posts` are what `posts_of_table` said for the same eyes, where it was asked before; of one post by its code, or of
    `only` some.
    """
    found = point_rows(table, by=by)
    if post_code:
        found = found.filter(post__code=post_code)
    if only:
        found = found.filter(post__in=only)
    tallies = {tally.code: tally for tally in (posts_of_table(table, by=by) if posts is None else posts)}
    by_post: dict[int, list[RiskPoint]] = {}
    for point in found:
        by_post.setdefault(point.post_id, []).append(point)
    names: dict[int, list[str]] = {post_id: [] for post_id in by_post}
    for tenure in organization_queries.running_tenures().filter(post__in=by_post):
        names[tenure.post_id].append(tenure.person.name)
    return [_group(points, tallies[points[0].post.code], names[post_id]) for post_id, points in by_post.items()]


def _group(points: list[RiskPoint], tally: PostTally, names: list[str]) -> PostGroup:
    return PostGroup(
        post=points[0].post,
        holders=calculations.holders_in_words(points[0].post.name, names),
        grade=tally.grade,
        grade_reason=tally.grade_reason,
        points=points,
    )


def approval_of(
    by: Person | None, table: ControlTable, groups: Iterable[PostGroup], *, drafts: Iterable[ControlTable] = ()
) -> approvals_queries.Approval | None:
    """How the rows of `groups` (`rows.post_groups`) stand to what was approved; `drafts` are those that `by` may see."""
    shown = {str(point.lineage_id): contents.content_of(point) for group in groups for point in group.points}
    is_whole = by is None or tables.sees_whole(by, table)
    return approvals_queries.approval_of(table, kind="controls", rows=shown, drafts=drafts, is_whole=is_whole)


def lost_measures(table: ControlTable, *, by: Person | None = None) -> QuerySet[Measure]:
    """Measures whose risk point is not in the register the table rests on; for a page, of those `by` may see."""
    return measures_of(table).filter(pk__in=_measures(table, by=by)).exclude(point__register=table.register_id)


def _measures(table: ControlTable, *, by: Person | None) -> QuerySet[Measure]:
    seen = tables.measures_for(by).select_related(None) if by else Measure.objects.all()
    return seen.filter(table=table)


def counts(table: ControlTable, *, by: Person, posts: Sequence[PostTally] | None = None) -> dict[str, int]:
    """The table's measures in `total`, those `done`, `overdue` and `lost` (their point is not in the register any
    more); the register's `points`, and those still `without` a measure: of all these what `by` may see.

    `posts` as for `post_groups`.
    """
    today = timezone.localdate()
    is_overdue = Q(due_on__lt=today) & ~Q(status=MeasureStatus.DONE)
    is_here, points = Q(point__register=table.register_id), _points(table, by=by)
    found = _measures(table, by=by).aggregate(
        total=Count("id"),
        done=Count("id", filter=Q(status=MeasureStatus.DONE)),
        overdue=Count("id", filter=is_overdue),
        lost=Count("id", filter=~is_here),
        covered=Count("point", filter=Q(point__in=points.values("pk")), distinct=True),
    )
    count = points.count() if posts is None else sum(post.count for post in posts)
    return {**found, "points": count, "without": count - found["covered"]}
