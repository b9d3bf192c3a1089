"""Appraisals: who sees which results, how they come about, and what is printed of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from core.models import Attachment
from core.registry import Formula, Task, TaskGroup, registry
from organization import queries as organization_queries
from organization.models import Person
from organization.roles import Action
from supervision.models import (
    Appeal,
    Appraisal,
    AppraisalResult,
    Criterion,
    CriterionDefault,
    PersonResult,
    Score,
    UseRecord,
)
from supervision.queries.cycles import SEES_ALL, cycles, departments_seen, sees_all
from supervision.states.appraisals import AppealState, AppraisalState

MOST = 20


def is_business(by: Person) -> Exists:
    """A condition for everyone but the three administrators."""
    return Exists(Person.objects.filter(organization_queries.is_business(by), pk=by.pk))


def known_formulas() -> dict[str, Formula]:
    """All formulas there are, of this app and of those above."""
    return registry.appraisal_criteria


def criterion_defaults(by: Person) -> QuerySet[CriterionDefault]:
    """The hospital's standard, for everyone in the business: what one is measured by is no secret."""
    return CriterionDefault.objects.filter(is_business(by)).order_by("position", "pk")


def appraisals(by: Person) -> QuerySet[Appraisal]:
    """Published ones for everyone in the business, earlier ones for those who see all."""
    found = Appraisal.objects.filter(is_business(by))
    if not sees_all(by):
        found = found.filter(state__in=AppraisalState.told())
    return found.select_related("cycle", "published_by")


def appraisal_for(by: Person, pk: int) -> Appraisal | None:
    """One appraisal, or None where `by` may not know of it."""
    return appraisals(by).filter(pk=pk).first()


def cycles_to_appraise(by: Person) -> QuerySet:
    """Years without an appraisal."""
    return cycles(by).filter(appraisal__isnull=True).order_by("-year")


def criteria_of(appraisal: Appraisal) -> QuerySet[Criterion]:
    return appraisal.criteria.order_by("position", "pk")


def criterion_for(by: Person, pk: int) -> Criterion | None:
    """A criterion of an appraisal that `by` sees."""
    found = Criterion.objects.filter(pk=pk, appraisal__in=appraisals(by).values("pk"))
    return found.select_related("appraisal__cycle").first()


def is_by_hand(criterion: Criterion) -> bool:
    """Is it scored by people? A formula that is not there (yet) computes nothing."""
    return not criterion.formula


def criteria_to_score(appraisal: Appraisal) -> list[Criterion]:
    """Criteria that people score."""
    return [each for each in criteria_of(appraisal) if is_by_hand(each)]


def results_of(appraisal: Appraisal) -> QuerySet[AppraisalResult]:
    """Departments by rank; those that could not be scored at the end."""
    found = appraisal.results.select_related("department")
    return found.order_by(F("rank").asc(nulls_last=True), "department__path", "pk")


def own_results(by: Person) -> QuerySet[AppraisalResult]:
    """Results whose whole sheet `by` sees: all, or, once they are published, of departments they work for or whose year
    they see."""
    found = AppraisalResult.objects.filter(appraisal__in=appraisals(by).values("pk"))
    if sees_all(by):
        return found
    places = departments_seen(by).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    return found.filter(Q(department__in=places) | Q(department__in=own))


def readable(by: Person, results: Iterable[AppraisalResult]) -> set[int]:
    """Ids of those of the results whose whole sheet `by` sees."""
    keys = {each.pk for each in results}
    return keys if sees_all(by) else set(own_results(by).filter(pk__in=keys).values_list("pk", flat=True))


def result_for(by: Person, pk: int) -> AppraisalResult | None:
    """One department's sheet, or None where `by` may not read it."""
    return own_results(by).select_related("appraisal__cycle", "department").filter(pk=pk).first()


@dataclass(frozen=True)
class SheetLine:
    """One criterion on a department's sheet: the score that counts, those it replaced, the proof."""

    criterion: Criterion
    score: Score | None
    earlier: list[Score]
    proof: list[Attachment]


def sheet(result: AppraisalResult) -> list[SheetLine]:
    """A department's scores, criterion by criterion, in three queries."""
    scores = list(result.scores.select_related("by", "replaced_by", "appeal").order_by("-pk"))
    keys = [str(each.pk) for each in scores]
    files: dict[str, list[Attachment]] = {}
    for file in Attachment.objects.filter(subject_type="supervision.score", subject_id__in=keys).order_by("pk"):
        files.setdefault(file.subject_id, []).append(file)
    lines = []
    for criterion in criteria_of(result.appraisal):
        of_it = [each for each in scores if each.criterion_id == criterion.pk]
        counting = next((each for each in of_it if each.replaced_at is None), None)
        earlier = [each for each in of_it if each.replaced_at is not None]
        proof = files.get(str(counting.pk), []) if counting else []
        lines.append(SheetLine(criterion, counting, earlier, proof))
    return lines


