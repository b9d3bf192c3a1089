"""Registering findings."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from organization.models import Department, Person
from risks.models import RiskPoint
from supervision import queries, rules
from supervision.models import Cycle, Finding


@transaction.atomic
def open_finding(
    *,
    by: Person,
    source: str,
    department: Department,
    text: str,
    point: RiskPoint | None = None,
    measure: Measure | None = None,
    evidence: str = "",
    found_on: date | None = None,
    due_on: date | None = None,
    cycle: Cycle | None = None,
    is_asked_by_record: bool = False,
) -> Finding:
    """Register a finding with its risk point and measure; a measure brings its point along. Raises `Denied`.

    `is_asked_by_record`: a record of this app (a spot check's) has already asked its own rule for `by`.
    """
    if not is_asked_by_record:
        rules.open_finding(by, department, source)
    core_services.take_turn_at("supervision.finding")
    day = found_on or timezone.localdate()
    point = point or (measure.point if measure else None)
    finding = Finding(
        code=_next_code(day.year),
        source=source,
        department=department,
        text=text,
        evidence=evidence,
        point=point,
        point_lineage_id=point.lineage_id if point else None,
        measure=measure,
        measure_lineage_id=measure.lineage_id if measure else None,
        found_on=day,
        found_by=by,
        due_on=due_on,
        cycle=cycle or queries.current_cycle(),
    )
    return _register(finding, by)


def _register(finding: Finding, by: Person) -> Finding:
    finding.search_text = core_calculations.search_text(finding.code, finding.text, pinyin_of=finding.text)
    core_services.save(finding, by)
    record(finding, "open_finding", by=by)
    return finding


def _next_code(year: int) -> str:
    prefix = f"WT{year}-"
    last = Finding.objects.filter(code__startswith=prefix).order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}{int(last[len(prefix) :]) + 1 if last else 1:04d}"


def record(finding: Finding, verb: str, *, by: Person, **details: Any) -> None:
    """Leave the trail of one verb on a finding; last in its service."""
    core_services.record(
        by=by,
        verb=f"supervision.{verb}",
        subject=finding,
        code=finding.code,
        department_code=finding.department.code,
        details={"source": finding.source, "state": finding.state, **details},
    )
