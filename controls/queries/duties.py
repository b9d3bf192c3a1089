"""The structures that separation of duties is read from, and what is found in them, in words (part 二(四))."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from controls import calculations
from controls.states import ConflictKind
from core.states import ListState
from organization import queries as organization_queries
from organization.models import Department, Person, Post, RoleGrant, Tenure
from organization.roles import Role
from organization.states import BusinessArea
from powers.models import FlowLink, FlowStep, Power
from powers.states import FlowKind, StepFunction

NAMES_SHOWN = 3
"""So many posts or departments of a person are named in a title, then 等."""


@dataclass(frozen=True)
class Sighting:
    """A conflict as it stands in the structures: what `DutyConflict` keeps of it."""

    kind: str
    severity: str
    title: str
    path: list[dict[str, Any]]
    department_id: int
    power: Power | None = None
    post_id: int | None = None
    person_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same thing in every edition and at every detection."""
        lineage = self.power.lineage_id if self.power else ""
        return f"{self.kind}|{lineage}|{self.post_id or ''}|{self.person_id or ''}"


@dataclass(frozen=True)
class Held:
    """Posts, who holds them today, and what these people are called."""

    posts: dict[int, Post]
    holders: dict[int, list[int]]
    people: dict[int, str]


def sightings() -> list[Sighting]:
    """All conflicts of today: of the powers in force, and of the division of leaders' work; nine queries in all."""
    return [*power_sightings(Power.objects.filter(power_list__state=ListState.IN_FORCE)), *leader_sightings()]


def power_sightings(powers: QuerySet[Power]) -> list[Sighting]:
    """Conflicts in the internal charts of `powers`, by code; five queries, however many there are."""
    by_id = {power.pk: power for power in powers.select_related("power_list").order_by("code", "id")}
    if not by_id:
        return []
    charts = _charts(by_id)
    held = _held(Q(pk__in={step.post for chart in charts for step in chart.steps}))
    found = calculations.of_functions(charts, held.holders)
    return [_of_power(each, by_id[each.power], held) for each in found]


def would_meet(person: Person, post: Post) -> list[Sighting]:
    """Conflicts in the powers in force that `person` would make by taking `post` beside the posts held today."""
    steps = FlowStep.objects.filter(flow__kind=FlowKind.INTERNAL, post=post).order_by().values("flow__power")
    found = Power.objects.filter(power_list__state=ListState.IN_FORCE, pk__in=steps).select_related("power_list")
    by_id = {power.pk: power for power in found.order_by("code", "id")}
    if not by_id:
        return []
    posts = {each.pk: each for each in organization_queries.posts_held(person).select_related("department")} | {
        post.pk: post
    }
    held = Held(posts, {pk: [person.pk] for pk in posts}, {person.pk: str(person)})
    met = calculations.of_functions(_charts(by_id), held.holders)
    return [_of_power(each, by_id[each.power], held) for each in met if each.person]


def _charts(powers: dict[int, Power]) -> list[calculations.Chart]:
    """The internal chart of each of `powers`, in their order: the steps that have a post.

    Asked by the keys and not by a query of them, which PostgreSQL plans badly over tables just filled.
    """
    drawn: dict[int, list[calculations.Step]] = defaultdict(list)
    ways: dict[int, list[calculations.Way]] = defaultdict(list)
    steps = FlowStep.objects.filter(flow__kind=FlowKind.INTERNAL, flow__power__in=powers, post__isnull=False)
    rows: Any = steps.order_by("number", "id").values_list("flow__power", "number", "name", "function", "post")
    for power, *values in rows:
        drawn[power].append(calculations.Step(*values))
    links = FlowLink.objects.filter(
        from_step__flow__kind=FlowKind.INTERNAL, from_step__flow__power__in=powers, to_step__isnull=False
    )
    found: Any = links.order_by().values_list(
        "from_step__flow__power", "from_step__number", "to_step__number", "is_parallel"
    )
    for power, *values in found:
        ways[power].append(calculations.Way(*values))
    return [calculations.Chart(pk, power.is_major, drawn[pk], ways[pk]) for pk, power in powers.items()]


def _held(posts: Q) -> Held:
    found = Post.objects.filter(posts).select_related("department").in_bulk()
    running = Tenure.objects.on(timezone.localdate()).filter(post__in=Post.objects.filter(posts).values("pk"))
    holders: dict[int, list[int]] = defaultdict(list)
    people = {}
    for post, person, name in running.order_by("post", "person").values_list("post", "person", "person__name"):
        holders[post].append(person)
        people[person] = name
    return Held(found, holders, people)


