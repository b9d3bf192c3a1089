"""Answering a self-check, all items on one page or one at a time; raising findings; its report."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.registry import RowDifference
from core.rules import allows
from core.states import RowChange
from core.views import form_page, found, once
from supervision import queries as all_queries
from supervision.forms import self_checks as forms
from supervision.queries import findings as finding_queries
from supervision.queries import self_checks as queries
from supervision.rules import self_checks as rules
from supervision.services import self_check_answers as services
from supervision.services import self_checks as self_check_services


@once
def answer_self_check(request: HttpRequest, pk: int) -> HttpResponse:
    """All items on one page; any button keeps everything that was filled in, the one of a row comes back to it."""
    shown = found(queries.self_check_for(request.user, pk))
    rules.answer(request.user, shown)
    reading = queries.reading_of(shown, by=None if shown.is_seen_whole else request.user)
    answers = queries.answerable(request.user, shown, reading.answers)
    is_post = request.method == "POST"
    rows = forms.answer_rows(
        answers, reading.files, request.POST if is_post else None, request.FILES if is_post else None
    )
    faulty = [row for row in rows if not row.form.is_valid()] if is_post else []
    if is_post and not faulty:
        entries = [services.AnswerEntry(**row.entry) for row in rows]
        count = services.answer_self_check(by=request.user, check=shown, entries=entries)
        saved = _("已保存 %(n)d 项。") % {"n": count} if count else _("没有改动，草稿已在。")
        messages.success(request, saved + _whats_next(shown))
        row = request.POST.get("row", "")
        return redirect(f"{request.path}#answer-{row}") if row.isdecimal() else redirect(shown)
    context = {"check": shown, "contents": forms.by_content(rows), "faulty": faulty, "here": "self_checks"}
    return render(request, "supervision/self_check_answers.html", context, status=422 if faulty else 200)


def _whats_next(check: Any) -> str:
    if not all_queries.is_filled(check):
        return ""
    return _("各项填报完毕，请党委书记签署报送。") if check.is_leadership else _("各项填报完毕，请科室负责人签署报送。")


@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One item alone, for a phone."""
    shown = found(queries.answer_for(request.user, pk))
    check = shown.self_check
    rules.answer_items(request.user, check, [shown])
    files = queries.files_of(queries.ANSWER_SUBJECT, [shown.pk]).get(shown.pk, [])
    is_post = request.method == "POST"
    data, uploads = (request.POST, request.FILES) if is_post else (None, None)
    row = forms.answer_row(shown, files, data, uploads, is_alone=True)
    back_url = f"{check.get_absolute_url()}#answer-{shown.pk}"
    if is_post and row.form.is_valid():
        entries = [services.AnswerEntry(**row.entry)]
        services.answer_self_check(by=request.user, check=check, entries=entries)
        messages.success(request, _("已保存。") + _whats_next(check))
        return redirect(back_url)
    heading = _("填报自查")
    return form_page(request, row.form, heading=heading, lead=str(shown), label=_("保存"), back_url=back_url)


@once
def raise_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what is not carried out as a finding, on the spot."""
    shown = found(queries.answer_for(request.user, pk))
    rules.raise_finding(request.user, shown)
    check = shown.self_check
    text = _("%(state)s：%(item)s") % {"state": shown.get_state_display(), "item": shown}
    initial = {"text": text, "evidence": shown.note, "days": 10}
    points = None if shown.measure_id else finding_queries.plain_points_to_choose(request.user, check.department)
    form = forms.FindingForm(request.POST or None, initial=initial, points=points)
    back_url = f"{check.get_absolute_url()}#answer-{shown.pk}"
    if request.method == "POST" and form.is_valid():
        finding = services.raise_finding(by=request.user, answer=shown, **form.cleaned_data)
        messages.success(
            request, _("已登记问题%(code)s，整改期限%(day)s。") % {"code": finding.code, "day": finding.due_on}
        )
        return redirect(back_url)
    return form_page(request, form, heading=_("登记问题"), lead=str(shown), label=_("登记为问题"), back_url=back_url)


@require_POST
@once
def follow_measures(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up the measures of the table that came into force meanwhile."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    self_check_services.follow_measures(by=request.user, check=shown)
    messages.success(request, _("已按现行一览表更新本次自查的措施。"))
    return redirect(shown)


@require_POST
@once
def report_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the progress of measures answered as carried out."""
    shown = found(queries.self_check_for(request.user, pk))
    count = services.report_progress(by=request.user, check=shown)
    messages.success(request, _("已登记 %(n)d 条措施的进展。") % {"n": count})
    return redirect(shown)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report, section by section, and what stands written by hand against what the answers say."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    reading = queries.reading_of(shown)
    faults = queries.faults_of(reading) if shown.is_editable else []
    context = {
        "check": shown,
        "sections": reading.sections,
        "may_write": allows(rules.write, request.user, shown),
        "may_sign": not any(fault.is_blocking for fault in faults) and allows(rules.sign, request.user, shown),
        "here": "self_checks",
    }
    return render(request, "supervision/self_check_report.html", context)


@once
def write_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Put sections of the report into other words."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    rules.write(request.user, shown)
    initial = {"version": core_queries.version_of(shown)}
    sections = queries.reading_of(shown).sections
    form = forms.ReportForm(request.POST or None, initial=initial, sections=sections)
    back_url = reverse("supervision:self_check_report", args=[shown.pk])
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        services.write_report(by=request.user, check=shown, texts=form.texts, version=version)
        messages.success(request, _("已保存。没有改动的章节仍随自查数据更新。"))
        return redirect(back_url)
    lead = _("改写过的章节不再随数据变化，数据有变化时会提示。")
    return form_page(request, form, heading=_("修改自查报告"), lead=lead, label=_("保存报告"), back_url=back_url)


@once
def rewrite_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Write every section from the answers again, after showing what would change."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    rules.write(request.user, shown)
    sections = queries.reading_of(shown).sections
    back_url = reverse("supervision:self_check_report", args=[shown.pk])
    if request.method == "POST":
        services.rewrite_report(by=request.user, check=shown)
        messages.success(request, _("已按自查数据重新生成。"))
        return redirect(back_url)
    return render(request, "supervision/rewrite_report.html", rewriting(sections, back_url, lead=str(shown)))


def rewriting(sections: Any, back_url: str, *, lead: str) -> dict[str, Any]:
    """The page that shows what writing a report again would change."""
    difference = [
        RowDifference(each.key, "", each.title, RowChange.CHANGED, (("", each.text, each.fresh),))
        for each in sections
        if each.is_written_by_hand
    ]
    return {"difference": difference, "back_url": back_url, "lead": lead}
