"""Measures: the list over all tables, one measure, setting, changing and removing it, its progress."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approvals_queries
from controls import calculations, forms, queries, rules, services
from controls.states import MeasureKind, MeasureStatus
from core.registry import registry
from core.rules import allows
from core.views import confirm, found, lists, number, once


def due_text(measure) -> str:
    """`2026-12-31` or 长期."""
    return _("长期") if measure.is_long_term else str(measure.due_on or "")


MEASURES = lists.Listing(
    name=gettext_lazy("防控措施"),
    columns=(
        lists.Column("text", gettext_lazy("措施"), note="point__description", width="wide", sheet_width=50),
        lists.Column("code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html"),
        lists.Column("department", gettext_lazy("部门"), value="table__department__name", is_hidden_on_phone=True),
        lists.Column("grade", gettext_lazy("等级"), value="point__grade", cell="components/cells/grade.html"),
        lists.Column("kind", gettext_lazy("类型"), labels=dict(MeasureKind.choices), sort=("kind",)),
        lists.Column("post", gettext_lazy("责任岗位"), value="responsible_post__name"),
        lists.Column("due", gettext_lazy("完成时限"), value=due_text, sort=("due_on",)),
        lists.Column(
            "status", gettext_lazy("进展"), labels=dict(MeasureStatus.choices), cell="components/cells/state.html"
        ),
    ),
    default_sort="code",
    filters=forms.MeasureFilters,
    search_help=gettext_lazy("措施、佐证、编码或拼音首字母"),
    empty=gettext_lazy("没有符合条件的措施。"),
)


@require_safe
def measures(request: HttpRequest) -> HttpResponseBase:
    """All measures the person may see: those in force, of one table by ?table=, or with one fate by ?change=."""
    is_former = forms.FormerMeasureFilters(request.GET).looks_back
    rows = queries.measures_shown(request.user, table_id=number(request.GET.get("table")), is_former=is_former)
    return lists.page(request, MEASURES, rows=rows, template="controls/measures.html", context={"here": "measures"})


@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """One measure with its risk point, progress and history."""
    shown = found(queries.measure_for(request.user, pk))
    context = {
        "measure": shown,
        "may_file": queries.may_file(request.user, shown.table),
        "correct_url": approvals_queries.correcting_url(
            request.user, "controls", shown.table, key=str(shown.point_lineage_id)
        ),
        "progress": forms.ProgressForm(initial={"status": shown.status}),
        "may_report": allows(rules.set_progress, request.user, shown),
        "chain": [*queries.chain_of_measure(shown), *_above(request, shown)],
        "history": queries.history_of(shown),
    }
    return render(request, "controls/measure.html", context)


def _above(request: HttpRequest, shown: Any) -> list[dict[str, Any]]:
    """Links that higher apps add to the chain of a measure."""
    source = registry.chain_counts.get("supervision")
    return source(shown, request.user) if source else []


@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a measure against the point named by ?point=; ?kind= begins with the sentence suggested for that kind."""
    table = found(queries.table_for(request.user, pk))
    point = found(queries.point_of(request.user, table, number(request.GET.get("point"))))
    rules.add_measure(request.user, table, point)
    first_kind = calculations.suggestions(point.type)[0][0]
    kind = request.GET.get("kind", "")
    initial = {
        "kind": kind or first_kind,
        "text": dict(calculations.suggestions(point.type)).get(kind, ""),
        "responsible_post": point.post_id,
    }
    form = forms.MeasureForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        services.add_measure(by=request.user, table=table, point=point, **fields)
        messages.success(request, _("已添加防控措施。"))
        return redirect(_place_of(table, point))
    context = {"form": form, "table": table, "point": point, "heading": _("添加防控措施"), "label": _("添加措施")}
    return _form_page(request, context)


def _place_of(table: Any, point: Any) -> str:
    return queries.place_of(table, point, is_long=table.register.points.count() > queries.LONG)


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a measure of a table being worked on."""
    shown = found(queries.measure_for(request.user, pk))
    rules.change_measure(request.user, shown)
    initial = {name: getattr(shown, name) for name in services.FIELDS} | {"version": shown.table.version}
    form = forms.MeasureForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_measure(by=request.user, measure=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(_place_of(shown.table, shown.point))
    context = {
        "form": form,
        "table": shown.table,
        "point": shown.point,
        "measure": shown,
        "heading": _("修改防控措施"),
        "label": _("保存修改"),
    }
    return _form_page(request, context)


def _form_page(request: HttpRequest, context: dict) -> HttpResponse:
    kinds = dict(MeasureKind.choices)
    found_kinds = calculations.suggestions(context["point"].type)
    context["suggestions"] = [(kinds[kind], text, kind) for kind, text in found_kinds]
    context["is_new"] = "measure" not in context
    return render(request, "controls/measure_form.html", context, status=422 if context["form"].errors else 200)


@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a measure out, after asking."""
    shown = found(queries.measure_for(request.user, pk))
    rules.remove_measure(request.user, shown)
    if request.method == "POST":
        services.remove_measure(by=request.user, measure=shown)
        messages.success(request, _("已删除该措施。"))
        return redirect(shown.table)
    return confirm(
        request,
        heading=_("删除措施"),
        text=_("将从%(edition)s中删除“%(text)s”。已生效的版本不受影响。")
        % {"edition": shown.table.edition, "text": shown},
        label=_("删除措施"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )


@require_POST
@once
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Report how far a measure is."""
    shown = found(queries.measure_for(request.user, pk))
    rules.set_progress(request.user, shown)
    form = forms.ProgressForm(request.POST)
    if form.is_valid():
        services.set_progress(by=request.user, measure=shown, status=form.cleaned_data["status"])
        messages.success(request, _("已登记进展。"))
    else:
        messages.error(request, _("没有登记：请从列表中选择进展。"))
    return redirect(shown)