def _of_power(found: calculations.Found, power: Power, held: Held) -> Sighting:
    functions = "、".join(str(each.label) for each in StepFunction if each in {step.function for step in found.steps})
    who = _who(found, held, [step.post for step in found.steps])
    words = {"who": who, "power": power.name, "functions": functions}
    return Sighting(
        kind=found.kind,
        severity=found.severity,
        title=_("%(who)s在“%(power)s”中兼有%(functions)s") % words,
        path=[_step_line(step, held) for step in found.steps],
        department_id=power.power_list.department_id,
        power=power,
        post_id=found.post,
        person_id=found.person,
    )


def _who(found: calculations.Found, held: Held, posts: Iterable[int]) -> str:
    """A post by its name; a person with the posts in question."""
    if found.post is not None:
        return held.posts[found.post].name
    names = [held.posts[post].name for post in dict.fromkeys(posts)]
    words = {"person": held.people[found.person or 0], "posts": _listed(names)}
    return _("%(person)s（任%(posts)s）") % words if names else words["person"]


def _listed(names: list[str]) -> str:
    more = _("等%(count)d处") % {"count": len(names)} if len(names) > NAMES_SHOWN else ""
    return "、".join(names[:NAMES_SHOWN]) + more


def _post_words(post: Post) -> dict[str, Any]:
    return {"post": post.code, "post_name": post.name, "post_department": post.department.name}


def _step_line(step: calculations.Step, held: Held) -> dict[str, Any]:
    return {
        **_post_words(held.posts[step.post]),
        "number": step.number,
        "step": step.name,
        "function": step.function,
    }


def leader_sightings() -> list[Sighting]:
    """Conflicts in the division of leaders' work: 分管领导岗位 of departments, and 分管领导 granted; five queries."""
    areas = Department.objects.active().exclude(business_area=BusinessArea.OTHER)
    departments = {department.pk: department for department in areas.order_by("path", "id")}
    overseen = [each.overseer_post_id for each in departments.values() if each.overseer_post_id]
    held = _held(Q(pk__in=overseen) | Q(is_main_leader=True, retired_on__isnull=True))
    grants = RoleGrant.objects.filter(role=Role.OVERSEER, user__is_active=True, content_object__in=list(departments))
    granted = list(grants.order_by("content_object__path", "user").values_list("content_object", "user", "user__name"))
    held.people.update({person: name for _department, person, name in granted})
    main = [post.pk for post in held.posts.values() if post.is_main_leader]
    found = calculations.of_leaders(_oversights(departments, granted), held.holders, main)
    return [_of_leader(each, departments, held) for each in found]


def _oversights(
    departments: dict[int, Department], granted: Iterable[tuple[int, int, str]]
) -> list[calculations.Oversight]:
    by_post = [
        calculations.Oversight(pk, each.business_area, post=each.overseer_post_id)
        for pk, each in departments.items()
        if each.overseer_post_id
    ]
    by_grant = [
        calculations.Oversight(pk, departments[pk].business_area, person=person) for pk, person, _name in granted
    ]
    return [*by_post, *by_grant]


def _of_leader(found: calculations.Found, departments: dict[int, Department], held: Held) -> Sighting:
    names = _listed([departments[each.department].name for each in found.oversights])
    who = _who(found, held, [each.post for each in found.oversights if each.post])
    sentence = {
        ConflictKind.LEADER_AREAS: _("%(who)s同时分管人事、财务、采购：%(names)s"),
        ConflictKind.MAIN_LEADER: _("主要领导%(who)s直接分管%(names)s"),
    }[ConflictKind(found.kind)]
    place = held.posts[found.post].department_id if found.post else organization_queries.root().pk
    return Sighting(
        kind=found.kind,
        severity=found.severity,
        title=sentence % {"who": who, "names": names},
        path=[_oversight_line(each, departments[each.department], held) for each in found.oversights],
        department_id=place,
        post_id=found.post,
        person_id=found.person,
    )


def _oversight_line(each: calculations.Oversight, department: Department, held: Held) -> dict[str, Any]:
    post = _post_words(held.posts[each.post]) if each.post else {"post": "", "post_name": "", "post_department": ""}
    return {**post, "department": department.code, "department_name": department.name, "area": each.area}
