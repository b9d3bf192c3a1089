"""Opening editions of departments' powers, copied from those in force."""

from collections.abc import Iterable, Mapping
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from organization.models import Department, Person
from powers import queries, rules
from powers.models import Flow, FlowLink, FlowStep, Material, Power, PowerBasis, PowerList


@transaction.atomic
def open_list(*, by: Person, department: Department) -> PowerList:
    """Open a draft edition that begins as a copy of the one in force: new rows, same lineages and codes.

    It is the next one free (see `queries.editions_to_open`). Raises `Denied` while another edition is being worked on.
    """
    return open_lists(by=by, departments=[department])[department.pk]


@transaction.atomic(savepoint=False)
def open_lists(*, by: Person, departments: Iterable[Department]) -> dict[int, PowerList]:
    """Open an edition of each department as `open_list` does, set-wise; the lists by the departments' keys."""
    keys = [department.pk for department in departments]
    locked = Department.objects.select_for_update().filter(pk__in=keys).order_by("pk").in_bulk()
    rules.open_lists(by, locked.values())
    editions = queries.editions_to_open([(pk, False) for pk in locked], kind="powers")
    in_force = {found.department_id: found for found in PowerList.objects.in_force().filter(department__in=locked)}
    rows = [
        PowerList(department=locked[pk], year=year, number=number, previous=in_force.get(pk), opened_by=by)
        for (pk, _is_leadership), (year, number) in editions.items()
    ]
    opened = core_services.create_all(PowerList, rows, by)
    _copy([power_list for power_list in opened if power_list.previous], by)
    core_services.record_all(by=by, entries=map(_entry, opened))
    return {power_list.department_id: power_list for power_list in opened}


def _entry(opened: PowerList) -> core_services.AuditEntry:
    return core_services.AuditEntry(
        "powers.open_list",
        opened,
        department_code=opened.department.code,
        details={"edition": [opened.year, opened.number], "copied_from": opened.previous_id},
    )


def _copy(opened: Iterable[PowerList], by: Person) -> None:
    """Copy every row of the editions before, those of one edition together in a constant number of statements."""

    def edition(power_list: PowerList) -> str:
        return power_list.previous.edition  # type: ignore[union-attr]

    for before, same in groupby(sorted(opened, key=edition), key=edition):
        targets = {power_list.previous_id: power_list for power_list in same}
        _copy_rows(targets, by, reason=_("由%(edition)s带入") % {"edition": before})


def _copy_rows(targets: Mapping[int | None, PowerList], by: Person, *, reason: str) -> None:
    """Copy the rows of each list whose key stands in `targets` into the list beside it."""
    sources = list(targets)
    power_of = core_services.copy_rows(
        Power, Power.objects.filter(power_list__in=sources), by, reason=reason, power_list=targets, version=1
    )
    for model in (PowerBasis, Material):
        core_services.copy_rows(
            model, model.objects.filter(power__power_list__in=sources), by, reason=reason, power=power_of
        )
    flow_of = core_services.copy_rows(
        Flow, Flow.objects.filter(power__power_list__in=sources), by, reason=reason, power=power_of, version=1
    )
    steps = FlowStep.objects.filter(flow__power__power_list__in=sources)
    step_of = core_services.copy_rows(FlowStep, steps, by, reason=reason, flow=flow_of)
    links = FlowLink.objects.filter(from_step__flow__power__power_list__in=sources)
    core_services.copy_rows(FlowLink, links, by, reason=reason, from_step=step_of, to_step=step_of)
