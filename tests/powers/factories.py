"""Powers, charts and bases for tests, made through the services."""

from itertools import count
from typing import Any

from django.utils import timezone

from core import services as core_services
from organization.models import Department, Person
from powers import services
from powers.calculations import links
from powers.models import Flow, LegalBasis, Power, PowerList, Regulation, RegulationReview, RegulationVersion
from powers.states import FlowKind, ReviewItem
from tests import factories

numbers = count(1)
STRAIGHT = (("提出申请", "2"), ("审核", "3:同意|1:退回"), ("办结", "结束"))
"""Names and next steps of a chart without a fault."""


def power_list(where: Department | None = None, *, by: Person | None = None) -> PowerList:
    """A draft edition, opened by the system."""
    return services.open_list(by=by or factories.system(), department=where or factories.department())


def power(where: PowerList | None = None, *, by: Person | None = None, **fields: Any) -> Power:
    """A power on a basis of its own, without charts."""
    where = where or power_list()
    fields.setdefault("name", f"药品采购审批{next(numbers)}")
    fields.setdefault("category", "YP")
    fields.setdefault("bases", [basis()])
    return services.file_power(by=by or factories.system(), power_list=where, **fields)


def basis(status: str = "valid", **fields: Any) -> LegalBasis:
    fields.setdefault("title", f"药品管理办法{next(numbers)}")
    checked = timezone.localdate() if status == "valid" else None
    return services.add_basis(by=factories.system(), status=status, verified_on=checked, **fields)


def entries(shape: Any = STRAIGHT, *, post: Any = None, **fields: Any) -> list[services.StepEntry]:
    """Rows of the table of steps from (name, next steps) pairs, each with a limit of one working day."""
    fields.setdefault("limit_value", 1)
    return [
        services.StepEntry(number=number, name=name, post=post, links=tuple(links.parse_links(text)), **fields)
        for number, (name, text) in enumerate(shape, start=1)
    ]


def with_flow(power: Power, kind: str = FlowKind.INTERNAL, *, shape: Any = STRAIGHT, post: Any = None) -> Flow:
    """A chart of `kind` on the power; its steps belong to `post`, one of the department by default."""
    post = post or factories.post(power.power_list.department)
    flow = services.save_flow(by=factories.system(), power=power, kind=kind, steps=entries(shape, post=post))
    assert flow is not None
    return flow


def in_force(power_list: PowerList) -> PowerList:
    """The edition brought into force as approvals does it, superseding the one before."""

    for event in ("submit", "pass"):
        power_list = core_services.move(power_list, by=factories.system(), event=event, sha256="0" * 64)
    return power_list


class Passed:
    """What a listener to coming into force is told of: one list of a kind that passed."""

    def __init__(self, found: Any, kind: str = "powers"):
        self.pk, self.department_id = found.pk, found.department_id
        self.is_leadership = getattr(found, "is_leadership", False)
        self.list_kind = kind
        self.items = self

    def all(self) -> list[Any]:
        return [self]


def regulation(where: Department | None = None, **fields: Any) -> Regulation:
    """A regulation the hospital had before: in force, not assessed."""
    fields.setdefault("name", f"采购管理办法{next(numbers)}")
    fields.setdefault("kind", "procedure")
    return services.add_regulation(by=factories.system(), department=where or factories.department(), **fields)


def draft(of: Regulation | None = None, *, by: Person | None = None, **fields: Any) -> RegulationVersion:
    """A draft of the next version of a regulation, by a filer of its department."""
    of = of or regulation()
    by = by or factories.holder("filer", of.department)
    fields.setdefault("summary", "写明程序、时限和责任")
    return services.draft_version(by=by, regulation=of, **fields)


def answers(**risks: str) -> dict[str, tuple[str, str]]:
    """Every item of the checklist fits, save those named with their risk."""
    fits: dict[str, tuple[str, str]] = dict.fromkeys(ReviewItem.values, ("fits", ""))
    return fits | {item: ("at_risk", note) for item, note in risks.items()}


def review(of: RegulationVersion | None = None, *, by: Person | None = None, **risks: str) -> RegulationReview:
    """An assessment, answered and not submitted, each risk with a correction; by who drafted the version."""
    of = of or draft()
    by = by or of.drafted_by
    made = services.open_review(by=by, version=of)
    made = services.answer_review(by=by, review=made, answers=answers(**risks), conclusion="可以印发")
    for item in risks:
        services.add_correction(by=by, review=made, item=item, text="补充条款", due_on=timezone.localdate())
    return made


def submitted(of: RegulationVersion | None = None, *, by: Person | None = None, **risks: str) -> RegulationReview:
    """An assessment that waits for the discipline office."""
    made = review(of, by=by, **risks)
    return services.submit_review(by=made.opened_by, review=made)


def completed(of: RegulationVersion | None = None, *, by: Person | None = None, **risks: str) -> RegulationReview:
    """An assessment that the discipline office had no objection to."""
    made = submitted(of, by=by, **risks)
    services.give_opinion(by=factories.holder("discipline"), review=made, verdict="no_objection")
    return RegulationReview.objects.get(pk=made.pk)
