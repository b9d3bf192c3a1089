"""Registering daily checks, and a problem as a finding on the spot."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from controls.models import Measure
from core import calculations as core_calculations
from core import services as core_services
from core.documents.uploads import Upload
from core.rules import Denied
from organization.models import Department, Person
from risks.models import RiskPoint
from supervision.models import DailyCheck, Finding
from supervision.queries import daily_checks as queries
from supervision.rules import daily_checks as rules
from supervision.services import findings
from supervision.states.findings import FindingSource
from supervision.states.self_checks import DailyResult


@transaction.atomic
def add_daily_check(
    *,
    by: Person,
    department: Department,
    checked_on: date,
    what: str,
    result: str,
    note: str = "",
    measure: Measure | None = None,
    files: Sequence[Upload] = (),
    days: int | None = None,
    point: RiskPoint | None = None,
    new_point: str = "",
) -> DailyCheck:
    """Register what was looked at; with `days` a problem becomes a finding due after so many working days, of the measure,
    or else of `point` or a `new_point`.

    Raises `Denied` for a day to come, a problem without words, or a measure or point of another department.
    """
    rules.add_daily_check(by, department)
    check = DailyCheck(
        department=department,
        checked_on=checked_on,
        what=what.strip(),
        result=result,
        note=note.strip(),
        measure=measure,
        measure_lineage_id=measure.lineage_id if measure else None,
        by=by,
        search_text=core_calculations.search_text(what, note, department.name, pinyin_of=what),
    )
    _refuse_wrong(check)
    if result == DailyResult.PROBLEM and days is not None:
        check.finding = _raised(check, by, days, point=point, new_point=new_point)
    core_services.save(check, by)
    core_services.store_all(files, subject_type=queries.SUBJECT, subject_id=check.pk, by=by)
    _record(check, by)
    return check


def _record(check: DailyCheck, by: Person) -> None:
    code, details = check.department.code, {"result": check.result, "what": check.what}
    core_services.record(
        by=by, verb="supervision.add_daily_check", subject=check, department_code=code, details=details
    )


def _refuse_wrong(check: DailyCheck) -> None:
    if check.checked_on > timezone.localdate():
        raise Denied(_("检查日期不能晚于今天。"))
    if check.result == DailyResult.PROBLEM and not check.note:
        raise Denied(_("发现问题的，须写明情况。"))
    if check.measure is not None and check.measure.table.department_id != check.department_id:
        raise Denied(_("所选措施不是%(department)s的措施。") % {"department": check.department})


def _raised(check: DailyCheck, by: Person, days: int, *, point: RiskPoint | None, new_point: str) -> Finding:
    """The finding: whoever may register the check may raise it on the spot."""
    return findings.open_finding(
        by=by,
        source=FindingSource.SELF_CHECK,
        department=check.department,
        text=check.note,
        point=None if check.measure else point,
        measure=check.measure,
        new_point="" if check.measure else new_point,
        evidence=check.what,
        found_on=check.checked_on,
        due_days=days,
        is_asked_by_record=True,
    )
