"""Conflicts of duty: the list, one conflict with the path that shows it, looking for them, accepting one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from controls import forms, queries, rules, services
from controls.states import ConflictKind, ConflictState, Severity
from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, lists, number, once

NOT_TOLD = ("key", "path", "title", "found_on", "resolved_on", "accepted_by", "accepted_on")
"""Fields whose changes the history leaves out: derived, or said by the state beside them."""

CONFLICTS = lists.Listing(
    name=gettext_lazy("职责冲突"),
    columns=(
        lists.Column("title", gettext_lazy("冲突"), width="wide", sheet_width=60),
        lists.Column(
            "severity",
            gettext_lazy("程度"),
            labels=dict(Severity.choices),
            sort=("severity",),
            cell="components/cells/grade.html",
            width="narrow",
        ),
        lists.Column("kind", gettext_lazy("冲突类型"), labels=dict(ConflictKind.choices), sort=("kind",)),
        lists.Column("department", gettext_lazy("部门"), "department__name", sort=("department__path",)),
        lists.Column(
            "power", gettext_lazy("职权编码"), "power__code", cell="components/cells/code.html", width="narrow"
        ),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(ConflictState.choices),
            sort=("state",),
            cell="components/cells/state.html",
        ),
        lists.Column("found_on", gettext_lazy("发现日期"), sort=("found_on",), cell="components/cells/day.html"),
        lists.Column(
            "expires_on",
            gettext_lazy("接受至"),
            sort=("expires_on",),
            cell="components/cells/day.html",
            is_hidden_on_phone=True,
        ),
    ),
    default_sort="severity",
    filters=forms.ConflictFilters,
    search_help=gettext_lazy("岗位、人员、职权名称、编码或拼音首字母"),
    empty=gettext_lazy("没有未消除的职责冲突。"),
    empty_help=gettext_lazy("清单生效后和每天凌晨自动排查；人员任职和领导分工有变动时，可由党办或纪检监察室随时排查。"),
)


@require_safe
def conflicts(request: HttpRequest) -> HttpResponseBase:
    """All conflicts the person may see, or of one table by ?table=; those that are resolved when they are asked for."""
    context = {
        "counts": queries.conflict_counts(request.user),
        "may_detect": allows(rules.detect_conflicts, request.user),
        "here": "conflicts",
    }
    rows = queries.conflicts_shown(
        request.user, with_resolved=bool(request.GET.get("state")), table_id=number(request.GET.get("table"))
    )
    return lists.page(request, CONFLICTS, rows=rows, template="controls/conflicts.html", context=context)


@require_POST
@once
def detect(request: HttpRequest) -> HttpResponse:
    """Let the worker look for conflicts now; the job's page shows how far it is."""
    return redirect(services.ask_detection_now(by=request.user))


@require_safe
def conflict(request: HttpRequest, pk: int) -> HttpResponse:
    """One conflict: the path person → post → step → power, its outcome and its history."""
    shown = found(queries.conflict_for(request.user, pk))
    context: dict[str, Any] = {
        "conflict": shown,
        "path": queries.path_of(shown),
        "draft": queries.draft_outcome(request.user, shown),
        "may_accept": allows(rules.accept_conflict, request.user, shown),
        "history": queries.history_of(shown, without=NOT_TOLD),
    }
    return render(request, "controls/conflict.html", context)


@once
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a conflict for a while, with reason and compensating measure."""
    shown = found(queries.conflict_for(request.user, pk))
    rules.accept_conflict(request.user, shown)
    initial = {"version": core_queries.version_of(shown)}
    form = forms.AcceptForm(request.POST or None, by=request.user, conflict=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.accept_conflict(by=request.user, conflict=shown, **form.cleaned_data)
        messages.success(request, _("已接受，到期后自动回到“待处理”。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("接受职责冲突"),
        lead=shown.title,
        label=_("接受这项冲突"),
        back_url=shown.get_absolute_url(),
    )
