"""Planning and opening a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from core import services as core_services
from organization.models import Department, Person, Post
from supervision.models import Cycle, Participation, Phase
from supervision.states.cycles import CYCLE_MOVES, CycleVerb, PhaseKind


@dataclass(frozen=True)
class PhaseEntry:
    """Dates of one phase, who leads it, what it asks."""

    kind: str
    from_on: date
    to_on: date
    leader: Department | None = None
    task: str = ""


@transaction.atomic
def plan_cycle(
    *,
    by: Person,
    year: int,
    title: str,
    phases: Iterable[PhaseEntry],
    departments: Iterable[Department],
    posts: dict[int, Post] | None = None,
    **scheme: str,
) -> Cycle:
    """Plan a year: its phases with dates and the departments that take part, each with the post that answers for it.

    `posts` are by department id; `scheme` holds document_number, goals, leading, demands.
    """
    cycle = Cycle(year=year, title=title, made_by=by, **scheme)
    core_services.save(cycle, by)
    order = list(PhaseKind)
    for entry in phases:
        core_services.save(Phase(cycle=cycle, position=order.index(PhaseKind(entry.kind)) + 1, **vars(entry)), by)
    Participation.objects.bulk_create(
        Participation(cycle=cycle, department=each, post=(posts or {}).get(each.pk)) for each in departments
    )
    core_services.record(by=by, verb="supervision.plan_cycle", subject=cycle, code=str(year))
    return cycle


@transaction.atomic
def open_cycle(*, by: Person, cycle: Cycle) -> Cycle:
    """Open a planned year."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    locked.state = CYCLE_MOVES[locked.state, CycleVerb.OPEN]
    locked.opened_by, locked.opened_at = by, timezone.now()
    core_services.save(locked, by)
    core_services.record(by=by, verb="supervision.open_cycle", subject=locked, code=str(locked.year))
    return locked
