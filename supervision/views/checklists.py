"""The checklists of the risk types: the list, adding, changing and retiring an item."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from risks.states import RiskType
from supervision import forms, queries, rules, services

CHECKLIST = lists.Listing(
    name=gettext_lazy("检查项目"),
    columns=(
        lists.Column("text", gettext_lazy("检查内容"), width="wide", sheet_width=60),
        lists.Column(
            "risk_type", gettext_lazy("风险类型"), labels=dict(RiskType.choices), sort=("risk_type", "position")
        ),
        lists.Column("position", gettext_lazy("排序"), is_numeric=True, width="narrow"),
        lists.Column("retired_on", gettext_lazy("停用日期"), cell="components/cells/day.html"),
    ),
    default_sort="risk_type",
    filters=forms.ChecklistFilters,
    search=None,
    empty=gettext_lazy("没有检查项目。"),
    empty_help=gettext_lazy("没有检查项目的类型，抽中后检查记录里没有要回答的内容。"),
)


@require_safe
def checklist(request: HttpRequest) -> HttpResponseBase:
    """What inspectors are asked to look at, by risk type."""
    rules.keep_checklist(request.user)
    rows = queries.checklist(with_retired=bool(request.GET.get("with_retired")))
    context = {"here": "spot_checks", "may_keep": allows(rules.keep_checklist, request.user)}
    return lists.page(request, CHECKLIST, rows=rows, template="supervision/checklist.html", context=context)


@once
def add(request: HttpRequest) -> HttpResponse:
    """A new item, for draws from now on."""
    rules.keep_checklist(request.user)
    form = forms.ChecklistItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_checklist_item(by=request.user, **form.cleaned_data)
        messages.success(request, _("已新增检查项目，下一次抽取起使用。"))
        return redirect("supervision:checklist")
    back = reverse("supervision:checklist")
    return form_page(request, form, heading=_("新增检查项目"), label=_("新增"), back_url=back)


@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Word or place an item anew; from here it is retired too."""
    rules.keep_checklist(request.user)
    item = found(queries.checklist_item(pk))
    initial = {"text": item.text, "position": item.position, "version": core_queries.version_of(item)}
    form = forms.ChecklistItemForm(request.POST or None, save=item, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_checklist_item(by=request.user, item=item, **form.cleaned_data)
        messages.success(request, _("已保存检查项目。已抽取的检查记录不受影响。"))
        return redirect("supervision:checklist")
    context = {
        "heading": _("修改检查项目"),
        "lead": item.get_risk_type_display(),
        "label": _("保存检查项目"),
        "back_url": reverse("supervision:checklist"),
        "template": "supervision/checklist_item.html",
    }
    return form_page(request, form, item=item, **context)


@once
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask it no more."""
    item = found(queries.checklist_item(pk))
    rules.retire_checklist_item(request.user, item)
    if request.method == "POST":
        services.retire_checklist_item(by=request.user, item=item)
        messages.success(request, _("已停用检查项目。"))
        return redirect("supervision:checklist")
    text = _("停用“%(item)s”？下一次抽取起不再检查，已抽取的检查记录不受影响。") % {"item": item}
    back = reverse("supervision:checklist")
    return confirm(request, heading=_("停用检查项目"), text=text, label=_("停用"), back_url=back, is_destructive=True)
