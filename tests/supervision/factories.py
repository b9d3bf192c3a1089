"""Years and findings for tests, made through the services."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from organization.models import Department, Person
from supervision import services
from supervision.models import Cycle, Finding
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import PhaseKind
from tests import factories


def phases(year: int) -> list[PhaseEntry]:
    """Every phase of the year, a month each from January on."""
    return [
        PhaseEntry(kind, date(year, month, 1), date(year, month, 28)) for month, kind in enumerate(PhaseKind, start=1)
    ]


def cycle(*departments: Department, year: int = 0, by: Person | None = None, **fields: Any) -> Cycle:
    """A planned year in which the departments take part."""
    year = year or timezone.localdate().year
    return services.plan_cycle(
        by=by or factories.system(),
        year=year,
        title=fields.pop("title", f"{year}年度廉洁风险防控工作"),
        phases=fields.pop("phases", phases(year)),
        departments=departments,
        **fields,
    )


def open_cycle(*departments: Department, **fields: Any) -> Cycle:
    """The same, under way."""
    return services.open_cycle(by=factories.system(), cycle=cycle(*departments, **fields))


def finding(where: Department | None = None, *, by: Person | None = None, **fields: Any) -> Finding:
    """A finding of an audit, due in ten days."""
    fields.setdefault("source", "audit")
    fields.setdefault("text", "退药登记与处方不符三处")
    fields.setdefault("due_on", timezone.localdate() + timedelta(days=10))
    where = where or factories.department()
    return services.open_finding(by=by or factories.system(), department=where, **fields)


def participants(cycle: Cycle) -> Iterable[Department]:
    return [each.department for each in cycle.participations.select_related("department").order_by("pk")]
