"""Editions of the departments' powers: which a person may see, which is worked on, which is in force."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from approvals.states import REVIEW_ACTIONS
from core.registry import Edition, registry
from core.states import ListState, RowChange
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from organization.states import PersonKind
from powers.models import Power, PowerList

Scope = tuple[int, bool]
"""Whose list: the department's key, and whether it is the leadership's."""


def seen_through_list(by: Person) -> Q:
    """The condition on an edition under which `by` sees all of it.

    Drafts: where the person's role opens them, and who signs for the head. Under review: also those who decide it or
    give the secrecy opinion, a stand-in like the holder. In force and superseded: also the own department and those
    who may see all that is in force.
    """
    drafts = queries.departments_for(by, Action.SEE_DRAFTS).values("pk")
    in_force = queries.departments_for(by, Action.SEE_ALL_IN_FORCE).values("pk")
    deciding = queries.departments_acting_for(by, *REVIEW_ACTIONS, Action.DECIDE).values("pk")
    signing = queries.departments_acting_for(by, Action.SIGN).values("pk")
    own = Q(department=by.department_id) & queries.is_business(by)
    return (
        Q(department__in=drafts)
        | Q(Q(department__in=in_force) | own, state__in=ListState.was_in_force())
        | Q(department__in=deciding, state=ListState.IN_REVIEW)
        | Q(department__in=signing, state__in=ListState.working())
    )


def lists_for(by: Person) -> QuerySet[PowerList]:
    """Editions `by` may see, with how many powers each holds (`power_count`)."""
    counted = Power.objects.filter(power_list=OuterRef("pk")).order_by().values("power_list")
    return (
        PowerList.objects.filter(seen_through_list(by))
        .select_related("department", "previous")
        .annotate(power_count=Subquery(counted.annotate(n=Count("pk")).values("n")))
    )


def list_for(by: Person, pk: int) -> PowerList | None:
    """One edition, or None where `by` may not know of it."""
    return lists_for(by).filter(pk=pk).first()


def editions_beside(by: Person, pk: int) -> list[PowerList]:
    """The edition `pk` and all others of its department that `by` may see, the latest first, each with `is_fileable`.

    Empty where `by` may not know of any.
    """
    same = PowerList.objects.filter(pk=pk).values("department")
    rows = lists_for(by).filter(department__in=same).annotate(is_fileable=is_fileable(by, "department"))
    return list(rows.order_by("-year", "-number", "-id"))


def is_fileable(by: Person, department: str) -> Exists:
    """An annotation: may `by` file for the department reached by the path `department`?"""
    return Exists(queries.departments_to_file(by).order_by().filter(pk=OuterRef(department)))


def working_list(department: Department) -> PowerList | None:
    """The edition being worked on, whoever asks: for services and loading."""
    return PowerList.objects.working().filter(department=department).first()


def editions_to_open(scopes: Iterable[Scope], *, kind: str) -> dict[Scope, tuple[int, int]]:
    """Year and number of the next edition of a list of `kind`, so that lists of one edition go together; by scope.

    It is the edition of another of the department's lists that is being worked on, where this kind has none of it
    yet; else one above every edition of any of its lists this year.
    """
    found: dict[Scope, list[tuple[str, Edition]]] = {scope: [] for scope in scopes}
    for handler in registry.handlers():
        for edition in handler.editions(department_id for department_id, _is_leadership in found):
            found.get((edition.department_id, edition.is_leadership), []).append((handler.kind, edition))
    return {scope: _next_edition(editions, kind) for scope, editions in found.items()}


def _next_edition(found: Sequence[tuple[str, Edition]], kind: str) -> tuple[int, int]:
    own = {(edition.year, edition.number) for of_kind, edition in found if of_kind == kind}
    joined = {(edition.year, edition.number) for _kind, edition in found if edition.is_worked_on} - own
    if joined:
        return max(joined)
    year = timezone.localdate().year
    return year, max((edition.number for _kind, edition in found if edition.year == year), default=0) + 1


def is_on_behalf(by: Person, department: Department) -> bool:
    """Does `by` file for a department that is not theirs (代录)?"""
    return by.kind != PersonKind.SYSTEM and not queries.may(by, Action.FILE, department)


def marked(rows: QuerySet[Power], power_list: PowerList) -> QuerySet[Power]:
    """Powers of an edition with how each stands against the one before (`change`, a `RowChange`)."""
    if power_list.previous_id is None:
        return rows.annotate(change=Value(RowChange.NEW, output_field=CharField()))
    before = Power.objects.filter(power_list=power_list.previous_id, lineage=OuterRef("lineage"))
    return rows.annotate(before_hash=Subquery(before.values("content_hash")[:1])).annotate(
        change=Case(
            When(before_hash__isnull=True, then=Value(RowChange.NEW)),
            When(before_hash=F("content_hash"), then=Value(RowChange.SAME)),
            default=Value(RowChange.CHANGED),
            output_field=CharField(),
        )
    )


def removed_powers(power_list: PowerList) -> QuerySet[Power]:
    """Powers of the edition before that this one no longer has."""
    kept = Power.objects.filter(power_list=power_list, lineage=OuterRef("lineage"))
    return Power.objects.filter(~Exists(kept), power_list=power_list.previous_id).order_by("code", "id")


def change_counts(power_list: PowerList) -> dict[str, int]:
    """How many powers are new, changed and the same against the edition before."""
    rows: QuerySet[Any] = marked(Power.objects.filter(power_list=power_list), power_list)
    counts: dict[str, int] = dict.fromkeys([RowChange.NEW, RowChange.CHANGED, RowChange.SAME], 0)
    return counts | dict(rows.order_by().values("change").annotate(n=Count("pk")).values_list("change", "n"))
