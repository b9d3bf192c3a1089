"""What is printed of a report."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from organization import queries as organization_queries
from supervision.calculations.printed_report import PrintedReport
from supervision.models import HospitalReport, SelfCheck
from supervision.queries import hospital_reports, self_checks
from supervision.states.self_checks import AnswerState


def printed_self_check(check: SelfCheck) -> PrintedReport:
    """A department's report as it was signed, else as it stands."""
    reading = self_checks.reading_of(check)
    content = check.content or self_checks.content_of(reading)
    hospital = organization_queries.hospital()
    name = f"{hospital.name}{hospital.committee_name}" if check.is_leadership else check.department.name
    return PrintedReport(
        title=_("%(name)s%(year)s年度廉洁风险防控自查报告") % {"name": check.whose, "year": check.cycle.year},
        issuer=name,
        addressee=f"{hospital.discipline_name if check.is_leadership else hospital.office_name}：",
        number="" if check.sha256 else _("（尚未签署）"),
        red_head="",
        issued_on=_day(check.signed_at),
        sections=tuple((section.title, section.text) for section in reading.sections),
        signed_as=_("党委书记") if check.is_leadership else _("科室负责人"),
        signed_by=_signed_by(check),
        annex_title=_("自查项目落实情况表"),
        headings=(_("序号"), _("自查项目"), _("落实情况"), _("说明和佐证")),
        rows=tuple((str(number), *_answer_row(each)) for number, each in enumerate(content["answers"], 1)),
        widths=(13, 66, 24, 53),
        sha256=check.sha256 or core_calculations.sha256(content),
        verify_url=f"{settings.SITE_URL}{check.get_absolute_url()}",
        printed_by=name,
    )


def _signed_by(check: SelfCheck) -> str:
    if check.signed_for is not None:
        return _("%(who)s（代%(holder)s）") % {"who": check.signed_by, "holder": check.signed_for}
    return str(check.signed_by or "")


def _answer_row(answer: dict[str, Any]) -> tuple[str, str, str]:
    state = str(AnswerState(answer["state"]).label) if answer["state"] else _("未填报")
    proof = [answer["note"], *(file["name"] for file in answer["files"])]
    text = f"{answer['code']} {answer['text']}".strip()
    return text, state, "；".join(word for word in proof if word)


def printed_hospital_report(report: HospitalReport) -> PrintedReport:
    """The hospital's report as it was sent, else as it stands, a letter to the body above."""
    reading = hospital_reports.hospital_reading_of(report)
    content = report.content or hospital_reports.hospital_content_of(reading)
    hospital = organization_queries.hospital()
    return PrintedReport(
        title=_("%(name)s关于%(year)s年度廉洁风险防控工作的自查总结报告")
        % {"name": hospital.name, "year": report.cycle.year},
        issuer=hospital.name,
        addressee=f"{report.body}：",
        number=report.document_number,
        red_head=_("%(name)s文件") % {"name": hospital.name},
        issued_on=_day(report.sent_on),
        sections=tuple((section.title, section.text) for section in reading.sections),
        signed_as="",
        signed_by="",
        annex_title=_("各部门自查情况汇总表"),
        headings=(
            _("序号"),
            _("部门"),
            _("风险点"),
            _("措施"),
            _("已落实"),
            _("未到位"),
            _("问题"),
            _("日常检查"),
        ),
        rows=tuple((str(number), *row) for number, row in enumerate(reading.rows, 1)),
        widths=(13, 45, 17, 15, 17, 17, 14, 18),
        sha256=report.sha256 or core_calculations.sha256(content),
        verify_url=f"{settings.SITE_URL}{report.get_absolute_url()}",
        printed_by=f"{hospital.name}{hospital.office_name}",
    )


def _day(value: date | datetime | None) -> str:
    if value is None:
        return _("　　　　年　　月　　日")
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return _("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day}
