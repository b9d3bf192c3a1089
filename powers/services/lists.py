"""Opening an edition of a department's powers, copied from the one in force."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from organization.models import Department, Person
from powers import queries, rules
from powers.models import Flow, FlowLink, FlowStep, Material, Power, PowerBasis, PowerList


@transaction.atomic
def open_list(*, by: Person, department: Department, edition: tuple[int, int] | None = None) -> PowerList:
    """Open a draft edition that begins as a copy of the one in force: new rows, same lineages and codes.

    `edition` is (year, number); without it the next one free (see `queries.edition_to_open`). Raises `Denied` while
    another edition is being worked on.
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    rules.open_list(by, department)
    year, number = edition or queries.edition_to_open(department, kind="powers")
    in_force = queries.in_force_list(department)
    opened = PowerList(department=department, year=year, number=number, previous=in_force, opened_by=by)
    core_services.save(opened, by)
    if in_force is not None:
        _copy(in_force, opened, by)
    core_services.record(
        by=by,
        verb="powers.open_list",
        subject=opened,
        department_code=department.code,
        details={"edition": [year, number], "copied_from": in_force.pk if in_force else None},
    )
    return opened


def _copy(source: PowerList, target: PowerList, by: Person) -> None:
    """Copy every row of `source` in a constant number of statements."""
    reason = _("由%(edition)s带入") % {"edition": source.edition}
    power_of = core_services.copy_rows(
        Power, source.powers.order_by("id"), by, reason=reason, power_list=target, version=1
    )
    for model in (PowerBasis, Material):
        core_services.copy_rows(
            model, model.objects.filter(power__power_list=source), by, reason=reason, power=power_of
        )
    flow_of = core_services.copy_rows(
        Flow, Flow.objects.filter(power__power_list=source), by, reason=reason, power=power_of, version=1
    )
    steps = FlowStep.objects.filter(flow__power__power_list=source)
    step_of = core_services.copy_rows(FlowStep, steps, by, reason=reason, flow=flow_of)
    links = FlowLink.objects.filter(from_step__flow__power__power_list=source)
    core_services.copy_rows(FlowLink, links, by, reason=reason, from_step=step_of, to_step=step_of)
