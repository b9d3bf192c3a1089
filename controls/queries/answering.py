"""Who answers for a row of a table today, in words: posts with their holders, the leader that each grade has."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q

from controls import calculations
from controls.models import ControlTable
from controls.queries import rows
from organization import queries as organization_queries
from organization.models import Department
from organization.roles import Action
from risks import queries as risk_queries
from risks.models import RiskPoint
from risks.states import HEAD, MAIN_LEADER, OVERSEER, Grade


class Answering:
    """Everybody who answers for something in a table, read at once: a constant number of queries."""

    def __init__(self, table: ControlTable, groups: Iterable[rows.PostGroup]) -> None:
        self.table = table
        self.root = organization_queries.root()
        self.rules = risk_queries.rules_by_id()
        self.heads = _heads(table.department)
        points = [point for group in groups for point in group.points]
        wanted = {measure.responsible_post_id for point in points for measure in point.table_measures}  # type: ignore[attr-defined]
        wanted |= {table.department.overseer_post_id, self.root.overseer_post_id}
        named = {name for rule in self.rules.values() for name in _answers(rule)}
        found = organization_queries.posts(with_retired=True).filter(
            Q(pk__in=wanted - {None}) | Q(name__in=named, retired_on=None)
        )
        self.posts = {post.pk: post for post in found}
        self.by_name = {post.name: post for post in found if post.name in named}

    def post(self, post_id: int | None) -> str:
        """A post with who holds it today; empty without a post."""
        return _titled(self.posts[post_id]) if post_id else ""

    def overseer(self) -> str:
        """分管领导 of the table's department; empty where no post oversees it."""
        return self.post(self.table.department.overseer_post_id)

    def leader(self, point: RiskPoint) -> str:
        """责任领导 of a point: who answers for its grade by the rule it was graded by; for 待定 nobody yet.

        For the leadership's own it is the main leader, whatever the grade.
        """
        rule = self.rules[point.rule_id]
        words = risk_queries.answers_of(rule, point.grade)
        if words and self.table.is_leadership:
            words = MAIN_LEADER
        return "、".join(self._named(word) for word in words.split("、")) if words else "—"

    def _named(self, word: str) -> str:
        """One of who the rule names: by office, by the name of a post, else as it stands."""
        if word == HEAD:
            return "、".join(self.heads) or calculations.titled(HEAD, [])
        offices = {MAIN_LEADER: self.root.overseer_post_id, OVERSEER: self.table.department.overseer_post_id}
        if word in offices:
            return self.post(offices[word]) or calculations.titled(word, [])
        return _titled(self.by_name[word]) if word in self.by_name else word


def _answers(rule: Any) -> list[str]:
    """Everyone the rule names."""
    grades = (Grade.HIGH, Grade.MEDIUM, Grade.LOW)
    return [word for grade in grades for word in risk_queries.answers_of(rule, grade).split("、")]


def _titled(post: Any) -> str:
    return calculations.titled(post.name, (tenure.person.name for tenure in post.holders))


def _heads(department: Department) -> list[str]:
    """Who signs for the department, each with the post held there."""
    here = organization_queries.running_tenures().filter(post__department=department).select_related("post")
    heads = organization_queries.holders(Action.SIGN, department)
    heads = heads.prefetch_related(Prefetch("tenures", queryset=here, to_attr="posts_here"))
    return [calculations.titled(_post_of(head), [head.name]) for head in heads]


def _post_of(head: Any) -> str:
    return head.posts_here[0].post.name if head.posts_here else HEAD
