"""Which post answers for each department of a year, and which it may be."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from organization import queries as organization_queries
from organization.models import Department, Post
from organization.roles import Action
from supervision.models import Cycle


@dataclass(frozen=True)
class TakingPart:
    """A department that takes part: the post that answers for it, those it may be, and that of its head as a proposal."""

    department: Department
    post: Post | None
    offered: tuple[Post, ...]
    proposed: Post | None


def responsible_posts(cycle: Cycle) -> list[TakingPart]:
    """Departments that take part with their posts, those of the leadership left out; a constant number of queries."""
    part = list(cycle.participations.select_related("department", "post").order_by("department__path", "pk"))
    departments = [each.department_id for each in part]
    heads = set(organization_queries.holders_in(departments, Action.SIGN).order_by().values_list("pk", flat=True))
    kept = [each.post_id for each in part if each.post_id]
    offered: dict[int, list[Post]] = defaultdict(list)
    for post in organization_queries.posts(with_retired=True).filter(department__in=departments):
        if post.pk in kept or not (post.is_leadership or post.retired_on):
            offered[post.department_id].append(post)
    return [
        TakingPart(
            each.department,
            each.post,
            tuple(offered[each.department_id]),
            _of_head(offered[each.department_id], heads),
        )
        for each in part
    ]


def _of_head(posts: Iterable[Post], heads: set[int]) -> Post | None:
    held = (post for post in posts if any(tenure.person_id in heads for tenure in post.holders))  # type: ignore[attr-defined]
    return next(held, None)


def posts_seen(cycle: Cycle) -> str:
    """What a form that names the posts was opened upon, for it to send back."""
    rows = cycle.participations.order_by("department").values_list("department", "post")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()
