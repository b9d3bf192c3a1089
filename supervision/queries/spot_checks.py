"""Spot checks a person may see, the points one is drawn from, and how far a year's are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from core.models import Attachment
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person
from risks.models import RiskPoint
from risks.states import Grade, RiskType
from supervision import rules
from supervision.calculations import draws
from supervision.models import ChecklistItem, Cycle, RecordPoint, SpotCheck, SpotCheckRecord
from supervision.states.spot_checks import SPOT_CHECK_MOVES, RecordState, SpotCheckState, SpotCheckVerb


def spot_checks_for(by: Person) -> QuerySet[SpotCheck]:
    """Spot checks `by` may see: all, or those in which a record concerns them."""
    return SpotCheck.objects.filter(rules.checks_seen(by)).select_related("cycle")


def with_progress(checks: QuerySet[SpotCheck]) -> QuerySet[SpotCheck]:
    """Spot checks with how many records each has (`record_count`) and how many are signed (`signed_count`)."""
    signed = Count("records", filter=Q(records__state=RecordState.SIGNED))
    return checks.annotate(record_count=Count("records"), signed_count=signed)


def spot_check_for(by: Person, pk: int) -> SpotCheck | None:
    """One spot check, or None where `by` may not know of it."""
    related = ("population", "frozen_by", "seeded_by", "drawn_by", "made_by")
    return spot_checks_for(by).select_related(*related).filter(pk=pk).first()


def population_of(check: SpotCheck) -> QuerySet[RiskPoint]:
    """Risk points in force in the scope of the plan, without those it leaves out as drawn lately."""
    left_out = lately_drawn(check)
    return _in_scope(check).exclude(lineage__in=left_out).select_related("register__department")


def _in_scope(check: SpotCheck) -> QuerySet[RiskPoint]:
    grades = [grade for grade, weight in check.weights.items() if weight]
    found = RiskPoint.objects.filter(register__state=ListState.IN_FORCE, grade__in=grades)
    if not check.has_leadership:
        found = found.filter(register__is_leadership=False)
    if check.types:
        found = found.filter(type__in=check.types)
    chosen = list(check.departments.values_list("pk", flat=True))
    return found.filter(register__department__in=chosen) if chosen else found


def lately_drawn(check: SpotCheck) -> QuerySet:
    """Lineages of the points drawn in the last spot checks that the plan leaves out."""
    drawn = SpotCheck.objects.filter(state__in=SpotCheckState.has_draw()).order_by("-drawn_at", "-pk")
    last = list(drawn.values_list("pk", flat=True)[: check.excluded_checks])
    return RecordPoint.objects.filter(unit__check_of__in=last).order_by().values("unit__point__lineage")


def excluded_count(check: SpotCheck) -> int:
    """How many points in scope the plan leaves out as drawn lately."""
    return _in_scope(check).filter(lineage__in=lately_drawn(check)).count()


def units_of(check: SpotCheck) -> list[draws.Unit]:
    """The frozen population as the draw takes it."""
    leads = "point__register__is_leadership"
    found = check.units.order_by("code").values_list("code", "grade", "weight", "department__code", leads)
    return [unit_of(*row) for row in found]


def unit_of(code: str, grade: str, weight: int, department: str, is_leadership: bool) -> draws.Unit:  # noqa: FBT001
    """A line of the population: of the leadership's points not even the grade, only what they are drawn by."""
    return draws.Unit(code, draws.NOT_TOLD if is_leadership else grade, weight, department)


@dataclass(frozen=True)
class Tally:
    """How many points of a department (or of all) have each grade, in words, and how many were drawn."""

    name: str
    high: int
    medium: int
    low: int
    total: int
    drawn: int


def population_by_department(check: SpotCheck) -> list[Tally]:
    """The frozen population by department, the last line is the sum; one query."""
    grades = {
        "high": Count("pk", filter=Q(grade=Grade.HIGH)),
        "medium": Count("pk", filter=Q(grade__in=[Grade.MEDIUM, Grade.PENDING])),
        "low": Count("pk", filter=Q(grade=Grade.LOW)),
    }
    rows: Any = (
        check.units.values("department__name", "department__path")
        .order_by("department__path")
        .annotate(total=Count("pk"), drawn=Count("drawn"), **grades)
    )
    names = ("high", "medium", "low", "total", "drawn")
    tallies = [Tally(row["department__name"], *(row[name] for name in names)) for row in rows]
    sums = (sum(getattr(tally, name) for tally in tallies) for name in names)
    return [*tallies, Tally(_("合计"), *sums)] if tallies else []


def preview_of(check: SpotCheck) -> list[tuple[str, int]]:
    """A plan's scope as it stands today: grade in words and how many points have it."""
    counted = dict(
        population_of(check).order_by().values_list("grade").annotate(n=Count("pk")).values_list("grade", "n")
    )
    return [(str(grade.label), counted[grade]) for grade in Grade if grade in counted]


def scope_in_words(check: SpotCheck) -> str:
    """Departments of the plan, the first few by name."""
    names = [str(name) for name in check.departments.order_by("path").values_list("name", flat=True)]
    if not names:
        return _("全部部门")
    return "、".join(names[:8]) + (_("等%(count)d个部门") % {"count": len(names)} if len(names) > 8 else "")


def types_in_words(check: SpotCheck) -> str:
    """Risk types of the plan."""
    names = [str(RiskType(code).label) for code in check.types]
    return "、".join(names) or _("全部类型")


def drawn_points(by: Person, check: SpotCheck) -> QuerySet[RecordPoint]:
    """What was drawn, in the order of the draw, of the records `by` sees."""
    seen = SpotCheckRecord.objects.filter(rules.records_seen(by), check_of=check)
    related = ("unit__point", "record__department", "record__post")
    return RecordPoint.objects.filter(record__in=seen).select_related(*related).order_by("position")


def draw_command(check: SpotCheck) -> str:
    """The command by which anybody draws again, as it is printed."""
    rule = " --each-department" if check.is_each_department else ""
    seed = check.seed.replace("'", "'\\''")
    return f"manage.py draw_spot_check {check.code}.tsv --seed '{seed}' --size {check.size}{rule}"


def story_of_check(check: SpotCheck) -> list[dict[str, Any]]:
    """What became of a spot check, the latest first, for `components/history.html`; one query."""
    words = {(before, after): SpotCheckVerb(verb).label for (before, verb), after in SPOT_CHECK_MOVES.items()}
    return story(check, words, made=_("筹备抽查"), changed=_("修改抽查方案"))


def story(thing: Any, words: dict[tuple[str, str], Any], *, made: str, changed: str) -> list[dict[str, Any]]:
    """The moves of a thing by its history; changes between them by the same person are told once."""
    told: list[dict[str, Any]] = []
    before = ""
    for line in thing.history.select_related("history_user").order_by("history_date", "history_id"):
        did = str(words.get((before, line.state), changed)) if before else made
        who, before = line.history_user or _("系统"), line.state
        if told and (told[-1]["did"], told[-1]["who"]) == (did, who):
            told.pop()
        told.append({"at": line.history_date, "who": who, "did": did, "why": line.history_change_reason or ""})
    return told[::-1]


def may_read_population(attachment: Attachment, by: Person) -> bool:
    """Whoever sees the check, so that they can draw again: codes, grades, weights and departments, no words of a risk."""
    return spot_checks_for(by).filter(pk=attachment.subject_id).exists()


def cycles_to_choose() -> QuerySet[Cycle]:
    return Cycle.objects.order_by("-year")


def departments_to_choose() -> QuerySet[Department]:
    return organization_queries.departments()


def checklist(*, with_retired: bool = False) -> QuerySet[ChecklistItem]:
    """Checklist items by risk type and place."""
    found = ChecklistItem.objects.all()
    return found if with_retired else found.filter(retired_on__isnull=True)


def checklist_item(pk: int) -> ChecklistItem | None:
    return ChecklistItem.objects.filter(pk=pk).first()


def is_asked_already(risk_type: str | None, text: str, *, save: ChecklistItem | None = None) -> bool:
    """Is the same asked of the type by another standing item than `save`?"""
    same = checklist().filter(risk_type=risk_type or "", text=text)
    return (same.exclude(pk=save.pk) if save else same).exists()
