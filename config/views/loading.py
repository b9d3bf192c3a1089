"""Loading a workbook from the desk: upload, preview with every fault or every change, then the worker loads it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from config.loading import checks, desk, plan
from config.loading.faults import WorkbookFaults
from core.views import found, once


class UploadForm(forms.Form):
    """A workbook to look at."""

    file = forms.FileField(
        label=gettext_lazy("工作簿"),
        help_text=gettext_lazy("九张工作表的 .xlsx 文件，不超过 5 MB；先预览，确认后才写入。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )


@once
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; nothing is written but the file itself, for its owner."""
    desk.may_load(request.user)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = desk.keep(form.cleaned_data["file"], by=request.user)
        return redirect("desk:preview_load", kept.pk)
    return render(request, "desk/load.html", {"form": form}, status=422 if form.errors else 200)


@once
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What loading would do, or everything that keeps it from being loaded; POST has it loaded."""
    desk.may_load(request.user)
    kept = found(desk.kept_for(request.user, pk))
    try:
        planned = plan.compare(checks.load(kept.file.read()))
    except WorkbookFaults as error:
        return render(request, "desk/load_faults.html", {"kept": kept, "faults": error.faults}, status=422)
    if request.method == "POST":
        return redirect(desk.ask_load(by=request.user, kept=kept))
    return render(request, "desk/load_preview.html", {"kept": kept, "plan": planned, "counts": planned.counts()})
