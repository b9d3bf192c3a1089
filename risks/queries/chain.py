"""What risks adds to the chain band of other things, and to 我的待办."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.registry import Task, TaskGroup
from organization.models import Person
from powers.models import FlowStep, Power, PowerList
from risks.models import RiskPoint, RiskRegister
from risks.queries import points, proposals


def chain_links(thing: Any, by: Person) -> list[dict[str, Any]]:
    """The link 风险点 for the chain band of a power list, power, step, register or point; nothing for other things."""
    if isinstance(thing, RiskPoint):
        return [_link(thing.get_absolute_url(), None)]
    if isinstance(thing, RiskRegister):
        return [_link(thing.get_absolute_url(), _count(thing, by))]
    found = points.points_for(by).order_by()
    if isinstance(thing, Power):
        found = found.filter(power_lineage=thing.lineage_id)
        url = f"{reverse('risks:points')}?power={thing.code}"
    elif isinstance(thing, FlowStep):
        found = found.filter(step_lineage=thing.lineage_id)
        url = f"{reverse('risks:points')}?step={thing.code}"
    elif isinstance(thing, PowerList):
        found = found.filter(power__power_list=thing)
        url = f"{reverse('risks:points')}?department={thing.department_id}"
    else:
        return []
    return [_link(url, found.values("lineage").distinct().count())]


def _count(register: RiskRegister, by: Person) -> int:
    """How many points `by` sees in the register; `register_for` has counted them all."""
    if hasattr(register, "point_count") and points.sees_all_of(by, register):
        return register.point_count
    return points.points_in(by, register).order_by().count()


def _link(url: str, count: int | None) -> dict[str, Any]:
    return {"label": _("风险点"), "url": url, "count": count}


def waiting_tasks(by: Person) -> TaskGroup:
    """Open proposals that wait for `by`'s answer."""
    tasks = tuple(
        Task(
            what=_("答复风险点建议：%(text)s") % {"text": str(proposal)},
            who=proposal.proposer,  # type: ignore[attr-defined]
            url=proposal.get_absolute_url(),
            since=proposal.at,
            note=proposal.get_finder_display(),
        )
        for proposal in proposals.proposals_waiting(by)[:20]
    )
    return TaskGroup(_("风险点建议"), tasks)
