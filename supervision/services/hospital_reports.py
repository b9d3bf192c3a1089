"""Merging the departments' reports into the hospital's, writing, sending it and entering the receipt."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.rules import Denied
from organization import queries as organization_queries
from organization.models import Person
from supervision.calculations import sections
from supervision.calculations import self_check_report as words
from supervision.models import Cycle, HospitalReport
from supervision.queries import hospital_reports as queries
from supervision.rules import days as day_rules
from supervision.rules import hospital_reports as rules
from supervision.states.self_checks import HOSPITAL_REPORT_MOVES, HospitalReportVerb


def _lock(report: HospitalReport) -> HospitalReport:
    return HospitalReport.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=report.pk)


def _record(by: Person, verb: str, report: HospitalReport, **details: Any) -> None:
    core_services.record(by=by, verb=verb, subject=report, code=str(report.cycle.year), details=details)


@transaction.atomic
def merge_reports(*, by: Person, cycle: Cycle) -> HospitalReport:
    """Begin the hospital's report of a year, or return the one that was begun: it always adds up what is received."""
    rules.merge_reports(by, cycle)
    core_services.take_turn_at("supervision.merge_reports")
    known = HospitalReport.objects.select_related("cycle").filter(cycle=cycle).first()
    if known is not None:
        return known
    report = HospitalReport(cycle=cycle, body=organization_queries.hospital().report_body, made_by=by)
    core_services.save(report, by)
    _record(by, "supervision.merge_reports", report)
    return report


@transaction.atomic
def write_hospital_report(
    *, by: Person, report: HospitalReport, texts: Mapping[str, str], version: int | None = None
) -> HospitalReport:
    """Put sections into other words; one that says what the departments' reports say is not kept as written by hand."""
    locked = _lock(report)
    core_services.refuse_stale(locked, version)
    rules.write(by, locked)
    reading = queries.hospital_reading_of(locked)
    kept = sections.kept(words.merged(reading.lines, year=reading.facts_year), locked.report, texts)
    if kept != locked.report:
        locked.report = kept
        core_services.save(locked, by, reason=_("修改自查总结报告"))
        _record(by, "supervision.write_hospital_report", locked, sections=sorted(kept))
    return locked


@transaction.atomic
def rewrite_hospital_report(*, by: Person, report: HospitalReport) -> HospitalReport:
    """Write every section from the received reports again."""
    locked = _lock(report)
    rules.write(by, locked)
    dropped, locked.report = sorted(locked.report), {}
    core_services.save(locked, by, reason=_("重新生成自查总结报告"))
    _record(by, "supervision.rewrite_hospital_report", locked, sections=dropped)
    return locked


@transaction.atomic
def send_hospital_report(
    *, by: Person, report: HospitalReport, document_number: str, sent_on: date, body: str, version: int | None = None
) -> HospitalReport:
    """The report went to the body above under a number: it is frozen with its hash."""
    locked = _lock(report)
    core_services.refuse_stale(locked, version)
    rules.send(by, locked)
    if not document_number.strip() or not body.strip():
        raise Denied(_("报送须填写发文字号和报送机构。"))
    day_rules.not_before(sent_on, rules.opened_on(locked.cycle), what=_("报送日期"), than=_("年度启动日期"))
    day_rules.not_ahead(sent_on, what=_("报送日期"))
    locked.body = body.strip()
    locked.content = queries.hospital_content_of(queries.hospital_reading_of(locked))
    locked.sha256 = core_calculations.sha256(locked.content)
    locked.state = HOSPITAL_REPORT_MOVES[locked.state, HospitalReportVerb.SEND]
    locked.document_number, locked.sent_on, locked.sent_by = document_number.strip(), sent_on, by
    core_services.save(locked, by, reason=str(HospitalReportVerb.SEND.label))
    _record(by, "supervision.send_hospital_report", locked, number=locked.document_number, sha256=locked.sha256)
    return locked


@transaction.atomic
def record_report_receipt(*, by: Person, report: HospitalReport, number: str, on: date) -> HospitalReport:
    """The body above answered that it has the report."""
    locked = _lock(report)
    rules.record_receipt(by, locked)
    day_rules.not_before(on, locked.sent_on, what=_("回执日期"), than=_("报送日期"))
    day_rules.not_ahead(on, what=_("回执日期"))
    locked.state = HOSPITAL_REPORT_MOVES[locked.state, HospitalReportVerb.RECEIPT]
    locked.receipt_number, locked.receipt_on = number.strip(), on
    core_services.save(locked, by, reason=str(HospitalReportVerb.RECEIPT.label))
    _record(by, "supervision.record_report_receipt", locked, number=locked.receipt_number)
    return locked
