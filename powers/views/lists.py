"""Editions of powers: all that one may see, one with its powers, opening, checking, comparing; powers in force."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import queries as approvals_queries
from core.states import ListState, RowChange
from core.views import form_page, found, lists, once
from organization import queries as organization_queries
from powers import forms, queries, services
from powers.states import DisclosureScope, PowerCategory, PowerNature, Vetting


def basis_words(power) -> str:
    """What the bases of a power lack, in a word or two."""
    if power.has_no_basis:
        return _("无依据")
    if power.has_repealed_basis:
        return _("有已废止")
    return _("有待核") if power.has_unchecked_basis else _("有效")


CODE = lists.Column(
    "code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html", width="narrow", sheet_width=10
)
NAME = lists.Column("name", gettext_lazy("职权名称"), sort=("name",), width="wide", sheet_width=36)
CATEGORY = lists.Column(
    "category", gettext_lazy("类别"), labels=dict(PowerCategory.choices), sort=("category",), is_hidden_on_phone=True
)
POST = lists.Column(
    "post", gettext_lazy("责任岗位"), "responsible_post__name", note="responsible_post__department__name"
)
NATURE = lists.Column("nature", gettext_lazy("性质"), labels=dict(PowerNature.choices), width="narrow")
MAJOR = lists.Column(
    "is_major", gettext_lazy("三重一大"), cell="components/cells/yes_no.html", width="narrow", is_hidden_on_phone=True
)
SCOPE = lists.Column(
    "disclosure_scope", gettext_lazy("公开范围"), labels=dict(DisclosureScope.choices), is_hidden_on_phone=True
)

HOME = lists.Listing(
    name=gettext_lazy("职权目录"),
    default_sort="department",
    columns=(
        lists.Column(
            "department",
            gettext_lazy("部门"),
            "department__name",
            sort=("department__path", "-year", "-number"),
            width="wide",
        ),
        lists.Column("edition", gettext_lazy("版次"), lambda row: row.edition, sort=("year", "number"), sheet_width=16),
        lists.Column("state", gettext_lazy("状态"), labels=dict(ListState.choices), cell="components/cells/state.html"),
        lists.Column("power_count", gettext_lazy("职权（项）"), is_numeric=True),
        lists.Column("in_force_at", gettext_lazy("生效时间"), cell="components/cells/day.html", sort=("in_force_at",)),
    ),
    filters=forms.ListFilters,
    search=organization_queries.of_departments,
    search_help=gettext_lazy("部门名称、编码、拼音首字母"),
    empty=gettext_lazy("还没有您能看到的职权目录"),
    empty_help=gettext_lazy("由本部门填报人开立第一版，或到“院内公开”查看已生效的职权。"),
    empty_label=gettext_lazy("查看院内公开"),
    empty_url="/powers/in-force/",
)

POWERS = lists.Listing(
    name=gettext_lazy("职权"),
    default_sort="code",
    columns=(
        CODE,
        NAME,
        CATEGORY,
        POST,
        NATURE,
        MAJOR,
        SCOPE,
        lists.Column("vetting", gettext_lazy("清理意见"), labels=dict(Vetting.choices), is_hidden_on_phone=True),
        lists.Column("basis", gettext_lazy("依据"), basis_words, cell="powers/cells/basis.html", sheet_width=12),
        lists.Column(
            "change", gettext_lazy("与上一版相比"), labels=dict(RowChange.choices), cell="powers/cells/change.html"
        ),
    ),
    filters=forms.PowerFilters,
    empty=gettext_lazy("这一版还没有职权"),
    empty_help=gettext_lazy("先登记一项职权，再补充依据、材料和流程图。"),
)

IN_FORCE = lists.Listing(
    name=gettext_lazy("院内公开的职权"),
    default_sort="code",
    columns=(
        CODE,
        NAME,
        CATEGORY,
        lists.Column(
            "department", gettext_lazy("办理主体"), "handling_department__name", sort=("handling_department__path",)
        ),
        POST,
        NATURE,
        MAJOR,
        lists.Column("edition", gettext_lazy("版次"), lambda row: row.power_list.edition, is_hidden_on_phone=True),
    ),
    filters=forms.InForceFilters,
    empty=gettext_lazy("还没有已生效的职权"),
    empty_help=gettext_lazy("职权目录经党委审定生效后，按公开范围显示在这里。"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """All editions of powers the person may see."""
    context = {"may_open": queries.departments_to_file(request.user).exists()}
    return lists.page(
        request, HOME, rows=queries.lists_for(request.user), template="powers/lists.html", context=context
    )


@require_safe
def in_force(request: HttpRequest) -> HttpResponseBase:
    """Powers in force open to the person: 院内公开."""
    return lists.page(request, IN_FORCE, rows=queries.powers_in_force(request.user), template="powers/in_force.html")


@require_safe
def power_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One edition with its powers, how it stands against the one before, and the other editions."""
    editions = queries.editions_beside(request.user, pk)
    shown = found(next((edition for edition in editions if edition.pk == pk), None))
    draft = next((edition for edition in editions if edition.state in ListState.working()), None)
    corrections = approvals_queries.own_corrections(services.handler, shown)
    context = {
        "power_list": shown,
        "editions": editions,
        "counts": queries.change_counts(shown),
        "removed": list(queries.removed_powers(shown)) if shown.previous_id else [],
        "may_change": shown.is_fileable and shown.is_editable,
        "may_open": shown.is_fileable and draft is None,
        "correct_url": approvals_queries.correcting_url(request.user, "powers", shown),
        "approval": approvals_queries.approval_of_list(shown, kind="powers", draft=draft, corrections=corrections),
        "chain": queries.chain_of(shown, request.user),
    }
    rows = queries.marked(queries.powers_in(shown), shown)
    return lists.page(request, POWERS, rows=rows, template="powers/list.html", context=context)


@once
def open_list(request: HttpRequest) -> HttpResponse:
    """Open a new edition for one of the departments the person files for."""
    initial = {"department": request.GET.get("department")}
    form = forms.OpenListForm(request.POST or None, by=request.user, initial={k: v for k, v in initial.items() if v})
    if request.method == "POST" and form.is_valid():
        opened = services.open_list(by=request.user, department=form.cleaned_data["department"])
        messages.success(request, _("已开立%(list)s职权目录。") % {"list": opened})
        return redirect(opened)
    return form_page(request, form, heading=_("开立新版职权目录"), label=_("开立新版"), back_url=reverse("powers:home"))


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What would keep the edition from being submitted, each with where to mend it."""
    shown = found(queries.list_for(request.user, pk))
    return render(request, "powers/check.html", {"power_list": shown, "faults": services.handler.check(shown.pk)})


@require_safe
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    """The edition against the one before, field by field."""
    shown = found(queries.list_for(request.user, pk))
    counts = queries.change_counts(shown)
    context = {
        "power_list": shown,
        "difference": services.handler.difference(shown.pk),
        "same": counts[RowChange.SAME],
    }
    return render(request, "powers/difference.html", context)
