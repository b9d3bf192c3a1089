"""Printing record, minutes and the filing's letter by the worker, and the page at which a printed hash is verified."""

import textwrap

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import forms, queries, services
from approvals.views import lists as listing
from core.views import form_page, found, once


@once
def print_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose record or minutes and the file; the worker draws it and the job's page shows how far it is."""
    meeting = found(queries.meeting(request.user, pk))
    papers = queries.papers_for(request.user, meeting)
    form = forms.MeetingPrintForm(request.POST or None, papers=papers)
    if request.method == "POST" and form.is_valid():
        return redirect(services.ask_meeting_print(by=request.user, meeting=meeting, **form.cleaned_data))
    lead = _("%(meeting)s · 会议记录只供记录、监督和到会的委员查阅；回避的人看不到回避的部分。") % {"meeting": meeting}
    context = {
        "heading": _("打印会议文件"),
        "label": _("生成文件"),
        "back_url": meeting.get_absolute_url(),
        "lead": lead,
    }
    return form_page(request, form, **context)


@require_POST
@once
def print_filing(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for the cover letter."""
    filing = found(queries.filing_for(request.user, pk))
    return redirect(services.ask_filing_print(by=request.user, filing=filing, kind=kind))


@require_safe
def verify(request: HttpRequest, sha256: str) -> HttpResponse:
    """What carries the hash and whether it still holds; 404 where the person may see nothing that carries it."""
    things = found(queries.verified(request.user, sha256) or None)
    context = {"parts": textwrap.wrap(sha256, 8), "things": things, **listing.places(request, "verify")}
    return render(request, "approvals/verify.html", context)
