"""Risk points: which a person may see, what they hang on, their opinions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from approvals import queries as approvals_queries
from approvals.models import Correction
from core.registry import registry
from core.states import ListState
from organization.models import Person
from powers.models import FlowStep, Power
from powers.states import FlowKind
from risks import calculations
from risks.models import CollectiveReview, GradeOpinion, GradeRule, RiskPoint, RiskRegister
from risks.queries import access, anchors, contents, due, grading, registers
from risks.rules import scopes
from risks.states import Grade

LISTED = (
    "code description manifestation type finder grade total grade_basis grade_confirmed_on "
    "post__name post__department__name power__name step__number step__name"
).split()
"""What the columns of a list read; the rest of these wide tables would cost a third of its time."""
RELATED = ("register__department", "post__department", "power__power_list", "step", "rule", "review", "filed_by")


def points_for(by: Person) -> QuerySet[RiskPoint]:
    """Points `by` may see, with what their lines and pages read of other tables."""
    leadership = RiskRegister.objects.filter(is_leadership=True)
    own = Q(register__in=leadership.values("pk"), post__in=scopes.own_leadership_posts(by).values("pk"))
    seen = RiskRegister.objects.filter(access.seen_through_register(by)).values("pk")
    return RiskPoint.objects.filter(Q(register__in=seen) | own).select_related(*RELATED)


def points_in(by: Person, register: RiskRegister) -> QuerySet[RiskPoint]:
    """The points that `by` may see of a register that `by` may see (`register_for`)."""
    found = RiskPoint.objects.filter(register=register).select_related(*RELATED)
    if sees_all_of(by, register):
        return found
    return found.filter(post__in=scopes.own_leadership_posts(by).values("pk"))


def lost_for(by: Person, register: RiskRegister) -> QuerySet[RiskPoint]:
    """Of the points that `by` may see of the register, those whose anchor has no match."""
    return registers.lost_anchors(register).filter(pk__in=points_in(by, register).values("pk"))


def reviews_for(by: Person, register: RiskRegister) -> QuerySet[CollectiveReview]:
    """Collective reviews of the register for whom sees all of it: they speak of every point."""
    found = registers.reviews_of(register)
    return found if sees_all_of(by, register) else found.none()


def corrections_for(by: Person, register: RiskRegister) -> list[Correction]:
    """What was put right in the wording of the register's points, of those `by` sees."""
    keys = None
    if not sees_all_of(by, register):
        keys = {str(lineage) for lineage in points_in(by, register).values_list("lineage_id", flat=True)}
    return approvals_queries.own_corrections(registry.list_handlers["risks"], register, keys=keys)


def approval_of_register(
    by: Person, register: RiskRegister, *, is_latest: bool = False
) -> approvals_queries.Approval | None:
    """Under what a register in force stands; None before. `is_latest` as for `approval_of`."""
    if register.in_force_at is None:
        return None
    return approvals_queries.approval_of_list(
        register,
        kind="risks",
        draft=None if is_latest else _drafts_beside(by, register).first(),
        corrections=corrections_for(by, register),
    )


def sees_all_of(by: Person, register: RiskRegister) -> bool:
    """Does `by`, who may see the register, see every point in it? A leader sees only their own in the leadership's.

    Asked of the database unless `register_for` has read it along with the register, for the same person.
    """
    if not register.is_leadership:
        return True
    if hasattr(register, "is_seen_whole"):
        return register.is_seen_whole
    return RiskRegister.objects.filter(access.seen_through_register(by), pk=register.pk).exists()


def current_points(by: Person) -> QuerySet[RiskPoint]:
    """Points in force, and those of editions being worked on for posts whose register is not in force yet."""
    return listed(_current(by))


def former_points(by: Person) -> QuerySet[RiskPoint]:
    """Points of every edition that is or was in force."""
    return listed(points_for(by).filter(register__state__in=ListState.was_in_force()))


def listed(points: QuerySet[RiskPoint]) -> QuerySet[RiskPoint]:
    """The same points with the columns of a list alone."""
    return points.select_related(None).select_related("post__department", "power", "step").only(*LISTED)


