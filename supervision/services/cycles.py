"""A year: planned, opened with each department's next editions, its phases moved, departments urged, closed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import services as control_services
from core import services as core_services
from core.models import Duty
from core.rules import Stale
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person, Post
from organization.roles import Action
from powers import services as power_services
from risks import services as risk_services
from supervision import queries, rules
from supervision.models import Cycle, Participation, Phase, PhaseMove, Urging
from supervision.queries import responsible
from supervision.states.cycles import CYCLE_MOVES, CycleState, CycleVerb, PhaseKind


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
    posts: Mapping[int, Post] | None = None,
    **scheme: str,
) -> Cycle:
    """Plan a year: its phases with dates and the departments that take part, each with the post that answers for it.

    `posts` are by department id; `scheme` holds document_number, goals, leading, demands. Raises `Denied` where the year has a plan.
    """
    core_services.take_turn_at("supervision.cycle")
    rules.plan_cycle(by, year=year)
    cycle = Cycle(year=year, title=title, made_by=by, **scheme)
    core_services.save(cycle, by)
    for entry in phases:
        core_services.save(Phase(cycle=cycle, position=_position(entry.kind), **vars(entry)), by)
    _take_part(cycle, departments, posts or {})
    record(cycle, "plan_cycle", by=by)
    return cycle


def _position(kind: str) -> int:
    return list(PhaseKind).index(PhaseKind(kind)) + 1


def _take_part(cycle: Cycle, departments: Iterable[Department], posts: Mapping[int, Post]) -> None:
    Participation.objects.bulk_create(
        Participation(cycle=cycle, department=each, post=posts.get(each.pk)) for each in departments
    )


@transaction.atomic
def change_cycle(
    *,
    by: Person,
    cycle: Cycle,
    departments: Collection[Department],
    phases: Iterable[PhaseEntry] = (),
    version: int | None = None,
    **scheme: str,
) -> Cycle:
    """Change the scheme's text, who takes part, and of each phase who leads it and its task; of a planned year the phases
    and their dates too (`move_phase` later).

    Departments that leave an open year keep what they filed. Raises `Denied`, or `Stale` since `version`.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    core_services.refuse_stale(locked, version)
    rules.change_cycle(by, locked)
    for name, value in scheme.items():
        setattr(locked, name, value)
    core_services.save(locked, by)
    kept = {each.department_id for each in locked.participations.all()}
    wanted = {each.pk for each in departments}
    locked.participations.exclude(department__in=wanted).delete()
    _take_part(locked, [each for each in departments if each.pk not in kept], {})
    if locked.state == CycleState.PLANNED:
        _change_phases(locked, list(phases), by)
    else:
        _change_duties(locked, {entry.kind: entry for entry in phases}, by)
    record(locked, "change_cycle", by=by, departments=len(wanted))
    return locked


def _change_duties(cycle: Cycle, entries: Mapping[str, PhaseEntry], by: Person) -> None:
    """Who leads a phase and what it asks: its days stay."""
    for phase in cycle.phases.filter(kind__in=entries).order_by("position"):
        entry = entries[phase.kind]
        leader_id = entry.leader.pk if entry.leader else None
        if (phase.leader_id, phase.task) != (leader_id, entry.task):
            phase.leader, phase.task = entry.leader, entry.task
            core_services.save(phase, by)


@transaction.atomic
def name_posts(*, by: Person, cycle: Cycle, posts: Mapping[int, Post | None], seen: str | None = None) -> int:
    """Name the post that answers for each department (by its id) that takes part; returns how many changed.

    Raises `Denied`, or `Stale` where what `responsible.posts_seen` gave as `seen` is no longer so.
    """
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    rules.change_cycle(by, locked)
    if seen not in (None, responsible.posts_seen(locked)):
        url = reverse("supervision:name_posts", args=[locked.pk])
        raise Stale(_("您打开页面之后，参加部门或负责人岗位已由他人修改。请看过新内容再改。"), url=url)
    changed = {}
    for each in locked.participations.select_related("department", "post").order_by("department__path", "pk"):
        post = posts.get(each.department_id, each.post)
        rules.name_post(each, post)
        if post != each.post:
            changed[each.department.code] = [each.post.code if each.post else "", post.code if post else ""]
            each.post = post
            each.save()
    record(locked, "name_posts", by=by, posts=changed)
    return len(changed)


def _change_phases(cycle: Cycle, entries: list[PhaseEntry], by: Person) -> None:
    known = {phase.kind: phase for phase in cycle.phases.all()}
    core_services.erase([phase for kind, phase in known.items() if kind not in {each.kind for each in entries}], by)
    for entry in entries:
        phase = known.get(entry.kind) or Phase(cycle=cycle, kind=entry.kind, position=_position(entry.kind))
        for name, value in vars(entry).items():
            setattr(phase, name, value)
        core_services.save(phase, by)


