"""Tenures of key posts against the posts' limits: due when, what is planned, what waits for a handover (part 二(四))."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import calculations
from controls.models import Rotation
from controls.queries import duties
from controls.states import DUE_SOON_DAYS, RotationDue, RotationState
from core.registry import Task, TaskGroup
from organization import queries as organization_queries
from organization.models import Person, Tenure
from organization.roles import Action

PLACES = (Action.PLAN_ROTATION, Action.SEE_OVERVIEW, Action.SIGN, Action.OVERSEE)
"""Who holds one of these for a post's department sees its tenures."""


@dataclass(frozen=True)
class DueRotation:
    """A running tenure of a key post with the day by which the post changes hands, deferral counted in."""

    tenure: Tenure
    due_on: date

    @property
    def url(self) -> str:
        return reverse("controls:rotation", args=[self.tenure.pk])


def key_tenures() -> QuerySet[Any]:
    """Tenures of key posts, and what is under way of a post that is no longer one, with `due_key`, `due_state`, and of what is planned `progress`, `planned_on`, `until`,
    `successor`: whose they are, whoever asks."""
    today = timezone.localdate()
    live = Q(rotations__isnull=False) & ~Q(rotations__state=RotationState.CANCELLED)
    open_ones = Rotation.objects.filter(tenure=OuterRef("pk")).exclude(
        state__in=[RotationState.DONE, RotationState.CANCELLED]
    )
    found = Tenure.objects.filter(Q(post__is_key=True) | Exists(open_ones))
    found = found.annotate(plan=FilteredRelation("rotations", condition=live))
    planned = {
        "progress": F("plan__state"),
        "planned_on": F("plan__planned_on"),
        "until": F("plan__until"),
        "successor": F("plan__successor__name"),
    }
    found = found.annotate(**planned, due_key=_due_key())
    return found.annotate(due_state=_due_state(today)).select_related("person", "post__department")


def _due_key() -> Case:
    """The due day as `calculations.key_of` has it: years are added alike by every database."""
    limit = _key("from_on", ExtractYear("from_on") + F("post__rotation_years"))
    return Case(
        When(plan__until__isnull=False, then=_key("plan__until", ExtractYear("plan__until"))),
        default=limit,
        output_field=IntegerField(),
    )


def _key(field: str, year: Any) -> Any:
    return year * 10_000 + ExtractMonth(field) * 100 + ExtractDay(field)


def _due_state(today: date) -> Case:
    soon = calculations.key_until(today + timedelta(days=DUE_SOON_DAYS))
    states = {
        RotationDue.ENDED: Q(to_on__lt=today),
        RotationDue.UNLIMITED: Q(due_key__isnull=True),
        RotationDue.OVERDUE: Q(due_key__lt=calculations.key_of(today)),
        RotationDue.DUE_SOON: Q(due_key__lte=soon),
    }
    whens = [When(condition, then=Value(str(state))) for state, condition in states.items()]
    return Case(*whens, default=Value(str(RotationDue.NOT_DUE)), output_field=CharField())


def due_on(tenure: Any) -> date | None:
    """The day by which the post of one of `key_tenures` changes hands."""
    return calculations.due_on(tenure.from_on, tenure.post.rotation_years, until=tenure.until)


def rotations_for(by: Person) -> QuerySet[Any]:
    """Tenures of key posts that `by` may see: where they plan, oversee, head or see the whole, their own, those whose
    handover they check."""
    business = organization_queries.is_business(by)
    seen = (Q(person=by) | Q(plan__overseer=by)) & business
    for action in PLACES:
        seen |= Q(post__department__in=organization_queries.departments_for(by, action).values("pk"))
    return key_tenures().filter(seen)


def _running() -> Q:
    today = timezone.localdate()
    return Q(Q(to_on__isnull=True) | Q(to_on__gte=today), from_on__lte=today)


def rotations_shown(by: Person, *, with_ended: bool) -> QuerySet[Any]:
    """Tenures that run or wait for their handover check; those rotated before only where they are asked for."""
    shown = _running() | Q(plan__state=RotationState.UNDER_HANDOVER)
    if with_ended:
        shown |= Q(plan__state=RotationState.DONE)
    return rotations_for(by).filter(shown)


def rotation_counts(by: Person) -> dict[str, int]:
    """How many of the tenures `by` sees are `overdue`, `due_soon` and `unlimited`, `planned`, `deferred`, under
    handover (`waiting`)."""
    states = (RotationDue.OVERDUE, RotationDue.DUE_SOON, RotationDue.UNLIMITED)
    progress = {"planned": "planned", "deferred": "deferred", "waiting": "under_handover"}
    counted = {str(state): Count("pk", filter=Q(due_state=state)) for state in states}
    counted |= {name: Count("pk", filter=Q(plan__state=state)) for name, state in progress.items()}
    return rotations_shown(by, with_ended=False).aggregate(**counted)


def rotation_tenure(by: Person, pk: int) -> Any:
    """One tenure of a key post, or None where `by` may not know of it."""
    return rotations_for(by).filter(pk=pk).first()


def rotation_of(tenure: Tenure) -> Rotation:
    """What is planned for the tenure or was carried out; a new one, not saved, where there is nothing."""
    related = ("successor", "overseer", "decided_by", "checked_by")
    kept = Rotation.objects.filter(tenure=tenure).exclude(state=RotationState.CANCELLED).select_related(*related)
    found = kept.first()
    if found is None:
        return Rotation(tenure=tenure)
    found.tenure = tenure
    return found


def rotations_due(on: date) -> list[DueRotation]:
    """Running tenures of key posts due by `on`, the earliest first, in one query; those deferred count by their new day."""
    found = key_tenures().filter(_running(), to_on__isnull=True, due_key__lte=calculations.key_until(on))
    found = found.filter(post__is_key=True, post__retired_on__isnull=True)
    due = ((tenure, due_on(tenure)) for tenure in found.order_by("due_key", "id"))
    return [DueRotation(tenure, day) for tenure, day in due if day is not None]


def successors(tenure: Tenure) -> QuerySet[Person]:
    """Who may be named: active people but who holds the post today."""
    holding = organization_queries.running_tenures().filter(post=tenure.post_id).order_by().values("person")
    return organization_queries.people().exclude(pk__in=holding).exclude(pk=tenure.person_id)


def successor_conflicts(tenure: Tenure, successor: Person | None) -> list[str]:
    """What would stand together in one hand if the successor took the post beside those they hold; warnings."""
    if successor is None:
        return []
    return [sighting.title for sighting in duties.would_meet(successor, tenure.post)]


def handover_tasks(by: Person) -> TaskGroup:
    """Handovers that wait for `by` as 监交人, in one query."""
    related = ("tenure__post__department", "tenure__person", "successor")
    waiting = Rotation.objects.filter(overseer=by, state=RotationState.UNDER_HANDOVER).select_related(*related)
    tasks = tuple(
        Task(
            what=_("交接检查：%(post)s") % {"post": rotation.tenure.post},
            who=f"{rotation.tenure.person} → {rotation.successor}",
            url=rotation.get_absolute_url(),
            since=rotation.carried_out_on,
        )
        for rotation in waiting.order_by("carried_out_on", "id")[:20]
    )
    return TaskGroup(_("待完成的交接检查"), tasks)