def appeals_of(result: AppraisalResult | PersonResult) -> QuerySet[Appeal]:
    """Appeals against a result, the first first."""
    return result.appeals.select_related("by", "answered_by").order_by("pk")


def person_results(by: Person) -> QuerySet[PersonResult]:
    """Of published years: one's own, those of departments one is head of; for the hospital's office all, before too, for a
    branch's the branch's; for whoever answers appeals what is appealed against."""
    office = organization_queries.departments_for(by, Action.RUN_YEAR).values("pk")
    heads = organization_queries.departments_for(by, Action.SIGN).values("pk")
    judges = organization_queries.departments_for(by, Action.ANSWER_APPEAL).values("pk")
    told = Q(appraisal__state__in=AppraisalState.told())
    seen = organization_queries.is_for_whole(by, Action.RUN_YEAR) | (told & Q(department__in=office))
    seen |= told & (Q(person=by) | Q(department__in=heads, post__is_leadership=False))
    seen |= told & Q(department__in=judges) & Exists(Appeal.objects.filter(person_result=OuterRef("pk")))  # type: ignore[assignment]
    found = PersonResult.objects.filter(seen, is_business(by))
    return found.select_related("appraisal__cycle", "person", "post", "department")


def person_result_for(by: Person, pk: int) -> PersonResult | None:
    """One person's result, or None where `by` may not know of it."""
    return person_results(by).filter(pk=pk).first()


def counting(rows: QuerySet[PersonResult]) -> QuerySet[PersonResult]:
    """Those that were not replaced after an appeal."""
    return rows.filter(replaced_at__isnull=True)


def my_results(by: Person) -> QuerySet[PersonResult]:
    """One's own, the latest year first."""
    return counting(person_results(by)).filter(person=by).order_by("-appraisal__cycle__year", "pk")


def my_departments(by: Person) -> QuerySet[AppraisalResult]:
    """What one's own departments scored, the latest year first."""
    own = organization_queries.own_departments(by).values("pk")
    found = own_results(by).filter(department__in=own, appraisal__state__in=AppraisalState.told())
    return found.select_related("appraisal__cycle", "department").order_by("-appraisal__cycle__year", "pk")


def appeal_for(by: Person, pk: int) -> Appeal | None:
    """An appeal against what `by` sees."""
    seen = Q(result__in=own_results(by).values("pk")) | Q(person_result__in=person_results(by).values("pk"))
    related = ("result__appraisal__cycle", "result__department", "person_result__appraisal__cycle", "by")
    return Appeal.objects.filter(seen, pk=pk).select_related(*related, "person_result__department").first()


def appeals_to_answer(by: Person) -> QuerySet[Appeal]:
    """Appeals waiting for an answer that `by` may give."""
    places = organization_queries.departments_for(by, Action.ANSWER_APPEAL).values("pk")
    own = organization_queries.own_departments(by).values("pk")
    here = Q(result__department__in=places) | Q(person_result__department__in=places)
    concerned = Q(by=by) | Q(result__department__in=own) | Q(person_result__person=by)
    concerned |= Q(person_result__department__in=own)
    found = Appeal.objects.filter(here, state=AppealState.WAITING).exclude(concerned)
    related = ("result__appraisal__cycle", "result__department", "person_result__appraisal__cycle")
    return found.select_related(*related, "person_result__person").order_by("pk")


def appraisal_tasks(by: Person) -> TaskGroup:
    """Appeals that wait for `by`."""
    tasks = [
        Task(what=_("答复考核申诉：%(result)s") % {"result": each}, who="", url=each.get_absolute_url(), since=each.at)
        for each in appeals_to_answer(by)[:MOST]
    ]
    return TaskGroup(_("考核申诉"), tuple(tasks))


def may_read_proof(attachment: Attachment, by: Person) -> bool:
    """Who sees the sheet opens the proof of its scores."""
    return own_results(by).filter(scores=int(attachment.subject_id)).exists()


def uses(by: Person) -> QuerySet[UseRecord]:
    """Records of use: for those who see all, or all of a branch, the department they were handed to, and whom they
    concern."""
    found = UseRecord.objects.filter(is_business(by))
    if not sees_all(by):
        own = organization_queries.own_departments(by).values("pk")
        led = organization_queries.departments_acting_for(by, *SEES_ALL).values("pk")
        branch = Q(department__in=led) | Q(person__department__in=led)
        found = found.filter(branch | Q(handed_to__in=own) | Q(department__in=own) | Q(person=by))
    return found.select_related("appraisal__cycle", "department", "person", "handed_to", "by")
