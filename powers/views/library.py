"""The library of legal bases, with what rests on each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.views import form_page, found, lists, once
from powers import forms, queries, rules, services
from powers.states import BasisStatus

BASES = lists.Listing(
    name=gettext_lazy("行使依据"),
    default_sort="code",
    columns=(
        lists.Column("code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column(
            "title", gettext_lazy("名称"), sort=("title",), note="document_number", width="wide", sheet_width=40
        ),
        lists.Column("article", gettext_lazy("条款"), is_hidden_on_phone=True, sheet_width=24),
        lists.Column("issuer", gettext_lazy("发布机关"), is_hidden_on_phone=True, sheet_width=24),
        lists.Column(
            "status", gettext_lazy("状态"), labels=dict(BasisStatus.choices), cell="components/cells/state.html"
        ),
        lists.Column("verified_on", gettext_lazy("核对日期"), sort=("verified_on",), cell="components/cells/day.html"),
        lists.Column("citation_count", gettext_lazy("引用职权（项）"), is_numeric=True),
    ),
    filters=forms.BasisFilters,
    search_help=gettext_lazy("名称、文号、编码、拼音首字母"),
    empty=gettext_lazy("依据库还是空的"),
    empty_help=gettext_lazy("由党办登记法律法规和文件，或随工作簿导入。"),
)

BASIS_FIELDS = ("title", "document_number", "article", "issuer", "status", "verified_on", "note")


@require_safe
def bases(request: HttpRequest) -> HttpResponseBase:
    """The library of legal bases."""
    context = {"may_keep": queries.may_keep_library(request.user)}
    return lists.page(request, BASES, rows=queries.bases(request.user), template="powers/bases.html", context=context)


@require_safe
def basis(request: HttpRequest, code: str) -> HttpResponse:
    """One basis, everything that rests on it, what it has opened for review, and who changed it."""
    shown = found(queries.basis(request.user, code))
    context = {
        "basis": shown,
        "touched": queries.touched_by(shown, by=request.user),
        "dues": queries.dues_of(request.user, shown)[:50],
        "history": queries.history_of(shown),
        "may_keep": queries.may_keep_library(request.user),
    }
    return render(request, "powers/basis.html", context)


@once
def add_basis(request: HttpRequest) -> HttpResponse:
    """Add a basis to the library."""
    rules.keep_library(request.user)
    form = forms.BasisForm(request.POST or None, initial={"status": BasisStatus.UNCHECKED})
    if request.method == "POST" and form.is_valid():
        made = services.add_basis(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记%(basis)s。") % {"basis": made})
        return redirect(made)
    return form_page(request, form, heading=_("登记行使依据"), label=_("登记依据"), back_url=reverse("powers:bases"))


@once
def edit_basis(request: HttpRequest, code: str) -> HttpResponse:
    """Change a basis; powers that cite it follow at once."""
    rules.keep_library(request.user)
    shown = found(queries.basis(request.user, code))
    form = forms.BasisForm(request.POST or None, initial=_initial(shown, BASIS_FIELDS))
    if request.method == "POST" and form.is_valid():
        services.change_basis(by=request.user, basis=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改%(code)s") % {"code": code},
        label=_("保存修改"),
        back_url=shown.get_absolute_url(),
        lead=_("名称、文号或条款有改动的，会请引用它的部门复核有关职权和一览表。"),
    )


@once
def verify_basis(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the basis was checked against its source."""
    rules.keep_library(request.user)
    shown = found(queries.basis(request.user, code))
    initial = {**_initial(shown, ("status", "note")), "verified_on": timezone.localdate()}
    form = forms.VerifyForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.verify_basis(by=request.user, basis=shown, **form.cleaned_data)
        messages.success(request, _("已记录核对结果。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("核对%(basis)s") % {"basis": shown},
        label=_("记录核对结果"),
        back_url=shown.get_absolute_url(),
        lead=_("标为“已废止”后，引用它的职权会立即提示，并请有关部门复核这些职权和一览表。"),
    )


def _initial(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What the form shows first, and the version it was read from."""
    return {"version": core_queries.version_of(thing), **{name: getattr(thing, name) for name in names}}
