"""The hospital's report: all years, one, writing, sending, the receipt, the file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import calculations as core_calculations
from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, once
from supervision.forms import self_checks as forms
from supervision.queries import hospital_reports as queries
from supervision.rules import hospital_reports as rules
from supervision.services import hospital_reports as services
from supervision.services import prints
from supervision.views.self_check_answers import rewriting
from supervision.views.self_checks import asked_year

NOT_TOLD = ("report", "content", "sha256", "sent_by")


@require_POST
@once
def merge_reports(request: HttpRequest) -> HttpResponse:
    """Begin the report of the year asked for, else of the one under way, or come to the one that was begun."""
    _year, asked = asked_year(request)
    cycle = found(asked)
    return redirect(services.merge_reports(by=request.user, cycle=cycle))


@require_safe
def hospital_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report with the departments' table; who is missing is named."""
    shown = found(queries.hospital_report_for(request.user, pk))
    reading = queries.hospital_reading_of(shown)
    context = {
        "report": shown,
        "reading": reading,
        "sections": reading.sections,
        "is_whole": bool(shown.sha256) and core_calculations.sha256(shown.content) == shown.sha256,
        "may_write": allows(rules.write, request.user, shown),
        "may_receipt": allows(rules.record_receipt, request.user, shown),
        "history": core_queries.history_of(shown, without=NOT_TOLD),
        "here": "self_checks",
    }
    return render(request, "supervision/hospital_report.html", context)


@once
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Put sections into other words."""
    shown = found(queries.hospital_report_for(request.user, pk))
    rules.write(request.user, shown)
    initial = {"version": core_queries.version_of(shown)}
    sections = queries.hospital_reading_of(shown).sections
    form = forms.ReportForm(request.POST or None, initial=initial, sections=sections)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        services.write_hospital_report(by=request.user, report=shown, texts=form.texts, version=version)
        messages.success(request, _("已保存。没有改动的章节仍随各部门报告更新。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改自查总结报告"),
        lead=_("改写过的章节不再随各部门报告变化，有变化时会提示。"),
        label=_("保存报告"),
        back_url=shown.get_absolute_url(),
    )


@once
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Write every section from the received reports again, after showing what would change."""
    shown = found(queries.hospital_report_for(request.user, pk))
    rules.write(request.user, shown)
    if request.method == "POST":
        services.rewrite_hospital_report(by=request.user, report=shown)
        messages.success(request, _("已按各部门报告重新生成。"))
        return redirect(shown)
    sections = queries.hospital_reading_of(shown).sections
    context = rewriting(sections, shown.get_absolute_url(), lead=str(shown))
    return render(request, "supervision/rewrite_report.html", context)


@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter under which number and on which day the report went out: it is frozen."""
    shown = found(queries.hospital_report_for(request.user, pk))
    rules.send(request.user, shown)
    initial = {"body": shown.body, "sent_on": timezone.localdate(), "version": core_queries.version_of(shown)}
    form = forms.SendReportForm(request.POST or None, initial=initial, opened_on=rules.opened_on(shown.cycle))
    if request.method == "POST" and form.is_valid():
        services.send_hospital_report(by=request.user, report=shown, **form.cleaned_data)
        messages.success(request, _("已登记报送，报告内容不再变动。"))
        return redirect(shown)
    missing = queries.hospital_reading_of(shown).missing
    lead = (
        _("还有%(n)d份自查报告没有报送或接收：%(names)s。") % {"n": len(missing), "names": "、".join(missing)}
        if missing
        else ""
    )
    back_url = shown.get_absolute_url()
    return form_page(request, form, heading=_("登记报送"), lead=lead, label=_("登记报送"), back_url=back_url)


@once
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the receipt."""
    shown = found(queries.hospital_report_for(request.user, pk))
    rules.record_receipt(request.user, shown)
    form = forms.ReportReceiptForm(request.POST or None, initial={"on": timezone.localdate()}, sent_on=shown.sent_on)
    if request.method == "POST" and form.is_valid():
        services.record_report_receipt(by=request.user, report=shown, **form.cleaned_data)
        messages.success(request, _("已登记回执。"))
        return redirect(shown)
    lead = _("%(day)s 报送%(body)s。") % {"day": shown.sent_on, "body": shown.body}
    return form_page(
        request,
        form,
        heading=_("登记回执"),
        lead=lead,
        label=_("登记回执"),
        back_url=reverse("supervision:hospital_report", args=[pk]),
    )


@require_POST
@once
def print_hospital_report(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for the report as a file."""
    shown = found(queries.hospital_report_for(request.user, pk))
    return redirect(prints.ask_print(by=request.user, paper="hospital_report", thing=shown, kind=kind))
