"""Risk points: which a person may see, what they hang on, their opinions."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from core.states import ListState
from organization.models import Person
from powers.models import FlowStep, Power
from powers.states import FlowKind
from risks import calculations
from risks.models import GradeOpinion, GradeRule, RiskPoint, RiskRegister
from risks.queries import access, due
from risks.states import Grade

RELATED = ("register__department", "post__department", "power__power_list", "step", "rule", "review", "filed_by")


def points_for(by: Person) -> QuerySet[RiskPoint]:
    """Points `by` may see, with what their lines and pages read of other tables."""
    own = Q(register__is_leadership=True, post__in=access.own_leadership_posts(by).values("pk"))
    return RiskPoint.objects.filter(access.seen_through_register(by, "register__") | own).select_related(*RELATED)


def points_of(by: Person, register: RiskRegister) -> QuerySet[RiskPoint]:
    """The register's points that `by` may see, marked where their grade is due for review."""
    return due.with_due(points_for(by).filter(register=register))


def current_points(by: Person) -> QuerySet[RiskPoint]:
    """Points in force, and those of editions being worked on for posts whose register is not in force yet."""
    in_force = Q(register__state=ListState.IN_FORCE)
    first = Q(register__state__in=ListState.working(), register__previous__isnull=True)
    return due.with_due(points_for(by).filter(in_force | first))


def point_for(by: Person, pk: int) -> RiskPoint | None:
    """One point, or None where `by` may not know of it."""
    return due.with_due(points_for(by)).filter(pk=pk).first()


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
    opinions = opinions_of(point)
    results = [graded(opinion, point, rule) for opinion in opinions]
    marked = calculations.worst(results)
    return [
        {"opinion": opinion, "graded": result, "is_worst": number == marked}
        for number, (opinion, result) in enumerate(zip(opinions, results, strict=True))
    ]


def missing_of(point: RiskPoint) -> list[str]:
    """What keeps a point's grade at 待定, in words; empty when it is graded."""
    if point.grade != Grade.PENDING:
        return []
    names = {"importance": _("权力重要性"), "frequency": _("行使频率"), "probability": _("发生概率")}
    absent = [label for name, label in names.items() if getattr(point, name) is None]
    return absent or [_("集体评定")]


def steps_for(by: Person, register: RiskRegister | None) -> QuerySet[FlowStep]:
    """Internal steps a point of the register may hang on: of its power list, and others' steps its posts work in."""
    department_id = register.department_id if register else by.department_id
    own = Q(flow__power__power_list=register.power_list_id) if register and register.power_list_id else Q(pk__in=[])
    others = Q(flow__power__power_list__state=ListState.IN_FORCE, post__department=department_id)
    return (
        FlowStep.objects.filter(own | others, flow__kind=FlowKind.INTERNAL)
        .select_related("flow__power", "post")
        .order_by("flow__power__code", "number", "id")
    )


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
