"""待公开: the list, registering what arose, and saying that something need not be published."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.views import confirm, form_page, found, lists, once
from disclosure.forms import catalogue as reason_forms
from disclosure.forms import dues as forms
from disclosure.queries import catalogue as item_queries
from disclosure.queries import dues as queries
from disclosure.rules import catalogue as rules
from disclosure.services import dues as services
from disclosure.states import DueStanding


def note(due: Any) -> str:
    """Beside the last day: why it was waived, or that the day is provisional."""
    return due.waived_reason or (_("暂按周一至周五计算") if due.is_provisional else "")


STANDING = lists.Column(
    "standing", gettext_lazy("状态"), labels=dict(DueStanding.choices), cell="components/cells/state.html"
)
DUE_ON = lists.Column(
    "due_on", gettext_lazy("最迟公开日期"), sort=("due_on",), cell="components/cells/day.html", note=note
)
AROSE_ON = lists.Column(
    "arose_on", gettext_lazy("形成或期满日期"), cell="components/cells/day.html", is_hidden_on_phone=True
)
MET_ON = lists.Column("met_on", gettext_lazy("公开日期"), cell="components/cells/day.html", is_hidden_on_phone=True)

DUES = lists.Listing(
    name=gettext_lazy("待公开"),
    columns=(
        lists.Column("item", gettext_lazy("公开内容"), "item__name", width="wide", sheet_width=40),
        lists.Column("label", gettext_lazy("事由"), sheet_width=40),
        lists.Column("department", gettext_lazy("责任部门"), "item__department__name"),
        AROSE_ON,
        DUE_ON,
        MET_ON,
        STANDING,
    ),
    default_sort="due_on",
    filters=forms.DueFilters,
    search=queries.search_dues,
    search_help=gettext_lazy("公开内容、事由、部门或拼音首字母"),
    row_url=lambda due: f"{due.item.get_absolute_url()}#due-{due.pk}",
    empty=gettext_lazy("没有待公开的事项。"),
    empty_help=gettext_lazy("按周期公开的期满自动列入；形成或变更的，由责任部门在公开目录的事项页登记。"),
)

DUES_OF_ITEM = lists.Listing(
    name=gettext_lazy("待公开"),
    columns=(
        lists.Column("label", gettext_lazy("事由"), cell="disclosure/due_cell.html", width="wide"),
        AROSE_ON,
        DUE_ON,
        MET_ON,
        STANDING,
    ),
    default_sort="due_on",
    row_url=None,
)


@require_safe
def dues(request: HttpRequest) -> HttpResponseBase:
    """What is to be published, the most overdue first; what was published or waived when it is asked for."""
    context = {"figures": _figures(queries.due_counts(request.user)), "here": "dues"}
    rows = queries.dues_shown(request.user, with_done=bool(request.GET.get("standing")))
    return lists.page(request, DUES, rows=rows, template="disclosure/dues.html", context=context)


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The numbers above the list, each a link; what was published late this year is told beside what was in time."""
    url, unit = reverse("disclosure_desk:dues"), _("项")
    shown = (
        (_("待公开"), "waiting", "", ""),
        (_("已逾期"), "overdue", f"?standing={DueStanding.OVERDUE}", "red"),
        (_("即将到期"), "due_soon", f"?standing={DueStanding.SOON}", "amber"),
        (_("今年按期公开"), "met", f"?standing={DueStanding.MET}", ""),
    )
    figures = [
        {"label": label, "value": counts[key], "unit": unit, "url": f"{url}{query}", "tone": counts[key] and tone}
        for label, key, query, tone in shown
    ]
    late = f"{url}?standing={DueStanding.LATE}"
    figures[-1]["change"] = format_html('<a href="{}">{}</a>', late, _("逾期公开 %(n)d 项") % {"n": counts["late"]})
    return figures


@once
def add_due(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what arose of an item; the last day is counted and explained on the item's page."""
    item = found(item_queries.item_for(request.user, pk))
    rules.add_due(request.user, item)
    form = forms.DueForm(request.POST or None, initial={"arose_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        due = services.add_due(by=request.user, item=item, **form.cleaned_data)
        words = {"label": due.label, "day": due.due_on, "days": item.clock_days}
        messages.success(request, _("已登记“%(label)s”，最迟%(day)s公开（%(days)d个工作日）。") % words)
        return redirect(f"{item.get_absolute_url()}#due-{due.pk}")
    return form_page(
        request,
        form,
        heading=_("登记待公开：%(item)s") % {"item": item},
        lead=_("从形成或变更的次日起%(days)d个工作日内公开；节假日和调休怎么算的，登记后写在事项页上。")
        % {"days": item.clock_days},
        label=_("登记待公开"),
        back_url=item.get_absolute_url(),
    )


@once
def waive_due(request: HttpRequest, pk: int) -> HttpResponse:
    """党办 says why something need not be published."""
    due = found(queries.due_for(request.user, pk))
    rules.keep_catalogue(request.user)
    rules.waive_due(request.user, due, reason="-")
    form = reason_forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.waive_due(by=request.user, due=due, **form.cleaned_data)
        messages.success(request, _("已注明不需公开。"))
        return redirect(due.item)
    return confirm(
        request,
        heading=_("不需公开：%(label)s") % {"label": due.label},
        text=_("%(item)s，最迟%(day)s公开。注明后不再提醒，事由和理由留在目录里，全院可见。")
        % {"item": due.item, "day": due.due_on},
        label=_("注明不需公开"),
        back_url=due.item.get_absolute_url(),
        is_destructive=True,
        form=form,
    )
