"""A flow chart: the table in which it is edited, the picture beside it, its files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.views import found, once
from powers import calculations, forms, queries, rules, services
from powers.documents import bpmn, svg
from powers.states import FlowKind

PART = "preview"
LANES_IN_THE_PREVIEW = 2


@once
def flow(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Edit a chart as a table; buttons that insert, move or delete rows change the table on the screen only."""
    shown = _power_to_change(request, pk, kind)
    stored = queries.flows_of(shown).get(kind)
    action = request.POST.get("action", "")
    table = forms.StepTable.posted(request.POST) if request.method == "POST" else forms.StepTable.stored(stored)
    if action == "save":
        table = table.trimmed()
        if table.is_valid():
            services.save_flow(
                by=request.user, power=shown, kind=kind, steps=table.entries(), version=_version(request)
            )
            messages.success(request, _("已保存%(kind)s流程图。") % {"kind": FlowKind(kind).label})
            return redirect(f"{shown.get_absolute_url()}#flow-{kind}")
    elif request.method == "POST":
        table = table.changed(action)
    if action != "save":
        table.hush()
    table.focus(_focus(action))
    context = {
        **_preview(shown, kind, table),
        "version": _version(request) if request.method == "POST" else (stored.version if stored else 0),
        "is_new": stored is None,
        "is_refused": action == "save",
        "posts": [queries.post_text(post) for post in queries.posts()],
    }
    return render(request, "powers/flow_form.html", context, status=422 if action == "save" else 200)


@require_POST
def preview(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The picture and the faults of the table as it is typed; nothing is written."""
    shown = _power_to_change(request, pk, kind)
    table = forms.StepTable.posted(request.POST)
    table.is_valid()
    table.hush()
    return render(request, f"powers/flow_form.html#{PART}", {**_preview(shown, kind, table), "is_part": True})


def _preview(shown: Any, kind: str, table: forms.StepTable) -> dict[str, Any]:
    chart = table.chart(shown, kind)
    faults = table.check(chart) if table.rows else []
    return {
        "power": shown,
        "kind": kind,
        "kind_label": FlowKind(kind).label,
        "table": table,
        "faults": faults,
        "svg": svg.draw(chart),
        "is_fitting": calculations.lane_count(chart) <= LANES_IN_THE_PREVIEW,
        "rows": calculations.step_rows(chart),
    }


def _focus(action: str) -> int | None:
    """Place of the row whose first field gets the cursor after a button was pressed."""
    verb, _colon, text = action.partition(":")
    if not text.isdecimal():
        return None
    return int(text) + {"up": -1, "down": 1, "remove": -1}.get(verb, 0)


def _power_to_change(request: HttpRequest, pk: int, kind: str) -> Any:
    if kind not in FlowKind.values:
        raise Http404
    shown = found(queries.power_for(request.user, pk))
    rules.save_flow(request.user, shown)
    return shown


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


@require_safe
def svg_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The picture as a file."""
    shown, chart = _chart(request, pk, kind)
    name = f"{shown.code}-{shown.name}-{FlowKind(kind).label}流程图.svg"
    return _file(svg.draw(chart), name, "image/svg+xml; charset=utf-8")


@require_safe
def bpmn_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The chart as BPMN 2.0 XML, for any modeler."""
    shown, chart = _chart(request, pk, kind)
    name = f"{shown.code}-{shown.name}-{FlowKind(kind).label}流程图.bpmn"
    return _file(bpmn.to_bpmn(chart), name, "application/xml; charset=utf-8")


def _chart(request: HttpRequest, pk: int, kind: str) -> tuple[Any, calculations.Chart]:
    shown = found(queries.power_for(request.user, pk))
    return shown, queries.chart(shown, found(queries.flows_of(shown).get(kind)))


def _file(text: str | bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(text, content_type=content_type, headers=headers)