def _current(by: Person) -> QuerySet[RiskPoint]:
    first = Q(state__in=ListState.working(), previous__isnull=True)
    current = RiskRegister.objects.filter(Q(state=ListState.IN_FORCE) | first)
    return points_for(by).filter(register__in=current.values("pk"))


def marks_of_steps(power: Power, by: Person) -> dict[int, dict[str, int]]:
    """Step number → grade → how many current points live in that step of the power's internal chart, for `by`."""
    same = FlowStep.objects.filter(flow__power=power, flow__kind=FlowKind.INTERNAL, lineage=OuterRef("step_lineage"))
    counted = (
        _current(by)
        .filter(power_lineage=power.lineage_id)
        .order_by()
        .annotate(step_number=Subquery(same.values("number")[:1]))
        .filter(step_number__isnull=False)
        .values_list("step_number", "grade")
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for number, grade, count in counted:
        found.setdefault(number, {})[grade] = count
    return found


def point_for(by: Person, pk: int) -> RiskPoint | None:
    """One point, or None where `by` may not know of it.

    With whether `by` may open its power (`is_power_open`), read the opinions on it and how it came to be
    (`is_discussion_open`).
    """
    is_open = Case(When(access.discussed_before(by), then=Value(True)), default=Value(False))
    found = due.with_due(points_for(by)).annotate(is_power_open=anchors.open_power(by), is_discussion_open=is_open)
    return found.select_related("step__post", "heard_by").filter(pk=pk).first()


def all_points(register: RiskRegister) -> QuerySet[RiskPoint]:
    """Every point of a register, whoever asks: for services, checks and the lists that rest on it."""
    return register.points.select_related(*RELATED).order_by("code", "id")


def opinions_of(point: RiskPoint) -> list[GradeOpinion]:
    """Opinions on a point in the order they were given."""
    return list(point.opinions.select_related("by").order_by("at", "id"))


def graded(opinion: GradeOpinion, point: RiskPoint, rule: GradeRule) -> calculations.Graded:
    """What an opinion comes to under the rule, with the floor of the point's step."""
    floor = anchor_floor(point.power, point.step)
    if opinion.grade:
        return calculations.entered(opinion.grade, rule=rule, **floor)
    return calculations.grade(opinion.importance, opinion.frequency, opinion.probability, rule=rule, **floor)


def anchor_floor(power: Power | None, step: FlowStep | None) -> dict[str, Any]:
    """What the floor asks of a point's anchor."""
    return {"is_major": bool(power and power.is_major), "focus": step.focus if step else "none"}


def opinions_beside(point: RiskPoint, rule: GradeRule) -> list[dict[str, Any]]:
    """Opinions beside each other (`opinion`, `graded`, `is_worst`): the one that counts is marked."""
    return beside(opinions_of(point), point, rule)


def beside(opinions: list[GradeOpinion], point: RiskPoint, rule: GradeRule) -> list[dict[str, Any]]:
    """Opinions at hand beside each other."""
    results = [graded(opinion, point, rule) for opinion in opinions]
    marked = calculations.worst(results)
    return [
        {"opinion": opinion, "graded": result, "is_worst": number == marked}
        for number, (opinion, result) in enumerate(zip(opinions, results, strict=True))
    ]


def opinion_by(by: Person, point: RiskPoint) -> GradeOpinion | None:
    """The opinion `by` gave on the point."""
    return point.opinions.filter(by=by).order_by("id").first()


def earlier_opinions(point: RiskPoint) -> list[GradeOpinion]:
    """Opinions given on the point in its edition before: shown, not counted."""
    if point.register.previous_id is None:
        return []
    before = GradeOpinion.objects.filter(point__register=point.register.previous_id, point__lineage=point.lineage_id)
    return list(before.select_related("by").order_by("at", "id"))


def approval_of(by: Person, point: RiskPoint, *, is_latest: bool = False) -> approvals_queries.Approval | None:
    """How the point as its page shows it stands to what was approved.

    `is_latest` says that no edition is being worked on, as who may open the next one knows.
    """
    rows = {str(point.lineage_id): contents.content_of(point)}
    drafts: Iterable[RiskRegister] = () if is_latest else _drafts_beside(by, point.register)
    return approvals_queries.approval_of(point.register, kind="risks", rows=rows, drafts=drafts)


def _drafts_beside(by: Person, register: RiskRegister) -> QuerySet[RiskRegister]:
    """The editions being worked on of the same department's or the leadership's register that `by` may see."""
    same = registers.registers_for(by).filter(department=register.department_id, is_leadership=register.is_leadership)
    return same.filter(state__in=ListState.working()).order_by("-id")


def missing_of(point: RiskPoint) -> list[str]:
    """What keeps a point's grade at 待定, in words; empty when it is graded."""
    if point.grade != Grade.PENDING:
        return []
    names = {"importance": _("权力重要性"), "frequency": _("行使频率"), "probability": _("发生概率")}
    absent = [label for name, label in names.items() if getattr(point, name) is None]
    return absent or [_("集体评定")]


def powers_to_rest_on(register: RiskRegister, lineages: Iterable[Any]) -> dict[Any, Power]:
    """The power row to anchor to now for each lineage: of the register's base, else another department's in force,
    else one it is working on.
    """
    base = register.power_list
    states = [ListState.IN_FORCE, *ListState.working()]
    others = Q(power_list__state__in=states)
    if not register.is_leadership:
        others &= ~Q(power_list__department=register.department_id)
    found = Power.objects.filter(Q(power_list=base) | others, lineage__in=set(lineages))
    order = {state: position for position, state in enumerate(states)}
    rows = sorted(found.select_related("power_list"), key=lambda row: order.get(row.power_list.state, 9), reverse=True)
    chosen = {row.lineage_id: row for row in rows}
    return chosen | {row.lineage_id: row for row in rows if base and row.power_list_id == base.pk}


def steps_of_powers(powers: Iterable[Power], lineages: Iterable[Any]) -> dict[tuple[int, Any], FlowStep]:
    """Internal steps of the powers by (power id, step lineage)."""
    found = FlowStep.objects.filter(
        flow__power__in=list(powers), flow__kind=FlowKind.INTERNAL, lineage__in=set(lineages)
    ).select_related("flow")
    return {(step.flow.power_id, step.lineage_id): step for step in found}


def answers_for(point: RiskPoint) -> str:
    """Who answers for a point of its grade, by the rule it was graded by; empty for 待定."""
    return grading.answers_of(point.rule or grading.rule_in_force(), point.grade)


def preview(point: RiskPoint, opinion: GradeOpinion | None) -> dict[str, Any]:
    """What one's own opinion comes to (`preview`), as the form starts."""
    rule = grading.rule_in_force()
    empty = calculations.grade(None, None, None, rule=rule)
    return {"preview": graded(opinion, point, rule) if opinion else empty, "rule": rule}


def preview_of(by: Person, point: RiskPoint, said: dict[str, Any], anchor: str | None) -> dict[str, Any]:
    """What scores not saved yet come to, at the anchor chosen in the form (`step:ID`), else the point's own."""
    rule = grading.rule_in_force()
    floor = anchor_floor(point.power, point.step) if anchor is None else _floor_of(by, anchor)
    scores = (said.get("importance"), said.get("frequency"), said.get("probability"))
    if said.get("grade"):
        return {"preview": calculations.entered(said["grade"], rule=rule, **floor), "rule": rule}
    return {"preview": calculations.grade(*scores, rule=rule, **floor), "rule": rule}


def _floor_of(by: Person, anchor: str) -> dict[str, Any]:
    """The floor of a step that `by` may see; any other text is no step."""
    kind, _colon, pk = anchor.partition(":")
    is_step = kind == "step" and pk.isascii() and pk.isdigit() and len(pk) < 12
    step = anchors.step_for(by, int(pk)) if is_step else None
    return anchor_floor(step.flow.power if step else None, step)
