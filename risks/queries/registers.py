"""Risk registers by edition: which there are, what they rest on, how their points are counted."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from core.states import ListState
from organization.models import Department, Person
from organization.roles import Action
from powers.models import PowerList
from risks import calculations
from risks.models import CollectiveReview, GradeRule, RiskPoint, RiskRegister
from risks.queries import access, grading
from risks.rules import scopes
from risks.states import Grade, RiskType


def registers_for(by: Person) -> QuerySet[RiskRegister]:
    """Registers `by` may see, with how many points and how many 高 and 待定 each holds."""
    leading = Q(Q(Exists(scopes.at_root(by, Action.FILE_LEADERSHIP))), is_leadership=True)
    counted = RiskPoint.objects.filter(register=OuterRef("pk")).order_by().values("register").annotate(n=Count("pk"))
    return (
        RiskRegister.objects.filter(access.seen_through_register(by) | leading)
        .select_related("department", "previous", "power_list")
        .annotate(
            point_count=Coalesce(Subquery(counted.values("n")), 0),
            high_count=Coalesce(Subquery(counted.filter(grade=Grade.HIGH).values("n")), 0),
            pending_count=Coalesce(Subquery(counted.filter(grade=Grade.PENDING).values("n")), 0),
        )
    )


def registers_in_force(by: Person) -> QuerySet[RiskRegister]:
    """Registers in force that `by` sees whole, by department."""
    found = RiskRegister.objects.filter(access.seen_through_register(by), state=ListState.IN_FORCE)
    return found.select_related("department").order_by("department__path", "pk")


def register_for(by: Person, pk: int) -> RiskRegister | None:
    """One register with the editions of its kind that `by` may see (`editions`, the latest first), or None.

    Each says whether `by` sees every point in it (`is_seen_whole`).
    """
    asked = RiskRegister.objects.filter(pk=pk)
    same = {"department__in": asked.values("department_id"), "is_leadership__in": asked.values("is_leadership")}
    is_whole = Case(When(access.seen_through_register(by), then=Value(True)), default=Value(False))
    rows = registers_for(by).annotate(is_seen_whole=is_whole).filter(**same)
    editions = list(rows.order_by("-year", "-number", "-id"))
    found = next((edition for edition in editions if edition.pk == pk), None)
    if found is not None:
        found.editions = editions  # type: ignore[attr-defined]
    return found


def register_of(department_id: int, *, is_leadership: bool = False) -> QuerySet[RiskRegister]:
    """All editions of a department's register, whoever asks: for services and for lists that rest on it."""
    return RiskRegister.objects.filter(department=department_id, is_leadership=is_leadership)


def working_register(department: Department, *, is_leadership: bool = False) -> RiskRegister | None:
    """The edition being worked on, whoever asks."""
    return register_of(department.pk, is_leadership=is_leadership).filter(state__in=ListState.working()).first()


def in_force_register(department: Department, *, is_leadership: bool = False) -> RiskRegister | None:
    """The edition in force, whoever asks."""
    return register_of(department.pk, is_leadership=is_leadership).filter(state=ListState.IN_FORCE).first()


def stand_on_post(post_id: int) -> bool:
    """Do points of registers that are worked on or in force stand on the post?"""
    states = [*ListState.working(), ListState.IN_FORCE]
    return RiskPoint.objects.filter(post=post_id, register__state__in=states).exists()


def base_list(department: Department, *, is_leadership: bool) -> PowerList | None:
    """The power list a new register rests on: the one being worked on, else the one in force."""
    return None if is_leadership else base_lists([department.pk]).get(department.pk)


def base_lists(department_ids: Iterable[int]) -> dict[int, PowerList]:
    """`base_list` of each department that has one, by its key."""
    states = [*ListState.working(), ListState.IN_FORCE]
    found = PowerList.objects.filter(department__in=set(department_ids), state__in=states)
    worked_on_last = sorted(found, key=lambda power_list: power_list.state != ListState.IN_FORCE)
    return {power_list.department_id: power_list for power_list in worked_on_last}


def is_base_stale(register: RiskRegister) -> bool:
    """Does the register rest on another power list than it would if opened today?"""
    if not register.is_editable:
        return False
    base = base_list(register.department, is_leadership=register.is_leadership)
    return base is not None and base.pk != register.power_list_id


def lost_anchors(register: RiskRegister) -> QuerySet[RiskPoint]:
    """Points whose power or step is gone from the list the register rests on, or from its owner's list in force."""
    own = Q(pk__in=[]) if register.is_leadership else Q(power__power_list__department=register.department_id)
    is_gone = own & ~Q(power__power_list=register.power_list_id) if register.power_list_id else Q(pk__in=[])
    abolished = ~own & Q(power__power_list__state=ListState.SUPERSEDED)
    elsewhere = Q(step__isnull=False) & ~Q(step__flow__power=F("power"))
    found = register.points.filter(power__isnull=False).filter(is_gone | abolished | elsewhere)
    return found.select_related("power", "step", "post").order_by("code", "id")


def reviews_of(register: RiskRegister) -> QuerySet[CollectiveReview]:
    """Collective reviews recorded for the register, the latest first."""
    return register.reviews.select_related("recorded_by").prefetch_related("present").order_by("-held_on", "-id")


def census(points: QuerySet[RiskPoint]) -> dict[str, Any]:
    """Numbers of points by `grade` and `type` as (code, label, number), the `matrix`, and `post_grades`; one query."""
    names = ("grade", "type", "importance", "probability", "total", "post__code", "post__name", "rule")
    rows = list(points.order_by().values(*names).annotate(n=Count("pk")))
    rules = grading.rules_by_id()
    return {
        "grade": [(str(code), str(label), _sum(rows, grade=code)) for code, label in Grade.choices],
        "type": [(str(code), str(label), _sum(rows, type=code)) for code, label in RiskType.choices],
        "matrix": _matrix([row for row in rows if row["total"] is not None], rules[None]),
        "post_grades": _post_grades(rows, rules),
    }


def _sum(rows: list[dict[str, Any]], **wanted: Any) -> int:
    return sum(row["n"] for row in rows if all(row[name] == value for name, value in wanted.items()))


def _matrix(rows: list[dict[str, Any]], rule: GradeRule) -> list[dict[str, Any]]:
    """Importance × probability, importance falling: rows of five cells with their number of points."""
    return [
        {
            "importance": importance,
            "cells": [
                {
                    "importance": importance,
                    "probability": probability,
                    "count": _sum(rows, importance=importance, probability=probability),
                    "weight": calculations.weight_of(importance, probability, rule),
                }
                for probability in range(1, 6)
            ],
        }
        for importance in range(5, 0, -1)
    ]


def _post_grades(rows: list[dict[str, Any]], rules: dict[int | None, GradeRule]) -> list[dict[str, Any]]:
    """Each post with points and its own grade, in the order of the posts' codes."""
    by_post: dict[tuple[str, str], list[tuple[str, int | None]]] = {}
    for row in rows:
        by_post.setdefault((row["post__code"], row["post__name"]), []).extend([(row["grade"], row["rule"])] * row["n"])
    return [
        {"code": code, "name": name, "graded": grading.post_graded(graded, rules)}
        for (code, name), graded in sorted(by_post.items())
    ]


def register_to_be(department: Department, *, is_leadership: bool) -> RiskRegister:
    """The register that filing would open, not saved: for the choices of a form before the first point."""
    base = base_list(department, is_leadership=is_leadership)
    return RiskRegister(department=department, is_leadership=is_leadership, power_list=base)
