"""签收: the list over departments, one table's receipts by post, signing, recording from paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from controls import forms, queries, rules, services
from controls.states import ReceiptState
from core.rules import allows
from core.views import form_page, found, lists, number, numbers, once

RECEIPTS = lists.Listing(
    name=gettext_lazy("签收"),
    columns=(
        lists.Column("post", gettext_lazy("岗位"), "post__name", sort=("post__code",)),
        lists.Column("person", gettext_lazy("任职人"), "person__name", sort=("person__name",)),
        lists.Column("department", gettext_lazy("部门"), "post__department__name", sort=("post__department__path",)),
        lists.Column(
            "receipt_state",
            gettext_lazy("状态"),
            labels=dict(ReceiptState.choices),
            sort=("receipt_state",),
            cell="components/cells/state.html",
        ),
        lists.Column("signed_on", gettext_lazy("签收日期"), sort=("signed_on",), cell="components/cells/day.html"),
        lists.Column(
            "is_on_paper",
            gettext_lazy("方式"),
            labels={True: gettext_lazy("纸质"), False: gettext_lazy("系统内"), None: ""},
            width="narrow",
        ),
        lists.Column(
            "from_on",
            gettext_lazy("任职日期"),
            sort=("from_on",),
            cell="components/cells/day.html",
            is_hidden_on_phone=True,
        ),
    ),
    default_sort="department",
    filters=forms.ReceiptFilters,
    search=lambda rows, text: lists.by_text_of(rows, text, "post__search_text"),
    search_help=gettext_lazy("岗位名称、编码或拼音首字母"),
    row_url=lambda row: reverse("controls:table_receipts", args=[row.table_id]),
    empty=gettext_lazy("没有要签收的岗位。"),
    empty_help=gettext_lazy("一览表审定生效后，表中岗位的任职人在这里列出。"),
)


@require_safe
def receipts(request: HttpRequest) -> HttpResponseBase:
    """Who has to sign for the tables in force and who has, over all departments the person sees, or one ?table=."""
    asked = number(request.GET.get("table"))
    context = {"totals": queries.receipt_totals(request.user, table_id=asked), "here": "receipts", "table_id": asked}
    rows = queries.receipts_shown(request.user, table_id=asked)
    return lists.page(request, RECEIPTS, rows=rows, template="controls/receipts.html", context=context)


@require_safe
def table_receipts(request: HttpRequest, pk: int) -> HttpResponse:
    """One table's receipts by post: who signed when, who has not, which posts are vacant."""
    table = found(queries.table_of_receipts(request.user, pk))
    posts = queries.receipts_by_post(table)
    holders = [receipt for post in posts for _tenure, receipt in post.holders]
    context = {
        "table": table,
        "posts": posts,
        "counts": {"due": len(holders), "signed": sum(bool(receipt) for receipt in holders)},
        "vacant": sum(not post.holders for post in posts),
        "scans": queries.scans_of(table),
        "may_keep": table.state == "in_force" and allows(rules.keep_receipts, request.user, table),
        "may_sign": table.state == "in_force" and bool(queries.own_posts_to_sign(request.user, table)),
    }
    return render(request, "controls/table_receipts.html", context)


@once
def sign_table(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows of the own posts, read and signed for."""
    table: Any = found(queries.table_to_sign(request.user, pk))
    posts = queries.own_posts_to_sign(request.user, table)
    rules.sign_table(request.user, table, posts)
    if request.method == "POST":
        services.sign_table(by=request.user, table=table, post_ids=numbers(request.POST.getlist("post")))
        messages.success(request, _("已签收。"))
        return redirect("desk:inbox")
    groups = queries.post_groups(table, only=posts)
    return render(request, "controls/sign.html", {"table": table, "groups": groups, "back_url": reverse("desk:inbox")})


@once
def record_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what a holder without login signed on paper."""
    table = found(queries.table_of_receipts(request.user, pk))
    rules.keep_receipts(request.user, table)
    initial = {"tenure": request.GET.get("tenure")}
    form = forms.PaperReceiptForm(request.POST or None, request.FILES or None, table=table, initial=initial)
    back_url = reverse("controls:table_receipts", args=[table.pk])
    if request.method == "POST" and form.is_valid():
        services.record_paper_receipt(by=request.user, table=table, **form.cleaned_data)
        messages.success(request, _("已登记纸质签收。"))
        return redirect(back_url)
    lead = f"{_('班子成员') if table.is_leadership else table.department} · {table.edition}"
    return form_page(request, form, heading=_("登记纸质签收"), lead=lead, label=_("登记签收"), back_url=back_url)
