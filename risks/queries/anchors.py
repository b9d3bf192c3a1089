"""What a risk point may hang on: powers and their internal steps, as one list of choices."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.states import ListState
from organization import queries
from organization.models import Person, Post
from powers import queries as power_queries
from powers.models import FlowLink, FlowStep, Power
from powers.states import FlowKind
from risks.models import RiskRegister
from risks.rules import scopes


@dataclass(frozen=True)
class Anchors:
    """Powers and steps that a form offers; a choice is `power:ID` or `step:ID`."""

    powers: dict[int, Power]
    steps: dict[int, FlowStep]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each power, followed by its steps."""
        by_power: dict[int, list[FlowStep]] = {}
        for step in self.steps.values():
            by_power.setdefault(step.flow.power_id, []).append(step)
        found = []
        for power in sorted(self.powers.values(), key=lambda power: (power.code, power.pk)):
            found.append((f"power:{power.pk}", f"{power.code} {power.name}"))
            name = f"{power.code} {power.name}"
            found += [(f"step:{step.pk}", f"{name} › {step.number} {step.name}") for step in by_power.get(power.pk, [])]
        return found

    def chosen(self, value: str) -> dict[str, Any]:
        """The power and step of a choice; none for the empty one."""
        kind, _colon, pk = value.partition(":")
        if kind == "step":
            step = self.steps[int(pk)]
            return {"power": step.flow.power, "step": step}
        return {"power": self.powers[int(pk)] if kind == "power" else None, "step": None}


def anchors_for(
    by: Person, register: RiskRegister | None, extra: FlowStep | None = None, *, power: Power | None = None
) -> Anchors:
    """Powers and steps `by` may see and a point of the register may hang on: of the power list it rests on, and those
    in force in which its posts work; the leadership's register, all in force. `extra` and `power`, what the point
    hangs on already, are offered whatever the rest.
    """
    found = list(_steps(register))
    offered = Q(pk__in={step.flow.power_id for step in found})
    if register is not None and register.power_list_id:
        offered |= Q(power_list=register.power_list_id)
    powers = power_queries.powers_for(by).filter(offered).in_bulk()
    steps = {step.pk: step for step in found if step.flow.power_id in powers}
    if extra is not None:
        steps[extra.pk] = extra
        powers[extra.flow.power_id] = extra.flow.power
    if power is not None:
        powers[power.pk] = power
    return Anchors(powers, steps)


def _steps(register: RiskRegister | None) -> QuerySet[FlowStep]:
    found = FlowStep.objects.filter(flow__kind=FlowKind.INTERNAL).select_related("flow__power__power_list", "post")
    in_force = Q(flow__power__power_list__state=ListState.IN_FORCE)
    if register is None:
        found = found.none()
    elif register.is_leadership:
        found = found.filter(in_force)
    else:
        own = Q(flow__power__power_list=register.power_list_id) if register.power_list_id else Q(pk__in=[])
        others = in_force & Q(post__department=register.department_id)
        found = found.filter(own | others & ~Q(flow__power__power_list__department=register.department_id))
    return found.order_by("flow__power__code", "number", "id")


def step_for(by: Person, pk: int) -> FlowStep | None:
    """An internal step of a power `by` may see, or None."""
    related = ("flow__power__power_list__department", "post__department")
    step = FlowStep.objects.filter(flow__kind=FlowKind.INTERNAL, pk=pk).select_related(*related).first()
    is_seen = step is not None and power_queries.powers_for(by).filter(pk=step.flow.power_id).exists()
    return step if is_seen else None


def open_power(by: Person) -> Exists:
    """On a point: may `by` open its power's page? It may hang on a power of which `by` sees nothing else."""
    return Exists(power_queries.powers_for(by).filter(pk=OuterRef("power_id")))


def around(step: FlowStep | None) -> dict[str, Any] | None:
    """A step with the links to and from it, for the excerpt of the chart on a point's page."""
    if step is None:
        return None
    found = FlowLink.objects.filter(Q(from_step=step) | Q(to_step=step)).select_related(
        "from_step__post", "to_step__post"
    )
    links = list(found.order_by("from_step__number", "position", "id"))
    return {
        "step": step,
        "before": [link.from_step for link in links if link.from_step_id != step.pk],
        "after": [link for link in links if link.from_step_id == step.pk],
    }


def posts_of_register(register: RiskRegister) -> QuerySet[Post]:
    """Posts whose points belong to the register, retired ones too (an old point may still sit there)."""
    found = queries.posts(with_retired=True)
    if register.is_leadership:
        return found.filter(is_leadership=True)
    return found.filter(department=register.department_id, is_leadership=False)


def posts_to_adopt(by: Person, proposal: Any) -> QuerySet[Post]:
    """Posts on which `by` may file what a proposal is about."""
    found = scopes.posts_to_file(by)
    if proposal.is_leadership:
        return found.filter(is_leadership=True)
    return found.filter(department=proposal.department_id, is_leadership=False)


def posts_with(points: QuerySet) -> QuerySet[Post]:
    """The posts on which these points live, retired ones too, for a filter."""
    return Post.objects.filter(pk__in=points.order_by().values("post")).order_by("code", "id")
