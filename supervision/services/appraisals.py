"""An appraisal from its plan to its end: criteria, computing, publishing; and the use of its results."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import services as core_services
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
from supervision.queries import scores as score_queries
from supervision.rules import days as day_rules
from supervision.states.appraisals import APPRAISAL_MOVES, AppraisalVerb

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
    _move(locked, AppraisalVerb.OPEN)
    _compute(locked, by)
    record(locked, "open_appraisal", by=by)
    return locked


@transaction.atomic
def compute_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Compute anew what the system computes; what people scored stays. Who joined the year meanwhile is taken in."""
    locked = lock(appraisal)
    rules.compute_appraisal(by, locked)
    moved = _compute(locked, by)
    record(locked, "compute_appraisal", by=by, **moved)
    return locked


def _move(appraisal: Appraisal, verb: str) -> None:
    """The one place that assigns an appraisal's state."""
    appraisal.state = APPRAISAL_MOVES[appraisal.state, verb]


def _follow_cycle(appraisal: Appraisal) -> dict[str, Any]:
    """A result for each department that joined the year since; one that left it counts no more. Their codes, for the trail."""
    change = score_queries.moved_departments(appraisal)
    AppraisalResult.objects.bulk_create(AppraisalResult(appraisal=appraisal, department=each) for each in change.joined)
    appraisal.results.filter(department__in=change.left).update(left_on=timezone.localdate(), total=None, rank=None)
    appraisal.results.filter(department__in=change.returned).update(left_on=None)
    codes = {name: [each.code for each in departments] for name, departments in vars(change).items()}
    return {name: found for name, found in codes.items() if found}


def _compute(appraisal: Appraisal, by: Person) -> dict[str, Any]:
    moved = _follow_cycle(appraisal)
    results = {each.department_id: each for each in score_queries.counted_results(appraisal)}
    criteria = [each for each in queries.criteria_of(appraisal) if each.formula in queries.known_formulas()]
    Score.objects.filter(criterion__in=criteria, result__in=results.values()).delete()
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
    return moved


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
    standing = Score.objects.filter(result__appraisal=appraisal, replaced_at__isnull=True)
    results = list(appraisal.results.all())
    reckoned = score_queries.reckon(queries.criteria_of(appraisal), results, standing)
    for each in results:
        total = reckoned.totals[each.pk]
        each.total, each.words = (total.value, total.words) if total else (None, "")
        each.rank = reckoned.ranks.get(each.pk)
    AppraisalResult.objects.bulk_update(results, ["total", "words", "rank"])


@transaction.atomic
def publish_appraisal(*, by: Person, appraisal: Appraisal) -> Appraisal:
    """Publish what was scored: it is hashed and changes no more but by an appeal. Departments and persons are told."""
    locked = lock(appraisal)
    rules.publish_appraisal(by, locked)
    moved = _compute(locked, by)
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
    told_of = score_queries.counted_results(locked).values("department")
    heads = organization_queries.holders_in(told_of, Action.SIGN)
    measured = Person.objects.filter(appraisal_results__appraisal=locked, is_active=True)
    told = {person.pk: person for person in (*heads, *measured)}
    organization_services.notify(told.values(), kind="supervision.appraisal", text=words, url=locked.get_absolute_url())
    record(locked, "publish_appraisal", by=by, sha256=locked.sha256, **moved)
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
    day_rules.not_before(handed_on, locked.published_on, what=_("移交日期"), than=_("公布日期"))
    day_rules.not_ahead(handed_on, what=_("移交日期"))
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
