"""通知和回执: calling a meeting, taking the call back, cancelling, answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from approvals import forms, queries, rules, services
from approvals.views import meetings
from core.rules import refusal
from core.views import confirm, found, once


@once
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """Who will be called, when; or why the call comes too late and what to do."""
    shown = found(queries.meeting(request.user, pk))
    rules.change_meeting(request.user, shown)
    refused = refusal(rules.call_meeting, request.user, shown)
    form = forms.CallForm(request.POST or None, meeting=shown)
    if request.method == "POST" and form.is_valid():
        made = services.call_meeting(by=request.user, meeting=shown, observers=list(form.cleaned_data["observers"]))
        count = len(queries.attendances(made))
        messages.success(request, _("已通知%(count)d人，请他们回执。") % {"count": count})
        return redirect(shown)
    context = {
        "meeting": shown,
        "members": queries.to_be_called(shown),
        "refused": refused,
        "form": form,
        "label": _("发出会议通知"),
        "back_url": shown.get_absolute_url(),
    }
    return render(request, "approvals/call.html", context, status=422 if form.errors else 200)


@once
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the call back to change the plan, after asking."""
    shown = found(queries.meeting(request.user, pk))
    rules.recall_meeting(request.user, shown)
    if request.method == "POST":
        services.recall_meeting(by=request.user, meeting=shown)
        messages.success(request, _("已撤回会议通知，可以修改安排和议题。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("撤回%(meeting)s的通知") % {"meeting": shown},
        text=_("撤回后会议回到筹备，可以修改安排和议题，然后重新通知。"),
        consequences=[_("已通知的人会收到“安排有变动”的消息。"), _("已交的回执作废，重新通知后须再次回执。")],
        label=_("撤回会议通知"),
        back_url=shown.get_absolute_url(),
    )


@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting is not held: asked first, with the reason."""
    shown = found(queries.meeting(request.user, pk))
    rules.cancel_meeting(request.user, shown)
    form = forms.ReasonForm(request.POST or None, example=_("主要领导外出，另行召开"))
    if request.method == "POST" and form.is_valid():
        services.cancel_meeting(by=request.user, meeting=shown, reason=form.cleaned_data["reason"])
        messages.success(request, _("已取消会议，议题中的报审等待列入其他会议。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("取消%(meeting)s") % {"meeting": shown},
        text=_("取消后不能恢复；需要时另行筹备会议。"),
        consequences=[_("议题中的报审回到等待列入议题。"), _("已通知的人会收到取消的消息。")],
        label=_("取消会议"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@require_POST
@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """回执: comes, or asks for leave."""
    shown = found(queries.meeting(request.user, pk))
    rules.answer_call(request.user, shown)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        return meetings.meeting_page(request, pk, form)
    services.answer_call(by=request.user, meeting=shown, **form.cleaned_data)
    messages.success(request, _("已提交回执，会议开始前可以更改。"))
    return redirect(shown)
