"""Keeping the default stages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import forms, queries, rules, services
from core.views import found, once


@once
def stages(request: HttpRequest) -> HttpResponse:
    """The stages of both kinds, and adding one."""
    rules.keep_stages(request.user)
    form = forms.StageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_stage(by=request.user, kind=form.cleaned_data["before"].kind, **form.cleaned_data)
        messages.success(request, _("已增设环节；已经报审的不受影响。"))
        return redirect("approvals:stages")
    context = {"form": form, "stages": queries.stage_defaults(), "here": "stages"}
    return render(request, "approvals/stages.html", context, status=422 if form.errors else 200)


@require_POST
@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a stage another number of working days."""
    rules.keep_stages(request.user)
    stage, form = found(queries.stage_default(pk)), forms.DueDaysForm(request.POST)
    if form.is_valid():
        services.change_due_days(by=request.user, stage=stage, due_days=form.cleaned_data["due_days"])
        messages.success(request, _("已调整“%(stage)s”的办理时限。") % {"stage": stage})
    else:
        messages.error(request, _("办理时限须为 1 至 60 个工作日。"))
    return redirect("approvals:stages")


@require_POST
@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an added stage out."""
    services.remove_stage(by=request.user, stage=found(queries.stage_default(pk)))
    messages.success(request, _("已取消该环节。"))
    return redirect("approvals:stages")
