"""Which settled grades are due for review: marked, never rewritten (product.md, Grading)."""

from functools import cache
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.states import ListState
from organization.models import Post
from powers.models import LegalBasis, Power, PowerBasis
from risks.models import RiskPoint
from risks.states import Grade

POST_FIELDS = ("name", "department_id", "is_leadership", "is_key")
IS_SETTLED = ~Q(grade_basis="") & ~Q(grade=Grade.PENDING)
REASONS = (
    _("本年度尚未确认"),
    _("改挂后尚未确认"),
    _("职权、环节或依据有改动"),
    _("岗位有改动"),
    _("行使依据的内容或状态有变化"),
)
BASIS_FIELDS = ("title", "document_number", "article", "status")


def with_due(points: QuerySet[RiskPoint]) -> QuerySet[RiskPoint]:
    """Points with why their settled grade is due (`is_year_over`, `is_power_changed`, `is_post_changed`,
    `is_basis_changed`), to be filtered by `is_due`, any of these. A grade not yet settled is not due, it is missing.
    """
    return points.annotate(is_year_over=_flag(IS_SETTLED & _year_over()), **_changes()).alias(
        is_due=_flag(
            Q(is_year_over=True) | Q(is_power_changed=True) | Q(is_post_changed=True) | Q(is_basis_changed=True)
        )
    )


def reasons(point: Any) -> list[str]:
    """Why the grade of a point that `with_due` annotated is due, as sentences."""
    marks = (
        point.is_year_over and point.grade_confirmed_on is not None,
        point.is_year_over and point.grade_confirmed_on is None,
        point.is_power_changed,
        point.is_post_changed,
        point.is_basis_changed,
    )
    return [str(words) for is_so, words in zip(marks, REASONS, strict=True) if is_so]


@cache
def _changes() -> dict[str, Case]:
    """What changed since the settling: the same expressions for every list."""
    return {
        "is_power_changed": _flag(IS_SETTLED & _power_changed()),
        "is_post_changed": _flag(IS_SETTLED & Q(Exists(_posts_saved())) & Q(Exists(_posts_edited()))),
        "is_basis_changed": _flag(IS_SETTLED & Q(Exists(_bases_saved())) & Q(Exists(_bases_edited()))),
    }


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _year_over() -> Q:
    """Not confirmed in the current year; changing a point's post or step takes its confirmation back."""
    return Q(grade_confirmed_on__isnull=True) | Q(grade_confirmed_on__year__lt=timezone.localdate().year)


def _power_changed() -> Q:
    """The power's content is another than at the settling: in its own row, or in the edition in force by now."""
    in_force = Power.objects.filter(
        lineage=OuterRef("power_lineage_id"), power_list__state=ListState.IN_FORCE, content_hash__gt=""
    ).exclude(content_hash=OuterRef("power_hash"))
    is_approved = Q(register__state=ListState.IN_FORCE) & Q(Exists(in_force))
    return Q(power_hash__gt="") & (
        (Q(power__content_hash__gt="") & ~Q(power__content_hash=F("power_hash"))) | is_approved
    )


def _posts_saved() -> QuerySet:
    """History of the point's post after the settling; without any, the costly comparison need not be made."""
    after = OuterRef("review__recorded_at")
    return Post.history.model.objects.filter(id=OuterRef("post_id"), history_date__gt=after)


def _bases_saved() -> QuerySet[PowerBasis]:
    """Links of the point's power to bases with history after the settling."""
    after = OuterRef(OuterRef("review__recorded_at"))
    saved = LegalBasis.history.model.objects.filter(id=OuterRef("basis_id"), history_date__gt=after)
    return PowerBasis.objects.filter(Exists(saved), power=OuterRef("power_id"))


def _posts_edited() -> QuerySet[Post]:
    """The point's post, when its name, department or kind is another than at the settling."""
    before = _settled_version(Post).exclude(**{name: OuterRef(name) for name in POST_FIELDS})
    posts = Post.objects.filter(pk=OuterRef("post_id"))
    return posts.annotate(settled_history=_history_at_settling(Post, "pk")).filter(Exists(before))


def _bases_edited() -> QuerySet[PowerBasis]:
    """Links of the point's power to bases whose text or status is another than at the settling."""
    before = _settled_version(LegalBasis).exclude(**{name: OuterRef(f"basis__{name}") for name in BASIS_FIELDS})
    links = PowerBasis.objects.filter(power=OuterRef("power_id"))
    return links.annotate(settled_history=_history_at_settling(LegalBasis, "basis_id")).filter(Exists(before))


def _history_at_settling(model: Any, pk: str) -> Subquery:
    """Id of the last history record before the point's grade was settled; the point is two levels out."""
    settled_at = OuterRef(OuterRef("review__recorded_at"))
    past = model.history.model.objects.filter(id=OuterRef(pk), history_date__lte=settled_at)
    return Subquery(past.order_by("-history_date", "-history_id").values("history_id")[:1])


def _settled_version(model: Any) -> QuerySet:
    return model.history.model.objects.filter(history_id=OuterRef("settled_history"))
