"""The library of the hospital's regulations, and the versions of each: drafted, put in force, ended."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from powers import forms, queries, rules, services
from powers.states import RegulationKind, RegulationState, ReviewState

REVIEW_WORDS: dict[Any, Any] = {None: "", queries.UNREVIEWED: gettext_lazy("未评估"), **dict(ReviewState.choices)}
REGULATIONS = lists.Listing(
    name=gettext_lazy("制度"),
    default_sort="code",
    columns=(
        lists.Column("code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column("name", gettext_lazy("名称"), sort=("name",), width="wide", sheet_width=40),
        lists.Column("kind", gettext_lazy("类别"), labels=dict(RegulationKind.choices), is_hidden_on_phone=True),
        lists.Column("department", gettext_lazy("制定部门"), "department__name", sort=("department__path",)),
        lists.Column(
            "effective_on",
            gettext_lazy("施行日期"),
            sort=("effective_on",),
            cell="components/cells/day.html",
            note="edition",
        ),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(RegulationState.choices), cell="components/cells/state.html"
        ),
        lists.Column(
            "review", gettext_lazy("廉洁性评估"), "review_state", labels=REVIEW_WORDS, cell="powers/cells/review.html"
        ),
    ),
    filters=forms.RegulationFilters,
    search_help=gettext_lazy("名称、编码、制定部门、拼音首字母"),
    empty=gettext_lazy("制度库还是空的"),
    empty_help=gettext_lazy("由党办登记医院现行制度，或随工作簿导入；新制度由制定部门起草。"),
)
REGULATION_FIELDS = ("name", "kind", "department", "effective_on", "edition")
DRAFT_FIELDS = ("edition", "summary", "changes")


@require_safe
def regulations(request: HttpRequest) -> HttpResponseBase:
    """The library of the hospital's regulations."""
    context = {
        "may_keep": queries.may_keep_library(request.user),
        "may_draft": queries.departments_to_file(request.user).exists(),
    }
    rows = queries.regulations(request.user)
    return lists.page(request, REGULATIONS, rows=rows, template="powers/regulations.html", context=context)


@require_safe
def regulation(request: HttpRequest, code: str) -> HttpResponse:
    """One regulation with all its versions, what rests on it, what it has opened for review, and who changed it."""
    shown = found(queries.regulation(request.user, code))
    versions = queries.versions_of(request.user, shown)
    in_force = next((each for each in versions if each.state == RegulationState.IN_FORCE), None)
    may_keep = queries.may_keep_library(request.user)
    context = {
        "regulation": shown,
        "state_label": RegulationState(shown.state).label,  # type: ignore[attr-defined]
        "versions": versions,
        "in_force": in_force,
        "touched": queries.touched_by(shown, by=request.user),
        "dues": queries.dues_of(request.user, shown)[:50],
        "history": queries.history_of(shown),
        "may_keep": may_keep,
        "may_repeal": may_keep and in_force is not None,
        "may_draft": allows(rules.draft_version, request.user, shown),
    }
    return render(request, "powers/regulation.html", context)


@once
def add_regulation(request: HttpRequest) -> HttpResponse:
    """Add a regulation that the hospital has already to the library."""
    rules.keep_library(request.user)
    form = forms.RegulationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add_regulation(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记%(regulation)s。") % {"regulation": made})
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("登记现行制度"),
        lead=_("只登记已经在施行的制度，登记后列为“未评估”；新制度请由制定部门起草，评估后施行。"),
        label=_("登记制度"),
        back_url=reverse("powers:regulations"),
    )


@once
def edit_regulation(request: HttpRequest, code: str) -> HttpResponse:
    """Change a regulation's data."""
    rules.keep_library(request.user)
    shown = found(queries.regulation(request.user, code))
    initial = _initial(shown, REGULATION_FIELDS)
    form = forms.RegulationForm(request.POST or None, initial=initial, fixed=queries.fixed_fields(shown))
    if request.method == "POST" and form.is_valid():
        services.change_regulation(by=request.user, regulation=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改%(code)s") % {"code": code},
        label=_("保存修改"),
        back_url=shown.get_absolute_url(),
    )


