"""Pages of 责任追究. Whoever sees a record leaves that in the trail, in the same request (第三阶段, domain.md 4.7)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, lists, once
from supervision import queries, rules, services
from supervision.forms import accountability as forms
from supervision.states.accountability import AccountabilityGroup

KIND_FIELDS = (
    "code",
    "group",
    "title",
    "decided_by",
    "effect_months",
    "is_checked",
    "deduction",
    "is_active",
)


def by_code(rows: Any, text: str) -> Any:
    """Rows whose code or document number has the text: nothing else of them is searched."""
    return rows.filter(Q(code__icontains=text) | Q(document_number__icontains=text))


def whom(row: Any) -> str:
    """The person, or the department."""
    return str(row.person or row.department)


RECORDS = lists.Listing(
    name=gettext_lazy("责任追究"),
    columns=(
        lists.Column("code", gettext_lazy("编号"), cell="components/cells/code.html", width="narrow"),
        lists.Column("kind", gettext_lazy("种类"), "kind__title"),
        lists.Column("group", gettext_lazy("类别"), "kind__group", labels=dict(AccountabilityGroup.choices)),
        lists.Column("whom", gettext_lazy("对象"), whom, note=lambda row: str(row.post or "")),
        lists.Column("organ", gettext_lazy("决定机关"), width="wide"),
        lists.Column("document_number", gettext_lazy("决定文号")),
        lists.Column("decided_on", gettext_lazy("决定日期"), sort=("decided_on",), cell="components/cells/day.html"),
        lists.Column("ends_on", gettext_lazy("影响期至"), cell="components/cells/day.html"),
        lists.Column("is_revoked", gettext_lazy("已撤销"), cell="components/cells/yes_no.html"),
    ),
    default_sort="-decided_on",
    filters=forms.AccountabilityFilters,
    search=by_code,
    search_help=gettext_lazy("编号或文号"),
    empty=gettext_lazy("没有责任追究记录。"),
    empty_help=gettext_lazy("有权机关作出决定后，由纪检监察室凭决定文书登记。"),
)


@require_safe
def records(request: HttpRequest) -> HttpResponseBase:
    """Records the person may read; what is shown or exported is left in the trail. Others find nothing here."""
    rows = queries.accountability_records(request.user)
    if not queries.may_read_accountability(request.user) and not rows.exists():
        raise Http404
    context = {"may_add": allows(rules.keep_accountability, request.user), "here": "accountability"}
    template = "supervision/accountability.html"
    read = partial(_leave_reading, request.user)
    return lists.page(request, RECORDS, rows=rows, template=template, context=context, told=read)


def _leave_reading(by: Any, shown: Sequence[Any], where: str) -> None:
    services.read_accountability(by=by, records=shown, where=where)


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record; reading it is left in the trail."""
    shown = found(queries.accountability_record_for(request.user, pk))
    services.read_accountability(by=request.user, records=[shown], where="page")
    today = timezone.localdate()
    offered = (
        ("follow_up_accountability", _("登记跟踪情况"), allows(rules.follow_up_accountability, request.user, shown)),
        (
            "amend_accountability",
            _("登记变更或撤销"),
            allows(rules.amend_accountability, request.user, shown, decided_on=today),
        ),
    )
    actions = [
        {"label": label, "url": reverse(f"supervision:{name}", args=[shown.pk]), "is_primary": False}
        for name, label, is_offered in offered
        if is_offered
    ]
    context = {
        "record": shown,
        "is_own": shown.person_id == request.user.pk,
        "amendments": list(queries.amendments_of(shown)),
        "actions": actions,
        "here": "accountability",
    }
    return render(request, "supervision/accountability_record.html", context)


@once
def add(request: HttpRequest) -> HttpResponse:
    """Record a decision."""
    rules.keep_accountability(request.user)
    form = forms.AccountabilityForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        made = services.record_accountability(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记。"))
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("登记责任追究"),
        lead=_("系统只登记有权机关已作出的决定，不作出决定，也不记录案情。"),
        label=_("登记决定"),
        back_url=reverse("supervision:accountability"),
        is_long=True,
    )


@once
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a later document."""
    shown = _read(request, pk)
    rules.amend_accountability(request.user, shown, decided_on=timezone.localdate())
    form = forms.AmendmentForm(request.POST or None, initial={"organ": shown.organ}, decision=shown)
    if request.method == "POST" and form.is_valid():
        services.amend_accountability(by=request.user, decision=shown, **form.cleaned_data)
        messages.success(request, _("已登记，原决定保留可查。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记变更或撤销"),
        lead=str(shown),
        label=_("登记文书"),
        back_url=shown.get_absolute_url(),
    )


@once
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the follow-up."""
    shown = _read(request, pk)
    rules.follow_up_accountability(request.user, shown)
    form = forms.FollowUpForm(request.POST or None, initial={"on": timezone.localdate()}, decision=shown)
    if request.method == "POST" and form.is_valid():
        services.follow_up_accountability(by=request.user, decision=shown, **form.cleaned_data)
        messages.success(request, _("跟踪情况已登记。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记跟踪情况"),
        lead=str(shown),
        label=_("登记跟踪"),
        back_url=shown.get_absolute_url(),
    )


def _read(request: HttpRequest, pk: int) -> Any:
    """The record that a form is about: its pages show its number, organ and whom it concerns."""
    shown = found(queries.accountability_record_for(request.user, pk))
    services.read_accountability(by=request.user, records=[shown], where="form")
    return shown


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds there are."""
    rows = list(queries.accountability_kinds(request.user))
    may_keep = allows(rules.keep_kinds, request.user)
    return render(
        request, "supervision/accountability_kinds.html", {"kinds": rows, "may_keep": may_keep, "here": "kinds"}
    )


@once
def add_kind(request: HttpRequest) -> HttpResponse:
    """Add a kind."""
    rules.keep_kinds(request.user)
    return _kind(request, None)


@once
def edit_kind(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a kind."""
    rules.keep_kinds(request.user)
    return _kind(request, found(queries.accountability_kinds(request.user).filter(pk=pk).first()))


def _kind(request: HttpRequest, kind: Any) -> HttpResponse:
    initial = {name: getattr(kind, name) for name in KIND_FIELDS} if kind else {}
    if kind:
        initial["version"] = core_queries.version_of(kind)
    form = forms.KindForm(request.POST or None, kind=kind, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.keep_kind(by=request.user, kind=kind, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("supervision:accountability_kinds")
    return form_page(
        request,
        form,
        heading=_("修改种类") if kind else _("增加种类"),
        label=_("保存种类"),
        back_url=reverse("supervision:accountability_kinds"),
    )
