"""A power: its page, its form with autosave, removing it, its history and print."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approvals_queries
from core.registry import registry
from core.states import ListState
from core.views import confirm, draft_refused, draft_saved, form_page, found, once
from powers import calculations, forms, queries, rules, services
from powers.documents import svg
from powers.states import BasisStatus, DisclosureScope, FlowKind

LANES_BESIDE_A_RAIL = 5
"""So many lanes are still read well when the picture shrinks to the width it has; more are scrolled."""


@require_safe
def power(request: HttpRequest, pk: int) -> HttpResponse:
    """The thing's page: band, chain, sections, both charts with their steps in words, what happened."""
    shown = found(queries.power_for(request.user, pk))
    flows = queries.flows_of(shown)
    is_editable = shown.is_fileable and shown.power_list.is_editable
    may_find_risks = shown.is_fileable and (is_editable or shown.power_list.in_force_at is not None)
    marks = registry.step_marks(shown, request.user) if FlowKind.INTERNAL in flows else {}
    facts = _facts(request, shown, flows, marks, links_to_risks=may_find_risks)
    in_force = shown.power_list.state == ListState.IN_FORCE
    context = {
        **facts,
        "may_change": is_editable,
        "may_amend": in_force and shown.is_fileable and not facts["approval"].draft,
        "correct_url": approvals_queries.correcting_url(
            request.user, "powers", shown.power_list, key=str(shown.lineage_id)
        ),
        "history": queries.latest_changes(shown),
        "chain": queries.chain_of(
            shown, request.user, step_count=sum(len(flow.ordered_steps) for flow in flows.values())
        ),
    }
    return render(request, "powers/power.html", context)


@require_safe
def print_power(request: HttpRequest, pk: int) -> HttpResponse:
    """The power on paper: everything of its page without the shell."""
    shown = found(queries.power_for(request.user, pk))
    return render(request, "powers/print.html", _facts(request, shown, queries.flows_of(shown), links_to_risks=False))


def _facts(
    request: HttpRequest, shown: Any, flows: dict[str, Any], marks: Any = None, *, links_to_risks: bool
) -> dict[str, Any]:
    """What page and print have in common."""
    charts = [_chart(shown, kind, flows.get(kind), marks or {}, links_to_risks=links_to_risks) for kind in FlowKind]
    bases, materials = list(queries.bases_of(shown)), list(shown.materials.order_by("position", "pk"))
    parts = {"bases": bases, "materials": materials, "flows": flows}
    return {
        "power": shown,
        "bases": bases,
        "repealed": [basis for basis in bases if basis.status == BasisStatus.REPEALED],
        "materials": materials,
        "approval": queries.approval_of(request.user, shown, parts=parts),
        "charts": charts,
        "scope": DisclosureScope(shown.scope).label,
    }


def _chart(shown: Any, kind: FlowKind, flow: Any, marks: Any, *, links_to_risks: bool) -> dict[str, Any]:
    """One chart as picture and as table; each step of the internal one bears its risks and may lead to filing one."""
    facts: dict[str, Any] = {
        "kind": kind.value,
        "label": kind.label,
        "edit_url": reverse("powers:flow", args=[shown.pk, kind]),
    }
    if flow is None:
        return facts
    chart = queries.chart(shown, flow)
    link_for = risk_url if links_to_risks and kind == FlowKind.INTERNAL else None
    return {
        **facts,
        "svg": svg.draw(chart, link_for=link_for, risk_marks=marks if kind == FlowKind.INTERNAL else None),
        "rows": calculations.step_rows(chart),
        "is_fitting": calculations.lane_count(chart) <= LANES_BESIDE_A_RAIL,
        "is_linked": link_for is not None,
        "svg_url": reverse("powers:flow_svg", args=[shown.pk, kind]),
        "bpmn_url": reverse("powers:flow_bpmn", args=[shown.pk, kind]),
    }


