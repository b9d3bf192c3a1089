"""Printing a 检查记录表, and reading a filled one back in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.views import form_page, found, once
from supervision import forms, queries, rules, services
from supervision.views.papers import print_paper


@once
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the file; the worker draws it and the job's page shows how far it is."""
    shown = found(queries.record_for(request.user, pk))
    return print_paper(request, shown, paper="record", heading=_("打印检查记录表"), form_class=forms.RecordPaperForm)


@once
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in a filled sheet; it is shown before anything is taken over."""
    shown = found(queries.record_for(request.user, pk))
    rules.fill_record(request.user, shown)
    form = forms.SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = services.upload_record_sheet(by=request.user, record=shown, file=form.cleaned_data["file"])
        return redirect("supervision:preview_record_sheet", pk=shown.pk, file_pk=kept.pk)
    words = {"heading": _("读回检查记录表"), "lead": str(shown), "label": _("上传并预览")}
    return form_page(request, form, back_url=shown.get_absolute_url(), **words)


@once
def preview(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """What the sheet would change, or everything that is wrong with it; taken over on POST."""
    shown = found(queries.record_for(request.user, pk))
    kept = found(queries.sheet_for(request.user, shown, file_pk))
    rules.fill_record(request.user, shown)
    if request.method == "POST":
        services.load_record_sheet(by=request.user, record=shown, kept=kept)
        messages.success(request, _("已写入检查结果。"))
        return redirect(shown)
    plan = services.plan_record_sheet(shown, kept)
    context = {"record": shown, "kept": kept, "plan": plan, "here": "spot_checks"}
    return render(request, "supervision/record_sheet.html", context, status=422 if plan.faults else 200)
