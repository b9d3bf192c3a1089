"""Who merges, writes and sends the hospital's report."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from core.rules import Denied
from organization.models import Person
from supervision.models import Cycle, HospitalReport
from supervision.rules import self_checks
from supervision.states.cycles import CycleState
from supervision.states.self_checks import HOSPITAL_REPORT_MOVES, HospitalReportVerb


def merge_reports(by: Person, cycle: Cycle) -> None:
    """Who runs the year begins the report of a year that was opened."""
    self_checks.run_year(by)
    if cycle.state == CycleState.PLANNED:
        raise Denied(_("%(cycle)s还没有启动，没有可汇总的自查报告。") % {"cycle": cycle})


def write(by: Person, report: HospitalReport) -> None:
    """Who runs the year writes it, until it is sent."""
    self_checks.run_year(by)
    if not report.is_editable:
        raise Denied(_("自查总结报告%(state)s，不能再修改。") % {"state": report.get_state_display()})


def send(by: Person, report: HospitalReport) -> None:
    """Sent once."""
    _move(by, report, HospitalReportVerb.SEND)


def opened_on(cycle: Cycle) -> date | None:
    """The day on which the year was opened: no report of it went out before."""
    return timezone.localdate(cycle.opened_at) if cycle.opened_at else None


def record_receipt(by: Person, report: HospitalReport) -> None:
    """After it was sent."""
    _move(by, report, HospitalReportVerb.RECEIPT)


def _move(by: Person, report: HospitalReport, verb: str) -> None:
    self_checks.run_year(by)
    if (report.state, verb) not in HOSPITAL_REPORT_MOVES:
        words = {"state": report.get_state_display(), "verb": HospitalReportVerb(verb).label}
        raise Denied(_("自查总结报告%(state)s，不能%(verb)s。") % words)
