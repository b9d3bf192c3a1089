"""An appraisal from its plan to its end: criteria, computing, scoring by people, publishing; and the use of its results."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action
from supervision import calculations, queries, rules
from supervision.models import (
    Appraisal,
    AppraisalResult,
    Criterion,
    CriterionDefault,
    Cycle,
    PersonResult,
    Score,
    UseRecord,
)
from supervision.states.appraisals import APPRAISAL_MOVES, AppraisalVerb, CriterionKind

COPIED = ("position", "title", "kind", "formula", "points", "note")


@transaction.atomic
def plan_appraisal(*, by: Person, cycle: Cycle, appeal_days: int = 10) -> Appraisal:
    """Plan a year's appraisal with a copy of the hospital's standard. Raises `Denied` where the year has one."""
    core_services.take_turn_at("supervision.appraisal")
    rules.plan_appraisal(by)
    if Appraisal.objects.filter(cycle=cycle).exists():
        raise Denied(_("%(cycle)s已有考核。") % {"cycle": cycle}, help=_("请打开该年度的考核。"))
    appraisal = Appraisal(cycle=cycle, appeal_days=appeal_days, made_by=by)
    core_services.save(appraisal, by)
    for shipped in CriterionDefault.objects.order_by("position", "pk"):
        copied = {name: getattr(shipped, name) for name in COPIED}
        core_services.save(Criterion(appraisal=appraisal, **copied), by)
    record(appraisal, "plan_appraisal", by=by)
    return appraisal


@transaction.atomic
def open_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Begin scoring: a result for each department that takes part, and what the system can compute."""
    locked = lock(appraisal)
    rules.open_appraisal(by, locked)
    part = locked.cycle.participations.order_by("department__path", "pk")
    AppraisalResult.objects.bulk_create(
        AppraisalResult(appraisal=locked, department_id=pk) for pk in part.values_list("department", flat=True)
    )
    _move(locked, AppraisalVerb.OPEN)
    _compute(locked, by)
    record(locked, "open_appraisal", by=by)
    return locked


@transaction.atomic
def compute_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Compute anew what the system computes; what people scored stays."""
    locked = lock(appraisal)
    rules.compute_appraisal(by, locked)
    _compute(locked, by)
    record(locked, "compute_appraisal", by=by)
    return locked


def _move(appraisal: Appraisal, verb: str) -> None:
    """The one place that assigns an appraisal's state."""
    appraisal.state = APPRAISAL_MOVES[appraisal.state, verb]


def _compute(appraisal: Appraisal, by: Person) -> None:
    results = {each.department_id: each for each in appraisal.results.all()}
    criteria = [each for each in queries.criteria_of(appraisal) if each.formula in queries.known_formulas()]
    Score.objects.filter(criterion__in=criteria).delete()
    made = []
    for criterion in criteria:
        formula = queries.known_formulas()[criterion.formula]
        for department, measured in formula.compute(appraisal.cycle, list(results)).items():
            made.append(_computed(results[department], criterion, measured, by, is_points=formula.is_points))
    Score.objects.bulk_create(made)
    _compute_persons(appraisal)
    appraisal.computed_at = timezone.now()
    core_services.save(appraisal, by)
    rank(appraisal)


def _computed(result: AppraisalResult, criterion: Criterion, measured: Any, by: Person, *, is_points: bool) -> Score:
    if is_points:
        value, reckoned = calculations.capped(criterion.points, measured.part)
    else:
        value, reckoned = calculations.share(criterion.points, measured.part, measured.whole)
    return Score(
        result=result,
        criterion=criterion,
        value=value,
        arithmetic={
            "points": str(criterion.points),
            "part": str(measured.part),
            "whole": str(measured.whole),
            "formula": criterion.formula,
        },
        words=f"{measured.words}：{reckoned}",
        by=by,
    )


def _compute_persons(appraisal: Appraisal) -> None:
    appraisal.person_results.all().delete()
    made = []
    for each in queries.persons(appraisal.cycle):
        measured = each.measured
        value, reckoned = calculations.share(Decimal(100), measured.part, measured.whole)
        made.append(
            PersonResult(
                appraisal=appraisal,
                person_id=each.person_id,
                post=each.post,
                department_id=each.post.department_id,
                value=value,
                arithmetic={"part": str(measured.part), "whole": str(measured.whole)},
                words=f"{measured.words}：{reckoned}",
            )
        )
    PersonResult.objects.bulk_create(made)


def rank(appraisal: Appraisal) -> None:
    """Sum up every department anew and say which place it has; in three statements."""
    criteria = list(queries.criteria_of(appraisal))
    values: dict[int, dict[int, Decimal]] = {}
    for score in Score.objects.filter(result__appraisal=appraisal, replaced_at__isnull=True):
        values.setdefault(score.result_id, {})[score.criterion_id] = score.value
    results = list(appraisal.results.all())
    totals = {each.pk: calculations.total(queries.marks_of(criteria, values.get(each.pk, {}))) for each in results}
    ranks = calculations.ranks({pk: total.value for pk, total in totals.items() if total})
    for each in results:
        total = totals[each.pk]
        each.total, each.words = (total.value, total.words) if total else (None, "")
        each.rank = ranks.get(each.pk)
    AppraisalResult.objects.bulk_update(results, ["total", "words", "rank"])


@dataclass(frozen=True)
class ScoreEntry:
    """What somebody gives one department in a criterion; no value takes the score away."""

    result: AppraisalResult
    value: Decimal | None
    note: str = ""
    files: list[Upload] = field(default_factory=list)


