"""集体评定: the department's recorded review that settles grades and precedes submission."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core import services as core_services
from core.rules import Denied
from organization.models import Person
from risks import calculations, queries, rules
from risks.models import CollectiveReview, GradeRule, RiskPoint, RiskRegister
from risks.services import grades
from risks.states import Finder, Grade, GradeBasis

Settlement = tuple[RiskPoint, str, str]
"""A point, the grade the review gives it ('' for the computed one) and the reason ('' where none is needed)."""
SETTLED = [
    "grade",
    "grade_basis",
    "grade_reason",
    "grade_inputs",
    "review",
    "grade_confirmed_on",
    "power_hash",
    "rule",
    "version",
    "finder",
]


@transaction.atomic
def hold_review(
    *,
    by: Person,
    register: RiskRegister,
    held_on: date,
    present: Iterable[Person],
    conclusion: str,
    place: str = "",
    settled: Sequence[Settlement] | None = None,
    found: Iterable[RiskPoint] = (),
    version: int | None = None,
) -> CollectiveReview:
    """Record the collective review and settle grades: by default every point at its computed grade.

    `found` are points that the review itself found (集体定). A point without a computed grade and without one given stays 待定. Raises `Denied` for a grade away from the computed
    one without a reason, or below it without 纪检监察室's heard opinion, `Stale` when the register changed since
    `version`: another opinion may have come in. Nothing is settled then.
    """
    locked = core_services.lock_editable(RiskRegister, register.pk, version=version)
    rules.hold_review(by, locked)
    people = list(present)
    _must_be_a_meeting(held_on, people, conclusion)
    review = CollectiveReview(
        register=locked, held_on=held_on, place=place, conclusion=conclusion.strip(), recorded_by=by
    )
    core_services.save(review, by)
    review.present.set(people)
    done = _settle_all(review, _wanted(locked, settled), {point.pk for point in found}, by)
    core_services.record(
        by=by,
        verb="risks.hold_review",
        subject=review,
        code=f"{locked.year}-{locked.number}",
        department_code=locked.department.code,
        details={"held_on": str(held_on), "present": len(people), "settled": {p.code: str(p.grade) for p in done}},
    )
    return review


def _must_be_a_meeting(held_on: date, people: Sequence[Person], conclusion: str) -> None:
    if held_on > timezone.localdate():
        raise Denied(_("评定日期不能晚于今天。"))
    if not people:
        raise Denied(_("请记录到会人员。"), help=_("集体评定至少要写明谁参加了。"))
    if not conclusion.strip():
        raise Denied(_("请写明评定结论。"))


def _wanted(register: RiskRegister, settled: Sequence[Settlement] | None) -> list[Settlement]:
    """Fresh rows of the register's points with what the review decided on each."""
    points = {point.pk: point for point in queries.all_points(register)}
    if settled is None:
        return [(point, "", "") for point in points.values()]
    if any(point.pk not in points for point, *_rest in settled):
        raise Denied(_("评定的风险点不在这份清单中。"))
    return [(points[point.pk], grade, reason) for point, grade, reason in settled]


def _settle_all(review: CollectiveReview, wanted: Iterable[Settlement], found: set[int], by: Person) -> list[RiskPoint]:
    rule = queries.rule_in_force()
    done = []
    for point, grade, reason in wanted:
        if point.pk in found:
            rules.find_collectively(point)
            point.finder = Finder.COLLECTIVE
        chosen = grade or _carried(point)
        if chosen != Grade.PENDING:
            _settle(point, chosen, reason.strip(), review=review, rule=rule)
        if chosen != Grade.PENDING or point.pk in found:
            point.version += 1
            done.append(point)
    words = _("%(day)s集体评定") % {"day": review.held_on}
    bulk_update_with_history(done, RiskPoint, SETTLED, batch_size=500, default_user=by, default_change_reason=words)
    return done


def _carried(point: RiskPoint) -> str:
    """The grade a review confirms when nothing else is said: an earlier settled one, else the computed one."""
    has_own = point.grade_basis in (GradeBasis.RAISED, GradeBasis.LOWERED)
    return point.grade if has_own or point.computed_grade == Grade.PENDING else point.computed_grade


def _settle(point: RiskPoint, grade: str, reason: str, *, review: CollectiveReview, rule: GradeRule) -> None:
    basis = _basis(point, grade)
    reason = reason or ("" if basis == GradeBasis.COMPUTED else queries.standing_reason(point, grade))
    if basis != GradeBasis.COMPUTED:
        rules.settle(point, grade, reason)
    point.grade, point.grade_basis, point.grade_reason = grade, basis, reason
    point.grade_inputs = grades.inputs(point, rule)
    point.review, point.grade_confirmed_on, point.rule = review, review.held_on, rule
    point.power_hash = point.power.content_hash if point.power else ""


def _basis(point: RiskPoint, grade: str) -> str:
    if point.computed_grade == Grade.PENDING or (grade == point.computed_grade and point.total is None):
        return GradeBasis.ENTERED
    if grade == point.computed_grade:
        return GradeBasis.COMPUTED
    return GradeBasis.LOWERED if calculations.is_below(grade, point.computed_grade) else GradeBasis.RAISED
