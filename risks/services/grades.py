"""Computing points' grades from their opinions, and adding versions of the grading rule."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from core import services as core_services
from organization.models import Person
from risks import calculations, queries, rules
from risks.models import GradeOpinion, GradeRule, RiskPoint
from risks.states import Grade

COMPUTED = ["computed_grade", "importance", "frequency", "probability", "total", "rule", "grade"]
"""Fields that `compute` sets."""


def compute(points: Iterable[RiskPoint]) -> None:
    """Set the computed grade of unsaved `points` from their worst opinion; the caller saves.

    A point without opinions keeps what the collective review settled (it was copied from the edition before), save
    that nothing settled is 待定. A grade not settled yet shows what is computed; a settled one is never rewritten.
    """
    points = list(points)
    rule = queries.rule_in_force()
    opinions: dict[int, list[GradeOpinion]] = {}
    for opinion in GradeOpinion.objects.filter(point__in=[point.pk for point in points]).order_by("at", "id"):
        opinions.setdefault(opinion.point_id, []).append(opinion)
    for point in points:
        apply(point, opinions.get(point.pk, []), rule)


def apply(point: RiskPoint, opinions: Sequence[GradeOpinion], rule: GradeRule) -> None:
    """Set the computed fields of one unsaved point from the opinions given."""
    results = [queries.graded(opinion, point, rule) for opinion in opinions]
    marked = calculations.worst(results)
    if marked is None:
        _without_opinion(point, opinions, rule)
    else:
        opinion, result = opinions[marked], results[marked]
        point.importance, point.frequency = opinion.importance, opinion.frequency
        point.probability = opinion.probability
        point.total, point.computed_grade, point.rule = result.total, result.grade, rule
    if not point.grade_basis:
        point.grade = point.computed_grade


def _without_opinion(point: RiskPoint, opinions: Sequence[GradeOpinion], rule: GradeRule) -> None:
    """No opinion counts yet: what was settled before is graded again by its scores, anything else is 待定.

    Half an opinion takes no scores away: 纪检监察室 need not be heard on a grade below none.
    """
    if not point.grade_basis:
        last = opinions[-1] if opinions else GradeOpinion()
        point.importance, point.frequency, point.probability = last.importance, last.frequency, last.probability
    floor = queries.anchor_floor(point.power, point.step)
    result = calculations.grade(point.importance, point.frequency, point.probability, rule=rule, **floor)
    if result.total is None and point.grade_basis:
        return
    point.total, point.computed_grade, point.rule = result.total, result.grade, rule


def inputs(point: RiskPoint, rule: GradeRule) -> dict[str, Any]:
    """What a settled grade keeps: rule version, scores, floor and arithmetic as they stand now."""
    floor = queries.anchor_floor(point.power, point.step)
    scores = (point.importance, point.frequency, point.probability)
    if point.total is None and point.computed_grade != Grade.PENDING:
        result = calculations.entered(point.computed_grade, rule=rule, **floor)
    else:
        result = calculations.grade(*scores, rule=rule, **floor)
    return {
        "rule": rule.version,
        "scores": list(scores),
        "total": result.total,
        "computed": str(result.grade),
        "is_floored": result.is_floored,
        "arithmetic": result.arithmetic,
        "is_major": floor["is_major"],
        "focus": str(floor["focus"]),
        "post": point.post.code,
        "power": point.power.code if point.power else "",
        "step": point.step.code if point.step else "",
    }


@transaction.atomic
def make_rule(*, by: Person, reason: str, **fields: Any) -> GradeRule:
    """Add the next version of the grading rule; stored grades keep theirs, new ones are computed by this one.

    `fields` not given are those of the version before. Raises `Denied` for anyone but the Party office.
    """
    rules.make_rule(by)
    before = GradeRule.objects.select_for_update().order_by("-version")[:1].get()
    kept = {
        field.name: getattr(before, field.name)
        for field in GradeRule._meta.concrete_fields
        if field.name not in ("id", "version", "reason", "made_by", "made_at")
    }
    made = GradeRule.objects.create(**{**kept, **fields}, version=before.version + 1, reason=reason, made_by=by)
    changed = {name: [kept[name], value] for name, value in fields.items() if kept[name] != value}
    core_services.record(
        by=by,
        verb="risks.make_rule",
        subject=made,
        code=str(made.version),
        details={"changed": changed, "reason": reason},
    )
    return made


def stand_on(lineage_id: Any, *, before: str, after: str) -> None:
    """Grades settled on a power whose wording alone was put right are settled on it as it now reads: none is due."""
    RiskPoint.objects.filter(power_lineage=lineage_id, power_hash=before).update(power_hash=after)