@transaction.atomic
def score_departments(*, by: Person, criterion: Criterion, entries: Iterable[ScoreEntry]) -> int:
    """Score several departments in one criterion; returns how many scores changed. Earlier ones stay readable."""
    appraisal = lock(criterion.appraisal)
    asked = appraisal.criteria.get(pk=criterion.pk)
    asked.appraisal = appraisal
    rules.score(by, asked)
    known, changed = queries.scores_in(asked), []
    for entry in entries:
        before = known.get(entry.result.pk)
        if not entry.files and _is_same(before, entry):
            continue
        rules.score_department(by, entry.result.department)
        _check(asked, entry)
        _replace(before)
        if entry.value is not None:
            _keep(asked, entry, by=by)
        changed.append([entry.result.department.code, str(entry.value)])
    rank(appraisal)
    record(appraisal, "score_departments", by=by, criterion=asked.title, scores=changed)
    return len(changed)


def _is_same(before: Score | None, entry: ScoreEntry) -> bool:
    said = (before.value, before.note) if before else (None, "")
    return said == (entry.value, entry.note.strip())


def _check(criterion: Criterion, entry: ScoreEntry) -> None:
    words = {"department": entry.result.department, "points": calculations.plain(criterion.points)}
    if entry.value is None:
        if entry.files or entry.note.strip():
            raise Denied(_("请填写%(department)s的得分，再写理由或交证明材料。") % words)
        return
    if entry.result.appraisal_id != criterion.appraisal_id:
        raise Denied(_("%(department)s不在这次考核中。") % words)
    if not 0 <= entry.value <= criterion.points:
        raise Denied(_("%(department)s的得分须在 0 至 %(points)s 之间。") % words)
    if criterion.kind not in CriterionKind.full() and not entry.note.strip():
        raise Denied(_("给%(department)s加分、扣分须写明依据。") % words)


def _replace(before: Score | None) -> None:
    if before is not None:
        before.replaced_at = timezone.now()
        before.save(update_fields=["replaced_at"])


def _keep(criterion: Criterion, entry: ScoreEntry, *, by: Person) -> None:
    words = _("人工评分 %(value)s（满分 %(points)s）") % {
        "value": f"{entry.value:.2f}",
        "points": calculations.plain(criterion.points),
    }
    arithmetic = {"points": str(criterion.points), "value": str(entry.value)}
    made = Score.objects.create(  # type: ignore[misc]
        result=entry.result,
        criterion=criterion,
        value=entry.value,
        arithmetic=arithmetic,
        words=words,
        note=entry.note.strip(),
        by=by,
    )
    core_services.store_all(entry.files, subject_type="supervision.score", subject_id=made.pk, by=by)


@transaction.atomic
def publish_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Publish what was scored: it is hashed and changes no more but by an appeal. Departments and persons are told."""
    locked = lock(appraisal)
    rules.publish_appraisal(by, locked)
    _compute(locked, by)
    today = timezone.localdate()
    _move(locked, AppraisalVerb.PUBLISH)
    locked.published_by, locked.published_on = by, today
    locked.appeal_until = organization_queries.workdays_after(today, locked.appeal_days)
    locked.sha256 = queries.published_hash(locked)
    core_services.save(locked, by)
    words = _("%(appraisal)s结果已公布，对结果有异议的，请于 %(day)s 前申诉。") % {
        "appraisal": locked,
        "day": locked.appeal_until,
    }
    heads = organization_queries.holders_in(locked.results.values("department"), Action.SIGN)
    measured = Person.objects.filter(appraisal_results__appraisal=locked, is_active=True)
    told = {person.pk: person for person in (*heads, *measured)}
    organization_services.notify(told.values(), kind="supervision.appraisal", text=words, url=locked.get_absolute_url())
    record(locked, "publish_appraisal", by=by, sha256=locked.sha256)
    return locked


@transaction.atomic
def close_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Close it: nothing can be appealed any more and everything was answered."""
    locked = lock(appraisal)
    rules.close_appraisal(by, locked, today=timezone.localdate())
    _move(locked, AppraisalVerb.CLOSE)
    core_services.save(locked, by)
    record(locked, "close_appraisal", by=by)
    return locked


@transaction.atomic
def record_use(
    *,
    by: Person,
    appraisal: Appraisal,
    kind: str,
    what: str,
    handed_to: Department,
    handed_on: date,
    department: Department | None = None,
    person: Person | None = None,
    document_number: str = "",
) -> UseRecord:
    """Record that a result was handed to `handed_to` (人事科) as the basis of a reward and the like (三(三))."""
    locked = lock(appraisal)
    rules.record_use(by, locked)
    if (department is None) == (person is None):
        raise Denied(_("请选择一个部门或一个人。"))
    if not what.strip():
        raise Denied(_("请写明内容。"))
    made = UseRecord.objects.create(
        appraisal=locked,
        kind=kind,
        what=what.strip(),
        handed_to=handed_to,
        handed_on=handed_on,
        department=department,
        person=person,
        document_number=document_number.strip(),
        by=by,
    )
    receivers = organization_queries.holders_in([handed_to.pk], Action.FILE)
    words = _("收到考核结果运用登记：%(use)s") % {"use": made}
    organization_services.notify(receivers, kind="supervision.use", text=words, url=made.get_absolute_url())
    record(locked, "record_use", by=by, kind=str(kind), handed_to=handed_to.code)
    return made


def lock(appraisal: Appraisal) -> Appraisal:
    """The appraisal as it stands, for this transaction alone."""
    locked = Appraisal.objects.select_for_update(of=("self",)).select_related("cycle")
    return locked.get(pk=appraisal.pk)


def record(appraisal: Appraisal, verb: str, *, by: Person, department_code: str = "", **details: Any) -> None:
    """Leave the trail of one verb on an appraisal; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=appraisal,
        department_code=department_code,
        details={"year": appraisal.cycle.year, **details},
    )
