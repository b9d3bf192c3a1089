"""Departments with lists of the year before, and where they stand."""

from controls.models import ControlTable
from core import services as core_services
from powers.models import PowerList
from risks.models import RiskRegister
from supervision import queries
from supervision.queries.places import PROVIDERS, Asked
from tests import factories
from tests.controls import factories as control_factories
from tests.powers import factories as power_factories

YEAR = 2026


def with_lists(where=None):
    """A department with a power list, a register and a table in force, of the year before."""
    where = where or factories.department()
    power_list = power_factories.power_list(where)
    power_factories.power(power_list)
    power_factories.in_force(power_list)
    table = control_factories.table(where)
    control_factories.measure(table)
    control_factories.in_force(table)
    for model in (PowerList, RiskRegister, ControlTable):
        model.objects.filter(department=where).update(year=YEAR - 1)
    return where


def sweep():
    while core_services.sweep():
        pass


def places(cycle, kind, by=None):
    """Department → its place in the phase."""
    shown = queries.overview(cycle, by=by)
    return {line.department: next(cell for cell in line.cells if cell.phase.kind == kind) for line in shown.lines}


def known(cycle, kind):
    """Department id → its place in the phase, late or not."""
    part = cycle.participations.order_by("pk").values_list("department", flat=True)
    return {pk: each.place for pk, each in PROVIDERS[kind](Asked(cycle, list(part), among=part)).items()}
