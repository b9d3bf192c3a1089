"""公开目录 at the desk: the list, one item with its dues and what was published, and how 党办 keeps them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from disclosure.calculations.standard_catalogue import SOURCE
from disclosure.forms import catalogue as forms
from disclosure.queries import catalogue as queries
from disclosure.queries import dues as due_queries
from disclosure.rules import catalogue as rules
from disclosure.services import catalogue as services
from disclosure.states import Aspect, ItemSource, ItemStanding, Period, Topic
from disclosure.views.dues import DUES_OF_ITEM
from powers.states import DisclosureScope

ITEMS = lists.Listing(
    name=gettext_lazy("公开目录"),
    columns=(
        lists.Column("name", gettext_lazy("公开内容"), width="wide", sheet_width=50),
        lists.Column("code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column("topic", gettext_lazy("栏目"), labels=dict(Topic.choices), sort=("position",)),
        lists.Column("aspect", gettext_lazy("方面"), labels=dict(Aspect.choices), is_hidden_on_phone=True),
        lists.Column("department", gettext_lazy("责任部门"), "department__name"),
        lists.Column("scope", gettext_lazy("公开范围"), labels=dict(DisclosureScope.choices), is_hidden_on_phone=True),
        lists.Column("period", gettext_lazy("公开周期"), labels=dict(Period.choices)),
        lists.Column("open_count", gettext_lazy("待公开"), is_numeric=True),
        lists.Column(
            "standing",
            gettext_lazy("状态"),
            labels=dict(ItemStanding.choices),
            cell="components/cells/state.html",
        ),
    ),
    default_sort="topic",
    filters=forms.ItemFilters,
    search=queries.search_items,
    search_help=gettext_lazy("公开内容、编码、依据、部门或拼音首字母"),
    empty=gettext_lazy("公开目录还是空的。"),
    empty_help=gettext_lazy("由党办采用标准目录，再按本院情况增改。"),
)

FIELDS = "name topic aspect basis basis_status basis_verified_on department scope form source period clock_days".split()


@require_safe
def items(request: HttpRequest) -> HttpResponseBase:
    """The whole catalogue, for everybody who does business here."""
    counts = queries.item_counts(request.user)
    context = {
        "figures": _figures(counts),
        "is_empty": not counts["used"],
        "may_keep": queries.may_keep_catalogue(request.user),
        "here": "items",
    }
    rows = queries.items_for(request.user)
    return lists.page(request, ITEMS, rows=rows, template="disclosure/items.html", context=context)


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The numbers above the list, each a link."""
    url, unit = reverse("disclosure_desk:items"), _("项")
    shown = (
        (_("在用"), "used", "", ""),
        (_("已逾期"), "overdue", f"?standing={ItemStanding.OVERDUE}", "red"),
        (_("即将到期"), "due_soon", f"?standing={ItemStanding.SOON}", "amber"),
    )
    return [
        {"label": label, "value": counts[key], "unit": unit, "url": f"{url}{query}", "tone": counts[key] and tone}
        for label, key, query, tone in shown
    ]


@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One item: what, on what basis, who, the clock, what is due and how that was counted, what was published."""
    shown = found(queries.item_for(request.user, pk))
    dues = due_queries.dues_for(request.user).filter(item=shown).order_by("-due_on", "-pk")[:30]
    is_writer = not shown.is_retired and bool(allows(rules.write_for, request.user, shown))
    is_keeper = queries.may_keep_catalogue(request.user)
    context: dict[str, Any] = {
        "item": shown,
        "standing_label": ItemStanding(shown.standing).label,  # type: ignore[attr-defined]
        "dues": lists.still(DUES_OF_ITEM, due_queries.with_counting(dues, is_writer=is_writer, is_keeper=is_keeper)),
        "next_span": queries.next_span(shown, timezone.localdate()),
        "published": queries.published_of(request.user, shown)[:20],
        "may_write": is_writer and shown.source != ItemSource.POWERS,
        "may_add_due": allows(rules.add_due, request.user, shown),
        "may_keep": is_keeper,
        "history": core_queries.history_of(shown, without=("position",)),
        "here": "items",
    }
    return render(request, "disclosure/catalogue_item.html", context)


@once
def add_item(request: HttpRequest) -> HttpResponse:
    """Add an item to the catalogue."""
    rules.keep_catalogue(request.user)
    form = forms.ItemForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = services.add_item(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记%(item)s。") % {"item": made})
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("登记公开事项"),
        label=_("登记事项"),
        back_url=reverse("disclosure_desk:items"),
        is_long=True,
    )


@once
def change_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an item; what is due already keeps its days."""
    shown = found(queries.item_for(request.user, pk))
    rules.change_item(request.user, shown)
    initial = {"version": core_queries.version_of(shown), **{name: getattr(shown, name) for name in FIELDS}}
    form = forms.ItemForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_item(by=request.user, item=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改%(code)s") % {"code": shown.code},
        lead=_("已经生成的待公开不变；改了责任部门的，未公开的随之转给新部门。"),
        label=_("保存修改"),
        back_url=shown.get_absolute_url(),
        is_long=True,
    )


@once
def retire_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item out of use, with a reason."""
    shown = found(queries.item_for(request.user, pk))
    rules.change_item(request.user, shown)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.retire_item(by=request.user, item=shown, **form.cleaned_data)
        messages.success(request, _("已停用。"))
        return redirect(shown)
    count = shown.open_count  # type: ignore[attr-defined]
    consequences = [_("不再生成待公开，目录和院务公开网页的目录里不再列出；已公开的内容不受影响。")]
    if count:
        consequences.append(_("尚未公开的 %(count)d 项一并注明不需公开，写明同一理由。") % {"count": count})
    return confirm(
        request,
        heading=_("停用%(item)s") % {"item": shown},
        text=_("停用后可以恢复，恢复后周期从当天重新开始。"),
        label=_("停用"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        consequences=consequences,
        form=form,
    )


@once
def restore_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a retired item into use again."""
    shown = found(queries.item_for(request.user, pk))
    rules.restore_item(request.user, shown)
    if request.method == "POST":
        services.restore_item(by=request.user, item=shown)
        messages.success(request, _("已恢复。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("恢复%(item)s") % {"item": shown},
        text=_("恢复后重新列入目录；按周期公开的，从今天所在的一期起生成待公开。"),
        label=_("恢复"),
        back_url=shown.get_absolute_url(),
    )


@once
def adopt_items(request: HttpRequest) -> HttpResponse:
    """Adopt the standard catalogue: what is not there yet, each with the department that answers for it."""
    rules.keep_catalogue(request.user)
    departments = queries.departments_to_keep(request.user)
    missing = queries.standard_to_add(request.user)
    form = forms.AdoptForm(request.POST or None, missing=missing, departments=departments)
    if request.method == "POST" and form.is_valid():
        made = services.adopt_standard(by=request.user, departments=form.chosen())
        if made:
            messages.success(request, _("已采用 %(count)d 项。") % {"count": len(made)})
        else:
            messages.info(request, _("没有增加：目录里都有了，或没有选责任部门。"))
        return redirect("disclosure_desk:items")
    context = {"form": form, "source": SOURCE, "here": "items"}
    return render(request, "disclosure/adopt.html", context, status=422 if form.errors else 200)