@once
def repeal_regulation(request: HttpRequest, code: str) -> HttpResponse:
    """End a regulation without another version; asked before it is done."""
    rules.keep_library(request.user)
    shown = found(queries.regulation(request.user, code))
    form = forms.RepealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.repeal_regulation(by=request.user, regulation=shown, **form.cleaned_data)
        messages.success(request, _("已登记废止，并请有关部门复核。"))
        return redirect(shown)
    touched = queries.touched_by(shown, by=request.user)
    words = [_("涉及%(title)s%(count)d项") % {"title": group.title, "count": group.count} for group in touched]
    return confirm(
        request,
        heading=_("废止%(regulation)s") % {"regulation": shown},
        text=_("废止后不能恢复；各版本仍可查阅，有关部门会收到复核通知。"),
        consequences=words,
        label=_("登记废止"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@once
def draft_regulation(request: HttpRequest) -> HttpResponse:
    """A department begins a new regulation."""
    departments = queries.departments_to_file(request.user)
    own = departments.filter(pk=request.user.department_id or 0).first()
    form = forms.NewRegulationForm(
        request.POST or None, request.FILES or None, departments=departments, initial={"department": own}
    )
    if not departments.exists():
        rules.draft_regulation(request.user, found(request.user.department))
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        version = services.draft_regulation(by=request.user, **data)
        _keep(request, version, file)
        messages.success(request, _("已建立草稿，接下来做廉洁性评估。"))
        return redirect(version)
    return form_page(
        request,
        form,
        heading=_("起草制度"),
        lead=_("谁制定谁负责、谁起草谁评估：起草后由本部门评估，纪检监察室提出监督意见，再印发施行。"),
        label=_("建立草稿"),
        back_url=reverse("powers:regulations"),
    )


@once
def draft_version(request: HttpRequest, code: str) -> HttpResponse:
    """Begin the next version of a regulation."""
    shown = found(queries.regulation(request.user, code))
    rules.draft_version(request.user, shown)
    form = forms.DraftForm(request.POST or None, request.FILES or None, is_first=False)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        version = services.draft_version(by=request.user, regulation=shown, **data)
        _keep(request, version, file)
        messages.success(request, _("已建立草稿，接下来做廉洁性评估。"))
        return redirect(version)
    return form_page(
        request,
        form,
        heading=_("修订%(regulation)s") % {"regulation": shown},
        lead=_("现行版本照常施行，到新版施行为止。"),
        label=_("建立草稿"),
        back_url=shown.get_absolute_url(),
    )


@require_safe
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: what it says, since when and until when, its assessment, and the step that comes next."""
    shown = found(queries.version(request.user, pk))
    by = request.user
    context = {
        "version": shown,
        "review": queries.review_of(by, shown),
        "history": queries.history_of_version(by, shown),
        "may_change": allows(rules.change_version, by, shown),
        "may_drop": allows(rules.drop_version, by, shown),
        "may_open_review": allows(rules.open_review, by, shown),
        "may_enact": queries.may_keep_library(by) and shown.state == RegulationState.DRAFT,
        "is_ready": allows(rules.be_reviewed, shown),
        "is_repealed": not allows(rules.not_be_repealed, shown.regulation),
    }
    return render(request, "powers/version.html", context)


@once
def edit_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    shown = found(queries.version(request.user, pk))
    rules.change_version(request.user, shown)
    form = forms.DraftForm(
        request.POST or None,
        request.FILES or None,
        is_first=shown.number == 1,
        initial=_initial(shown, DRAFT_FIELDS),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        file, stamp = data.pop("file"), data.pop("version", None)
        services.change_version(by=request.user, version=shown, stamp=stamp, **data)
        _keep(request, shown, file)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改%(version)s草稿") % {"version": shown},
        label=_("保存修改"),
        back_url=shown.get_absolute_url(),
    )


@once
def drop_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up, saying why."""
    shown = found(queries.version(request.user, pk))
    rules.drop_version(request.user, shown)
    form = forms.DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.drop_version(by=request.user, version=shown, **form.cleaned_data)
        messages.success(request, _("草稿已作废。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("作废%(version)s草稿") % {"version": shown},
        text=_("作废后不能恢复；草稿和评估仍可查阅。"),
        label=_("作废草稿"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        form=form,
    )


@once
def enact_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a reviewed draft came into force; refused, with what is missing, before its review is completed."""
    rules.keep_library(request.user)
    shown = found(queries.version(request.user, pk))
    rules.not_be_repealed(shown.regulation)
    rules.be_reviewed(shown)
    form = forms.EnactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.enact_version(by=request.user, version=shown, **form.cleaned_data)
        messages.success(request, _("已登记施行。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记施行：%(version)s") % {"version": shown},
        lead=_("施行后现行版本即被替代，依据它的职权和一览表会请有关部门复核。"),
        label=_("登记施行"),
        back_url=shown.get_absolute_url(),
    )


def _keep(request: HttpRequest, version: Any, file: dict[str, Any] | None) -> None:
    if file:
        services.keep_text(by=request.user, version=version, **file)


def _initial(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What the form shows first, and the version it was read from."""
    return {"version": core_queries.version_of(thing), **{name: getattr(thing, name) for name in names}}
