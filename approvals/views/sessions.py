"""A meeting begins, people come and go, it ends."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from approvals import forms, queries, rules, services
from approvals.states import Presence
from core.views import confirm, found, once


@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came and who presides, prefilled from the receipts."""
    shown = found(queries.meeting(request.user, pk))
    rules.open_meeting(request.user, shown)
    form = forms.OpeningForm(request.POST or None, attendances=list(queries.attendances(shown)))
    if request.method == "POST" and form.is_valid():
        present, on_leave = form.by_presence(Presence.PRESENT), form.by_presence(Presence.LEAVE)
        services.open_meeting(
            by=request.user, meeting=shown, chair=form.presiding(), present=present, on_leave=on_leave
        )
        messages.success(request, _("会议已开始，请逐项审议。"))
        return redirect(shown)
    return _attendance_page(
        request,
        shown,
        form,
        heading=_("开始%(meeting)s") % {"meeting": shown},
        lead=_("按签到登记到会情况；已按回执预先选好，有变化请改。"),
        label=_("开始会议"),
    )


@once
def note_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody came later or had to go."""
    shown = found(queries.meeting(request.user, pk))
    rules.note_presence(request.user, shown)
    form = forms.AttendanceForm(request.POST or None, attendances=list(queries.attendances(shown)))
    if request.method == "POST" and form.is_valid():
        for attendance, presence in form.changed():
            services.note_presence(by=request.user, attendance=attendance, presence=presence)
        messages.success(request, _("已更正到会情况，从下一项议题起算。"))
        return redirect(shown)
    return _attendance_page(
        request,
        shown,
        form,
        heading=_("更正%(meeting)s的到会情况") % {"meeting": shown},
        lead=_("有人迟到或提前离会时更正；从下一项议题起计算到会人数，已表决的不变。"),
        label=_("更正到会情况"),
    )


def _attendance_page(request: HttpRequest, shown: Any, form: Any, **words: str) -> HttpResponse:
    context = {"meeting": shown, "form": form, "back_url": shown.get_absolute_url(), **words}
    return render(request, "approvals/attendance.html", context, status=422 if form.errors else 200)


@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The end, after asking: what was not taken is postponed."""
    shown = found(queries.meeting(request.user, pk))
    rules.close_meeting(request.user, shown)
    if request.method == "POST":
        services.close_meeting(by=request.user, meeting=shown)
        messages.success(request, _("会议已结束，会议记录已封存。"))
        return redirect(shown)
    waiting = [item for item, _entries in queries.agenda(request.user, shown) if item.state == "waiting"]
    left = [_("“%(item)s”尚未审议，将缓议，等待列入其他会议。") % {"item": item} for item in waiting]
    return confirm(
        request,
        heading=_("结束%(meeting)s") % {"meeting": shown},
        text=_("结束后会议记录封存，到会、回避、发言、表决都不能再改。"),
        consequences=left or [_("全部议题都已审议。")],
        label=_("结束会议"),
        back_url=shown.get_absolute_url(),
    )
