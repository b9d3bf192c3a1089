"""Verdicts and remarks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import forms, queries, rules, services
from approvals.states import SubmissionState, Verdict
from approvals.views import submissions
from core.views import confirm, found, once


@require_POST
@once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A verdict at the stage that holds it; the head's 退回 before signing comes here too."""
    shown = found(queries.submission_for(request.user, pk))
    verdicts = shown.stage.verdicts if shown.stage else [Verdict.RETURN]
    form = forms.VerdictForm(request.POST, verdicts=verdicts)
    submissions.refuse_unread(form, url=shown.get_absolute_url())
    if not form.is_valid():
        if shown.state == SubmissionState.DRAFT:
            messages.error(request, _("退回时请写明理由。"))
            return redirect(shown)
        return submissions.decision_page(request, pk, form)
    services.decide(by=request.user, submission=shown, **form.cleaned_data)
    messages.success(request, _("已提交意见：%(verdict)s。") % {"verdict": Verdict(form.cleaned_data["verdict"]).label})
    return redirect(shown)


@once
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """不同意 ends it for good, so it is asked first, with its reason."""
    shown = found(queries.submission_for(request.user, pk))
    rules.decide(request.user, shown, Verdict.REJECT)
    form = forms.RejectForm(request.POST or None, initial={"version": shown.version})
    submissions.refuse_unread(form, url=shown.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        services.decide(by=request.user, submission=shown, verdict=Verdict.REJECT, **form.cleaned_data)
        messages.success(request, _("已提交意见：不同意。本次报审终止。"))
        return redirect(shown)
    words = queries.words_of(shown)
    return confirm(
        request,
        heading=_("不同意%(submission)s") % {"submission": shown},
        text=words.rejecting,
        consequences=list(words.rejected),
        label=_("不同意，终止报审"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@require_POST
@once
def remark(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """A remark on one row."""
    shown = found(queries.submission_for(request.user, pk))
    row = found(queries.row_of(shown, row_pk))
    rules.remark(request.user, shown, row)
    form = forms.RemarkForm(request.POST)
    if form.is_valid():
        services.remark(by=request.user, submission=shown, row=row, text=form.cleaned_data["text"])
        messages.success(request, _("已批注“%(row)s”。") % {"row": row.code})
    else:
        messages.error(request, _("批注不能为空。"))
    return redirect(f"{shown.get_absolute_url()}?row={row.pk}#row-{row.pk}")


@require_POST
@once
def take_back_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own remark back."""
    shown = found(queries.remark_for(request.user, pk))
    services.take_back_remark(by=request.user, remark=shown)
    messages.success(request, _("已撤回批注。"))
    return redirect(f"{shown.submission.get_absolute_url()}?row={shown.row_id}#row-{shown.row_id}")
