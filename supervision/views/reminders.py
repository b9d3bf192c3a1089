"""提醒: what the person was reminded of, and one day's digest."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.registry import registry
from core.views import found, lists
from supervision import forms, queries
from supervision.states.reminders import Audience


def kind_text(reminder: Any) -> str:
    source = registry.reminder_sources.get(reminder.kind)
    return str(source.title) if source else reminder.kind


COLUMNS = (
    lists.Column("text", gettext_lazy("事项"), width="wide", sheet_width=60),
    lists.Column("kind", gettext_lazy("类别"), value=kind_text),
    lists.Column("due_on", gettext_lazy("期限"), sort=("due_on",), cell="components/cells/day.html"),
    lists.Column("standing", gettext_lazy("提醒时"), value=lambda reminder: reminder.standing),
    lists.Column(
        "audience", gettext_lazy("身份"), labels=dict(Audience.choices), width="narrow", is_hidden_on_phone=True
    ),
)

REMINDERS = lists.Listing(
    name=gettext_lazy("到期提醒"),
    columns=(
        *COLUMNS,
        lists.Column("on", gettext_lazy("提醒日期"), sort=("on",), cell="components/cells/day.html"),
    ),
    default_sort="-on",
    filters=forms.ReminderFilters,
    search=lambda rows, text: rows.filter(text__contains=text.strip()),
    search_help=gettext_lazy("部门、编码"),
    row_url=lambda reminder: reminder.url,
    empty=gettext_lazy("没有提醒。"),
    empty_help=gettext_lazy("审批、整改、措施、年度复核等临近期限时，工作日早上会在这里和消息里提醒您。"),
)

DIGEST = lists.Listing(
    name=gettext_lazy("当日提醒"), columns=COLUMNS, default_sort="due_on", row_url=lambda reminder: reminder.url
)


@require_safe
def reminders(request: HttpRequest) -> HttpResponseBase:
    """Each thing once, as the person was last reminded of it."""
    rows = queries.reminders_of(request.user)
    return lists.page(
        request, REMINDERS, rows=rows, template="supervision/reminders.html", context={"here": "reminders"}
    )


@require_safe
def digest(request: HttpRequest, pk: int) -> HttpResponse:
    """One day's digest, kind by kind, the most urgent first."""
    shown = found(queries.digest_of(request.user, pk))
    order = [kind for kind, _source in registry.reminders()]
    rows = sorted(
        queries.reminders_in(shown), key=lambda row: order.index(row.kind) if row.kind in order else len(order)
    )
    context = {"digest": shown, "page": lists.still(DIGEST, rows), "here": "reminders"}
    return render(request, "supervision/digest.html", context)
