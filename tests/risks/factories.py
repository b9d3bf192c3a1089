"""Registers, points and reviews for tests, made through the services."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from organization.models import Department, Person, Post
from powers import queries as power_queries
from powers import services as power_services
from powers.calculations import charts
from powers.models import FlowStep
from risks import services
from risks.models import CollectiveReview, RiskPoint, RiskRegister
from risks.services.handler import handler
from risks.states import RiskType
from tests import factories
from tests.powers import factories as power_factories


def register(where: Department | None = None, *, by: Person | None = None, **kwargs: Any) -> RiskRegister:
    """A draft edition, opened by the system."""
    return services.open_register(by=by or factories.system(), department=where or factories.department(), **kwargs)


def leadership_register(*, by: Person | None = None) -> RiskRegister:
    """The leadership's draft edition at the root."""
    return register(factories.root(), by=by, is_leadership=True)


def step(where: Department | None = None, *, post: Post | None = None, focus: str = "none", **power: Any) -> FlowStep:
    """A step of a new power in the department's working list (opened when there is none)."""
    where = where or (post.department if post else factories.department())
    power_list = power_queries.working_list(where) or power_factories.power_list(where)
    made = power_factories.power(power_list, **power)
    return with_steps(made, post=post, focus=focus)[0]


def with_steps(power: Any, *, post: Post | None = None, focus: str = "none") -> list[FlowStep]:
    """The internal chart's steps of a power, each at `focus`."""
    post = post or factories.post(power.power_list.department)
    rows = power_factories.entries(post=post, focus=focus)
    flow = power_services.save_flow(by=factories.system(), power=power, kind="internal", steps=rows)
    return list(flow.steps.select_related("flow__power__power_list").order_by("number"))


def change_step(step: FlowStep, **fields: Any) -> None:
    """Change the step in its chart, leaving the others as they are."""
    others = step.flow.steps.prefetch_related("links__to_step").order_by("number")
    rows = []
    for known in others:
        ways = tuple(
            charts.Link(link.to_step.number if link.to_step else None, link.condition, link.is_parallel)
            for link in known.links.order_by("position")
        )
        plain = {name: getattr(known, name) for name in ("number", "name", "post", "function", "focus", "limit_value")}
        changed = fields if known.pk == step.pk else {}
        rows.append(power_services.StepEntry(**(plain | changed), links=ways, id=known.pk))
    power_services.save_flow(by=factories.system(), power=step.flow.power, kind="internal", steps=rows)


def point(where: RiskRegister | None = None, *, by: Person | None = None, **fields: Any) -> RiskPoint:
    """A 岗位职责 point on a post of the register's department; a step makes it a 业务流程 point."""
    if "post" not in fields:
        department = where.department if where else None
        fields["post"] = factories.post(department, is_leadership=bool(where and where.is_leadership))
    fields.setdefault("type", RiskType.PROCESS if fields.get("step") else RiskType.POST_DUTY)
    fields.setdefault("description", "审批人收受供应商好处，指定中标")
    return services.file_point(by=by or factories.system(), register=where, **fields)


def graded_point(
    where: RiskRegister | None = None,
    *,
    scores: tuple[int, int, int] = (3, 3, 3),
    by: Person | None = None,
    **fields: Any,
) -> RiskPoint:
    """A point with one opinion of three scores; its grade waits for the collective review."""
    made = point(where, by=by, **fields)
    give(made, scores, by=by)
    made.refresh_from_db()
    return made


def give(point: RiskPoint, scores: tuple[int, int, int], *, by: Person | None = None) -> Any:
    names = ("importance", "frequency", "probability")
    return services.give_opinion(by=by or factories.system(), point=point, **dict(zip(names, scores, strict=True)))


def review(
    register: RiskRegister, *, by: Person | None = None, present: Iterable[Person] = (), settled: Any = None
) -> CollectiveReview:
    """The collective review of today, settling every point at its computed grade by default."""
    return services.hold_review(
        by=by or factories.system(),
        register=register,
        held_on=timezone.localdate(),
        place="科室会议室",
        present=list(present) or [factories.person()],
        conclusion="逐项讨论，一致同意。",
        settled=settled,
    )


def in_force(register: RiskRegister) -> RiskRegister:
    """The edition brought into force as approvals does it, superseding the one before."""
    for event in ("submit", "pass"):
        handler.move(register.pk, by=factories.system(), event=event, sha256="0" * 64)
    return RiskRegister.objects.get(pk=register.pk)


def sign_in(client: Any, person: Person) -> Person:
    """Log the person in; the session is written once, before queries are counted."""
    client.force_login(person)
    client.get("/accounts/me/")
    return person
