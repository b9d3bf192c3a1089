"""Reviewed and published powers, made through the services of every stage."""

from typing import Any

from approvals import services as approvals_services
from approvals.models import Submission
from disclosure import queries, services
from powers.models import Power, PowerList
from powers.states import FlowKind
from tests import factories as people
from tests.approvals import factories as approvals
from tests.powers import factories as powers

EXTERNAL = (("网上报名", "2"), ("资格审查", "3:通过|1:补正"), ("签订合同", "结束"))
"""Steps of the chart that the public may see."""


def power(made: approvals.World, where: PowerList | None = None, **fields: Any) -> Power:
    """A faultless power with an external chart, in the department's list (opened when there is none)."""
    where = where or powers.power_list(made.department, by=made.filer)
    filed = approvals.power(made, where, **fields)
    powers.with_flow(filed, FlowKind.EXTERNAL, shape=EXTERNAL, post=people.post(made.department))
    return filed


def at_office(made: approvals.World) -> Submission:
    """The department's lists, signed and waiting for 党办."""
    prepared = approvals_services.prepare(by=made.filer, department=made.department)
    return approvals.at(made, "office", approvals_services.submit(by=made.head, submission=prepared))


def review(made: approvals.World, power: Power, *, scope: str = "society", verdict: str = "clear", **why: str) -> None:
    """党办's 公开属性 of the power and, unless `verdict` is empty, the secrecy reviewer's opinion."""
    power = Power.objects.get(pk=power.pk)
    services.settle_scope(by=made.office, power=power, scope=scope, reason=why.get("scope_reason", ""))
    if verdict:
        reason = why.get("secrecy_reason", "涉及院内信息" if verdict == "hold" else "")
        services.give_secrecy_opinion(by=made.secrecy, power=power, verdict=verdict, reason=reason)


def seen(by: Any, power: Power) -> dict[str, str]:
    """What the page of its review sends back of the power."""
    lines = queries.lines_under_review(by, power.power_list_id)
    return {f"seen-{power.pk}": line.seen for line in lines if line.power == power}


def finish(made: approvals.World, submission: Submission) -> Submission:
    """The rest of the way: 党办, 纪检监察室, the committee."""
    submission = approvals_services.decide(by=made.office, submission=submission, verdict="agree")
    submission = approvals_services.decide(by=made.discipline, submission=submission, verdict="no_objection")
    approvals.resolve(made, submission)
    submission.refresh_from_db()
    return submission


def bring_into_force(
    made: approvals.World, *filed: Power, scope: str = "society", verdict: str = "clear"
) -> Submission:
    """All the way for a list of exactly these powers, each reviewed alike."""
    submission = at_office(made)
    for each in filed:
        review(made, each, scope=scope, verdict=verdict)
    return finish(made, submission)


def publish(made: approvals.World, count: int = 1, **fields: Any) -> list[Power]:
    """Powers of one department that stand under `/open/`."""
    where = powers.power_list(made.department, by=made.filer)
    filed = [power(made, where, **fields) for _number in range(count)]
    bring_into_force(made, *filed)
    return filed


def amend(made: approvals.World) -> PowerList:
    """The next edition of the department's list: a copy of the one in force, in draft."""
    return powers.power_list(made.department, by=made.filer)
