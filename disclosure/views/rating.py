"""评议 by a printed slip: its code is all there is, so there is no cookie and no token."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from disclosure import forms
from disclosure.calculations import receipts, report_words
from disclosure.queries import asking, open_settings
from disclosure.services import ratings
from disclosure.views.asking import READ_AND_SEND, private
from disclosure.views.in_memory import NoFiles


@require_safe
@login_not_required
def rate(request: HttpRequest) -> HttpResponse:
    """The code from the slip, for those whose telephone does not read the square."""
    code = receipts.grouped(receipts.bare(request.GET.get("code", "")))
    if code:
        return redirect("disclosure:rate_slip", code)
    return private("disclosure/rate.html", {})


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(READ_AND_SEND)
@login_not_required
def rate_slip(request: HttpRequest, code: str) -> HttpResponse:
    """满意, 基本满意 or 不满意: one answer a slip; a slip of no use says so kindly and how to go on."""
    request.upload_handlers = [NoFiles(request)]
    slip = asking.slip(code)
    if slip is None:
        return private("disclosure/rate_over.html", {"code": code}, status=404)
    if request.method != "POST":
        return _form(request, slip, code, forms.RatingForm())
    if request.POST.get("is_no_report") != "1" and report_words.looks_like_report(request.POST.get("text", "")):
        typed = {**request.POST.dict(), "chosen": request.POST.getlist("chosen")}
        return _form(request, slip, code, forms.RatingForm(initial=typed), is_report=True)
    form = forms.RatingForm(request.POST)
    if not form.is_valid():
        return _form(request, slip, code, form, status=422)
    try:
        ratings.rate(code=code, level=form.cleaned_data["level"], reason=form.reason)
    except ratings.Unusable:
        return private("disclosure/rate_over.html", {"code": code, "is_used": True}, status=409)
    return private("disclosure/rated.html", {"slip": slip})


def _form(
    request: HttpRequest, slip: asking.Slip, code: str, form: forms.RatingForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {
        "slip": slip,
        "code": code,
        "form": form,
        "settings": open_settings.current(),
        "words": report_words.for_browsers(),
        "is_no_report": request.POST.get("is_no_report") == "1",
    }
    return private("disclosure/rate_slip.html", context, status=status)
