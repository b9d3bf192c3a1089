"""意见建议和评议 in numbers, and 公开设置."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import exports, lists, number, once
from disclosure.forms import slips as forms
from disclosure.queries import open_settings as settings_queries
from disclosure.queries import statistics as queries
from disclosure.rules import handling as rules
from disclosure.services import open_settings as services
from disclosure.views.places import places

FIRST_YEAR = 2000


@require_safe
def statistics(request: HttpRequest) -> HttpResponseBase:
    """The tables of one year (`?year=`); one of them as a sheet by `?table=…&export=xlsx`."""
    if not allows(rules.read_suggestions, request.user):
        raise Http404
    this_year = timezone.localdate().year
    asked = number(request.GET.get("year")) or this_year
    year = asked if FIRST_YEAR <= asked <= date.max.year else this_year
    tables = queries.suggestion_tables(request.user, year) + queries.rating_tables(request.user, year)
    kind = request.GET.get("export", "")
    chosen = next((table for table in tables if table.code == request.GET.get("table")), None)
    if chosen and kind in ("xlsx", "csv"):
        return exports.answer(_listing(chosen, year), [line.row() for line in chosen.lines], kind=kind)
    context = {
        "year": year,
        "years": range(this_year, min(queries.first_year(this_year), year) - 1, -1),
        "tables": tables,
        "is_empty": not any(table.lines for table in tables),
        "reasons": queries.reasons(request.user, year),
        **places(request, "statistics"),
    }
    return render(request, "disclosure/statistics.html", context)


def _listing(table: queries.Table, year: int) -> lists.Listing:
    columns = [lists.Column("label", table.heading, sheet_width=24)]
    columns += [lists.Column(key, word) for key, word in table.headings.items()]
    return lists.Listing(name=f"{year}{table.title}", columns=tuple(columns), default_sort="label")


@once
def open_settings(request: HttpRequest) -> HttpResponse:
    """The channels of 举报 and the terms, with what they were before."""
    rules.change_open_settings(request.user)
    now: Any = settings_queries.current()
    form = forms.SettingsForm(request.POST or None, instance=now)
    if request.method == "POST" and form.is_valid():
        services.change_open_settings(by=request.user, **form.cleaned_data)
        messages.success(request, _("公开设置已保存。"))
        return redirect("disclosure_desk:open_settings")
    history = core_queries.history_of(now) if now.pk and not now._state.adding else []
    context = {
        "form": form,
        "heading": _("公开设置"),
        "label": _("保存设置"),
        "back_url": reverse("disclosure_desk:suggestions"),
        "history": history,
        **places(request, "open_settings"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "disclosure/open_settings.html", context, status=status)
