"""Global search: what each part of the system finds for a person, the first few of each kind."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from core import calculations
from organization import queries as organization_queries
from organization.models import Person
from powers import queries as powers_queries
from risks import queries as risks_queries

FIRST = 8


@dataclass(frozen=True)
class Hits:
    """Hits of one kind: (title, note, address), and where all of them are listed."""

    title: str
    rows: list[tuple[str, str, str]]
    more_url: str
    has_more: bool


def find(by: Person, text: str) -> list[Hits]:
    """Hits for every word of `text` (words, pinyin, initials); the three administrators find people and posts only."""
    sources: list[tuple[str, QuerySet, Any, str]] = []
    if risks_queries.may_use(by):
        powers = powers_queries.powers_for(by).select_related("handling_department", "power_list")
        points = risks_queries.current_points(by)
        sources += [
            (_("职权"), powers.order_by("code", "-power_list__year", "id"), _power, "/powers/in-force/"),
            (_("风险点"), points.order_by("code", "id"), _point, "/risks/points/"),
        ]
    posts = organization_queries.posts().prefetch_related(None)
    sources.append((_("岗位"), posts, _post, "/organization/posts/"))
    sources.append((_("部门"), organization_queries.departments(), _department, "/organization/departments/"))
    found = [_hits(title, rows, shown, url, text) for title, rows, shown, url in sources]
    return [hits for hits in found if hits.rows]


def _hits(title: str, rows: QuerySet, shown: Any, url: str, text: str) -> Hits:
    for term in calculations.search_terms(text):
        rows = rows.filter(search_text__contains=term)
    first = list(rows[: FIRST + 1])
    return Hits(title, [shown(row) for row in first[:FIRST]], f"{url}?{urlencode({'q': text})}", len(first) > FIRST)


def _power(power: Any) -> tuple[str, str, str]:
    note = f"{power.code} · {power.handling_department} · {power.power_list.edition}"
    return power.name, note, power.get_absolute_url()


def _point(point: Any) -> tuple[str, str, str]:
    return point.description, f"{point.code} · {point.post.department} · {point.post}", point.get_absolute_url()


def _post(post: Any) -> tuple[str, str, str]:
    return post.name, f"{post.code} · {post.department}", post.get_absolute_url()


def _department(department: Any) -> tuple[str, str, str]:
    return department.name, department.code, department.get_absolute_url()