def risk_url(step: calculations.Step) -> str:
    """Where a risk point in this step is filed."""
    return f"{reverse('risks:new')}?step={step.key}"


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of the power and what belongs to it, and the power in other editions."""
    shown = found(queries.power_with_history(request.user, pk))
    context = {
        "power": shown,
        "history": queries.history_of_power(shown),
        "editions": queries.editions_of_power(request.user, shown),
    }
    return render(request, "powers/history.html", context)


@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """File a new power with its name and category; the rest is filled in on its form."""
    power_list = found(queries.list_for(request.user, pk))
    rules.file_power(request.user, power_list)
    form = forms.NewPowerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.file_power(by=request.user, power_list=power_list, **form.cleaned_data)
        messages.success(request, _("已登记“%(name)s”，编码 %(code)s。") % {"name": made.name, "code": made.code})
        return redirect("powers:edit", made.pk)
    lead = _("%(list)s职权目录") % {"list": power_list}
    back_url = power_list.get_absolute_url()
    return form_page(request, form, heading=_("登记职权"), label=_("登记并填写"), back_url=back_url, lead=lead)


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill in a power; 保存草稿 keeps what is there, 保存职权 asks for what part 二(二) asks."""
    shown = found(queries.power_for(request.user, pk))
    rules.change_power(request.user, shown)
    form, materials = _bound(request, shown) if request.method == "POST" else _unbound(request, shown)
    if request.method == "POST" and not _only_looks(request) and form.is_valid() and materials.is_valid():
        services.change_power(
            by=request.user,
            power=shown,
            version=_version(request),
            materials=materials.entries(),
            **form.cleaned_data,
        )
        messages.success(request, _("已保存“%(name)s”。") % {"name": form.cleaned_data["name"]})
        return redirect("powers:edit", pk) if form.is_draft else redirect(shown)
    context = {
        "power": shown,
        "form": form,
        "materials": materials,
        "sections": form.sections_with(materials=materials, flow_kinds=shown.flows.values_list("kind", flat=True)),
        "charts": [{"kind": kind.value, "label": kind.label} for kind in FlowKind],
        **_bases(request, form.chosen_bases(), is_asked="find" in request.POST),
        "same_bases": queries.mergeable(shown),
        "version": _version(request) or shown.version,
    }
    is_refused = request.method == "POST" and not _only_looks(request)
    return render(request, "powers/power_form.html", context, status=422 if is_refused else 200)


@require_POST
def save_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the form as it stands, while it is being filled in."""
    shown = found(queries.power_for(request.user, pk))
    rules.change_power(request.user, shown)
    form, materials = _bound(request, shown, is_draft=True)
    if not (form.is_valid() and materials.is_valid()):
        return draft_refused(request, form=form if form.errors else materials)
    saved = services.change_power(
        by=request.user, power=shown, version=_version(request), materials=materials.entries(), **form.cleaned_data
    )
    return draft_saved(request, version=saved.version)


def _bound(request: HttpRequest, shown: Any, *, is_draft: bool = False) -> tuple[Any, Any]:
    is_draft = is_draft or "draft" in request.POST or _only_looks(request)
    data = request.POST.copy()
    rows = str(data.get("materials-TOTAL_FORMS", ""))
    if "add_material" in data and rows.isdecimal():
        data["materials-TOTAL_FORMS"] = str(min(int(rows) + 1, forms.MATERIALS_LIMIT))
        data.update({f"materials-{rows}-{name}": value for name, value in forms.NEW_MATERIAL.items()})
    form = forms.PowerForm(data, by=request.user, is_draft=is_draft)
    return form, forms.MaterialFormSet(data, prefix="materials")


def _unbound(request: HttpRequest, shown: Any) -> tuple[Any, Any]:
    initial = {name: getattr(shown, name) for name in forms.PowerForm.base_fields if name != "bases"}
    initial["bases"] = [basis.pk for basis in queries.bases_of(shown)]
    rows = shown.materials.order_by("position", "pk").values("name", "copies", "form", "is_required")
    return forms.PowerForm(by=request.user, initial=initial), forms.MaterialFormSet(
        initial=list(rows), prefix="materials"
    )


@require_safe
def find_bases(request: HttpRequest) -> HttpResponse:
    """The part of the form that shows the bases picked and those found while one types."""
    picked = queries.bases_of_keys(request.user, [int(key) for key in request.GET.getlist("bases") if key.isdecimal()])
    return render(request, "powers/power_form.html#bases", _bases(request, picked, is_asked=True))


def _bases(request: HttpRequest, picked: list[Any], *, is_asked: bool) -> dict[str, Any]:
    """Bases picked so far, and the others that the words looked for find."""
    text = request.POST.get("find_basis", request.GET.get("find_basis", ""))[:100]
    found_bases = queries.bases_found(request.user, text) if is_asked else []
    return {
        "bases_picked": picked,
        "bases_found": [basis for basis in found_bases if basis not in picked],
        "find_basis": text if is_asked else "",
    }


def _only_looks(request: HttpRequest) -> bool:
    """A button that only changes the form on the screen: look for a basis, add a row of materials."""
    return "find" in request.POST or "add_material" in request.POST


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a power out of a draft edition, after asking."""
    shown = found(queries.power_for(request.user, pk))
    rules.remove_power(request.user, shown)
    if request.method == "POST":
        services.remove_power(by=request.user, power=shown, version=_version(request))
        messages.success(request, _("已删除“%(name)s”。") % {"name": shown.name})
        return redirect(shown.power_list)
    return confirm(
        request,
        heading=_("从%(edition)s目录中删除“%(name)s”") % {"edition": shown.power_list.edition, "name": shown.name},
        text=_("它的依据、材料和流程图一并删除；修改记录保留，编码 %(code)s 不再使用。") % {"code": shown.code},
        consequences=[_("上一版中有这项职权的，新版将显示为“删除”，经党委审定后不再行使。")],
        label=_("删除职权"),
        form=forms.VersionForm(initial={"version": shown.version}),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )
