"""Scores: who is scored, what stands, what it comes to, and what of it was published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from organization import queries as organization_queries
from organization.models import Department, Person
from supervision import calculations
from supervision.models import Appraisal, AppraisalResult, Criterion, Score
from supervision.queries.appraisals import criteria_of, criteria_to_score
from supervision.states.appraisals import AppraisalState, CriterionKind


@dataclass(frozen=True)
class Moved:
    """Departments that joined a year after its results were laid out, that left it or were retired, that came back."""

    joined: list[Department]
    left: list[Department]
    returned: list[Department]

    @property
    def any(self) -> bool:
        return bool(self.joined or self.left or self.returned)


def moved_departments(appraisal: Appraisal) -> Moved:
    """What the results of an appraisal that is scored lack, or have too many, against who takes part today."""
    part = Q(pk__in=appraisal.cycle.participations.values("department"), retired_on__isnull=True)
    there = appraisal.results.values("department")
    found = Department.objects.order_by("path", "pk")
    return Moved(
        joined=list(found.filter(part).exclude(pk__in=there)),
        left=list(found.filter(~part, pk__in=there.filter(left_on__isnull=True))),
        returned=list(found.filter(part, pk__in=there.filter(left_on__isnull=False))),
    )


def movements(appraisal: Appraisal) -> Moved | None:
    """As `moved_departments` while it is scored; afterwards nothing moves any more."""
    return moved_departments(appraisal) if appraisal.state == AppraisalState.OPEN else None


def counted_results(appraisal: Appraisal) -> QuerySet[AppraisalResult]:
    """Results of the departments that take part still."""
    return appraisal.results.filter(left_on__isnull=True)


def departments_to_score(by: Person, criterion: Criterion) -> list[AppraisalResult]:
    """Departments in the order of the tree that `by` scores: all that take part but their own."""
    own = organization_queries.own_departments(by).values("pk")
    found = counted_results(criterion.appraisal).exclude(department__in=own).select_related("department")
    return list(found.order_by("department__path", "pk"))


def scores_in(criterion: Criterion) -> dict[int, Score]:
    """Result id → the score that counts in a criterion."""
    return {each.result_id: each for each in criterion.scores.filter(replaced_at__isnull=True).select_related("by")}


def every_score_in(criterion: Criterion) -> dict[int, Score]:
    """Id → score of a criterion, those that count no more too."""
    return {each.pk: each for each in criterion.scores.select_related("by", "replaced_by").order_by("pk")}


def change_of_score(department: Department, now: Score | None, seen: Score | None) -> str:
    """Who gave the department another score than the one that was `seen`, when, and which."""
    who, at = (now.by, now.at) if now else (seen.replaced_by, seen.replaced_at) if seen else (None, None)
    words = {
        "department": department,
        "who": who or _("他人"),
        "at": f"{timezone.localtime(at):%m月%d日 %H:%M}" if at else _("刚才"),
        "value": f"{now.value:.2f}" if now else "",
    }
    if now is None:
        return _("您打开页面之后，%(who)s于%(at)s撤销了%(department)s的得分") % words
    return _("您打开页面之后，%(who)s于%(at)s给%(department)s评了 %(value)s 分") % words


def lacking_a_score(appraisal: Appraisal) -> set[int]:
    """Ids of the departments to which people have still to give a score of the full marks; three queries."""
    by_hand = [each.pk for each in criteria_to_score(appraisal) if each.kind in CriterionKind.full()]
    standing = Score.objects.filter(criterion__in=by_hand, replaced_at__isnull=True)
    given = set(standing.values_list("result", "criterion"))
    results = counted_results(appraisal).values_list("pk", "department")
    return {department for pk, department in results if any((pk, criterion) not in given for criterion in by_hand)}


def unscored(appraisal: Appraisal) -> int:
    """How many scores that people give to the full marks are missing: the sheets say so and are scaled."""
    by_hand = [each for each in criteria_to_score(appraisal) if each.kind in CriterionKind.full()]
    counted = counted_results(appraisal)
    given = Score.objects.filter(criterion__in=by_hand, result__in=counted.values("pk"), replaced_at__isnull=True)
    return len(by_hand) * counted.count() - given.count()


def marks_of(criteria: Iterable[Criterion], values: Mapping[int, Any]) -> list[calculations.Marked]:
    """What `calculations.total` asks, from criterion id → points."""
    return [calculations.Marked(each.kind, each.points, values.get(each.pk)) for each in criteria]


@dataclass(frozen=True)
class Reckoned:
    """Result id → its total, None where nothing could be scored or the department left; and → its place."""

    totals: dict[int, Any]
    ranks: dict[int, int]


def reckon(criteria: Iterable[Criterion], results: Iterable[AppraisalResult], scores: Iterable[Score]) -> Reckoned:
    """What the scores come to."""
    known, values = list(criteria), dict[int, dict[int, Any]]()
    for score in scores:
        values.setdefault(score.result_id, {})[score.criterion_id] = score.value
    totals = {
        each.pk: None if each.left_on else calculations.total(marks_of(known, values.get(each.pk, {})))
        for each in results
    }
    return Reckoned(totals, calculations.ranks({pk: total.value for pk, total in totals.items() if total}))


def published_scores(appraisal: Appraisal) -> QuerySet[Score]:
    """Scores that stood when the results were published: those that stand, and those that an appeal replaced since. What
    was taken away or scored anew before is not among them."""
    stood = Q(replaced_at__isnull=True) | Q(successor__appeal__isnull=False)
    found = Score.objects.filter(stood, result__appraisal=appraisal, appeal__isnull=True)
    return found.order_by("result", "criterion", "pk")


def published_content(appraisal: Appraisal) -> dict[str, Any]:
    """What was published, reckoned anew from the scores that stood then: its hash is the appraisal's."""
    criteria, published = list(criteria_of(appraisal)), list(published_scores(appraisal))
    results = list(appraisal.results.select_related("department").order_by("department__code"))
    reckoned = reckon(criteria, results, published)
    scores: dict[int, list[list[Any]]] = {}
    for score in published:
        told = [score.criterion_id, f"{score.value:.2f}", score.words, score.note]
        scores.setdefault(score.result_id, []).append(told)
    return {
        "year": appraisal.cycle.year,
        "criteria": [[each.pk, each.title, each.kind, each.formula, f"{each.points:.2f}"] for each in criteria],
        "departments": [
            {
                "code": each.department.code,
                "left_on": str(each.left_on or ""),
                "total": f"{total.value:.2f}" if (total := reckoned.totals[each.pk]) else "",
                "rank": reckoned.ranks.get(each.pk),
                "scores": scores.get(each.pk, []),
            }
            for each in results
        ],
        "persons": [
            [each.person_id, each.post_id, f"{each.value:.2f}", each.words]
            for each in appraisal.person_results.filter(appeal__isnull=True).order_by("pk")
        ],
    }


def published_hash(appraisal: Appraisal) -> str:
    """SHA-256 of what was published."""
    return core_calculations.sha256(published_content(appraisal))


def is_as_published(appraisal: Appraisal) -> bool:
    """Do the scores still give the hash under which they were published?"""
    return published_hash(appraisal) == appraisal.sha256
