"""工作日历: the hospital's own days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.views import found, once
from organization import queries, rules, services
from organization.forms.units import CalendarDayForm
from organization.roles import Action


@once
def calendar(request: HttpRequest) -> HttpResponse:
    """The hospital's own days, and a form to add one; next year's national holidays missing is said here."""
    is_keeper = queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION)
    form = CalendarDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.set_calendar_day(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记。"))
        return redirect("organization:calendar")
    next_year = timezone.localdate().year + 1
    context = {
        "form": form,
        "days": queries.calendar_days(),
        "is_keeper": is_keeper,
        "next_year": next_year,
        "is_next_year_missing": queries.is_year_provisional(next_year),
    }
    return render(request, "organization/calendar.html", context, status=422 if form.errors else 200)


@require_POST
@once
def clear_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the hospital's own day back."""
    rules.keep_organization(request.user)
    services.clear_calendar_day(by=request.user, calendar_day=found(queries.calendar_day(pk)))
    messages.success(request, _("已删除，该日按全国日历计算。"))
    return redirect("organization:calendar")
