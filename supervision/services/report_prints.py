"""Having a report drawn by the worker: once a content, for all who may see it."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization.models import Person
from supervision.calculations.printed_report import PrintedReport
from supervision.documents import report_papers
from supervision.models import HospitalReport, SelfCheck
from supervision.queries import printed_reports as queries

TEMPLATE_VERSION = 1
"""Counted up whenever the drawing changes, so that no older drawing is handed out for a newer one."""
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@transaction.atomic
def ask_report_print(*, by: Person, report: SelfCheck | HospitalReport, kind: str) -> Duty:
    """Ask the worker for a department's or the hospital's report as `kind` (pdf, docx)."""
    if kind not in CONTENT_TYPES:
        raise Denied(_("只能生成 PDF 或 Word 文件。"))
    subject = report._meta.label_lower
    digest = _digest(_printed(subject, report.pk))
    duty = core_services.ask(
        kind="supervision.print_report",
        key=f"{subject}:{report.pk}:{TEMPLATE_VERSION}:{kind}:{digest}",
        payload={"subject": subject, "pk": report.pk, "kind": kind, "by": by.pk, "digest": digest},
        title=_("%(report)s报告") % {"report": report} if subject == queries.SELF_CHECK else str(report),
        by=by,
    )
    core_services.record(by=by, verb="supervision.ask_report_print", subject=report, details={"kind": kind})
    return duty


def _printed(subject: str, pk: int) -> PrintedReport:
    if subject == queries.HOSPITAL:
        return queries.printed_hospital_report(HospitalReport.objects.select_related("cycle").get(pk=pk))
    related = ("department", "cycle", "signed_by", "signed_for")
    return queries.printed_self_check(SelfCheck.objects.select_related(*related).get(pk=pk))


def _digest(printed: PrintedReport) -> str:
    """Everything the drawing depends on but its template."""
    return core_calculations.sha256(dataclasses.asdict(printed))


def print_report(duty: Duty, phase: Callable[..., None]) -> dict[str, Any]:
    """Draw the report of `duty` and keep the file; harmless when run twice, the later file counts.

    Raises `Denied` when the content is no longer what was asked for.
    """
    asked = duty.payload
    phase(_("取数"), 1, 4)
    printed = _printed(asked["subject"], asked["pk"])
    if _digest(printed) != asked["digest"]:
        raise Denied(_("生成之前内容又有改动，没有生成文件。请重新打印。"))
    data = report_papers.draw(printed, kind=asked["kind"], phase=phase)
    phase(_("保存"), 4, 4)
    attachment = core_services.store(
        data,
        name=f"{duty.title}.{asked['kind']}",
        content_type=CONTENT_TYPES[asked["kind"]],
        subject_type=asked["subject"],
        subject_id=str(asked["pk"]),
        by=Person.objects.get(pk=asked["by"]),
    )
    return {"result": attachment}
