"""What a collective review looks at: every point with its opinions, who may be present, which reasons stand."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from organization import queries
from organization.models import Person, Tenure
from organization.states import PersonKind
from risks import calculations
from risks.models import GradeOpinion, RiskPoint, RiskRegister
from risks.queries import due, grading, points


def review_rows(register: RiskRegister) -> list[dict[str, Any]]:
    """Every point of the register with its opinions beside each other, in a constant number of queries."""
    rule = grading.rule_in_force()
    opinions: dict[int, list[GradeOpinion]] = {}
    found = GradeOpinion.objects.filter(point__register=register).select_related("by").order_by("at", "id")
    for opinion in found:
        opinions.setdefault(opinion.point_id, []).append(opinion)
    rows = due.with_due(points.all_points(register))
    return [{"point": point, "beside": points.beside(opinions.get(point.pk, []), point, rule)} for point in rows]


def people_of(register: RiskRegister) -> QuerySet[Person]:
    """Who may have been at the review: people of the department, those on its posts, its overseers and offices."""
    today = timezone.localdate()
    posts = Q(post__is_leadership=True) if register.is_leadership else Q(post__department=register.department_id)
    on_posts = Tenure.objects.on(today).filter(posts, person=OuterRef("pk"))
    leaders = queries.holders("oversee", register.department).values("pk")
    filers = queries.holders("file", register.department).values("pk")
    near = Q(department=register.department_id) | Q(Exists(on_posts)) | Q(pk__in=leaders) | Q(pk__in=filers)
    return queries.people().filter(near).exclude(kind=PersonKind.SYSTEM).order_by("name", "id")


def standing_reason(point: RiskPoint, grade: str) -> str:
    """The reason that already stands for a grade: of its settling before, or of the opinion that entered it."""
    if point.grade_basis and point.grade == grade and point.grade_reason:
        return point.grade_reason
    if point.total is not None or calculations.is_below(grade, point.computed_grade):
        return ""
    entered = point.opinions.filter(grade__gt="").order_by("at", "id").first()
    return entered.reason if entered and point.computed_grade == grade else ""