@transaction.atomic
def open_cycle(*, by: Person, cycle: Cycle) -> Cycle:
    """Open a planned year and have the worker open each department's next editions from those in force (第三阶段)."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    rules.open_cycle(by, locked, today=timezone.localdate())
    _move(locked, CycleVerb.OPEN, by=by)
    _tell_departments(locked, _("%(cycle)s已启动，请按阶段安排办理。") % {"cycle": locked}, locked.get_absolute_url())
    ask_editions(by=by, cycle=locked)
    record(locked, "open_cycle", by=by)
    return locked


def _move(cycle: Cycle, verb: str, *, by: Person) -> None:
    """The one place that assigns a year's state."""
    now = timezone.now()
    cycle.state = CYCLE_MOVES[cycle.state, verb]
    if verb == CycleVerb.OPEN:
        cycle.opened_by, cycle.opened_at = by, now
    else:
        cycle.closed_at = now
    core_services.save(cycle, by)


def _tell_departments(cycle: Cycle, text: str, url: str) -> None:
    departments = cycle.participations.values("department")
    people = organization_queries.holders_in(departments, Action.FILE)
    organization_services.notify(people, kind="supervision.cycle", text=text, url=url)


def ask_editions(*, by: Person, cycle: Cycle) -> Duty:
    """Have the worker open the editions of the year, once."""
    return core_services.ask(
        kind="supervision.open_editions",
        key=f"supervision.open_editions:{cycle.pk}",
        payload={"cycle": cycle.pk, "by": by.pk},
        title=_("%(cycle)s：开新版清单") % {"cycle": cycle},
        by=by,
    )


def open_editions(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Open the next editions of the departments that take part, a department at a time; harmless when run twice.

    A list that is being worked on stays as it is, and what was never in force is not opened by the year.
    """
    cycle, by = Cycle.objects.get(pk=duty.payload["cycle"]), Person.objects.get(pk=duty.payload["by"])
    waiting = queries.editions_to_open(cycle)
    for number, department in enumerate(waiting, start=1):
        phase(_("为%(department)s开新版") % {"department": department.department}, number, len(waiting))
        _open_editions(department, cycle, by)
    return {"result_url": cycle.get_absolute_url()}


def _open_editions(waiting: queries.EditionsToOpen, cycle: Cycle, by: Person) -> None:
    """Each list service is a transaction of its own: what it leaves in the trail holds the trail until its end."""
    department, leads = waiting.department, waiting.is_leadership
    if waiting.powers:
        power_services.open_list(by=by, department=department)
    if waiting.risks:
        risk_services.open_register(by=by, department=department, is_leadership=leads)
    if waiting.controls:
        control_services.open_table(by=by, department=department, is_leadership=leads)
    record(cycle, "open_editions", by=by, department=department.code, is_leadership=leads)


@transaction.atomic
def move_phase(*, by: Person, phase: Phase, from_on: date, to_on: date, reason: str) -> Phase:
    """Move the dates of a phase; both dates before and after stay readable with the reason."""
    locked = Phase.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=phase.pk)
    rules.move_phase(by, locked, from_on=from_on, to_on=to_on, reason=reason)
    PhaseMove.objects.create(
        phase=locked,
        from_on_before=locked.from_on,
        to_on_before=locked.to_on,
        from_on=from_on,
        to_on=to_on,
        reason=reason.strip(),
        by=by,
    )
    locked.from_on, locked.to_on = from_on, to_on
    core_services.save(locked, by, reason=reason)
    if locked.cycle.state == CycleState.OPEN:
        words = {"phase": locked, "start": from_on, "end": to_on, "reason": reason.strip()}
        text = _("“%(phase)s”阶段调整为 %(start)s 至 %(end)s：%(reason)s") % words
        _tell_departments(locked.cycle, text, locked.cycle.get_absolute_url())
    record(locked.cycle, "move_phase", by=by, phase=locked.kind, days=[str(from_on), str(to_on)])
    return locked


@transaction.atomic
def urge(*, by: Person, phase: Phase) -> list[Department]:
    """Urge every department that has not finished the phase, once a day each; returns those urged now.

    Heads and filers get a message that names the phase, its last day and, when it is over, by how much they are late.
    """
    locked = Phase.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=phase.pk)
    today = timezone.localdate()
    rules.urge(by, locked, today=today)
    told = set(Urging.objects.filter(phase=locked, on=today).values_list("department", flat=True))
    behind = [line for line in queries.behind(locked) if line.department.pk not in told]
    text = queries.urging_text(locked, today)
    Urging.objects.bulk_create(
        Urging(phase=locked, department=line.department, text=text, by=by, on=today) for line in behind
    )
    for line in behind:
        people = organization_queries.holders(Action.FILE, line.department)
        organization_services.notify(people, kind="supervision.urge", text=text, url=line.url)
    record(locked.cycle, "urge", by=by, phase=locked.kind, departments=[line.department.code for line in behind])
    return [line.department for line in behind]


@transaction.atomic
def close_cycle(*, by: Person, cycle: Cycle) -> Cycle:
    """Close a year whose phases are over; what is still to be rectified goes on."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    rules.close_cycle(by, locked, today=timezone.localdate())
    _move(locked, CycleVerb.CLOSE, by=by)
    record(locked, "close_cycle", by=by)
    return locked


def record(cycle: Cycle, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a year; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=cycle,
        code=str(cycle.year),
        details={"state": cycle.state, **details},
    )
