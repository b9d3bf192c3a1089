"""迎检: all inspections, one with its materials, feedback and reply."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, lists, once
from supervision import queries as all_queries
from supervision.forms import inspections as forms
from supervision.forms.findings import PickDepartment
from supervision.queries import inspections as queries
from supervision.rules import inspections as rules
from supervision.services import inspections as services
from supervision.states.inspections import InspectionState, InspectionVerb


def ready_text(row: Any) -> str:
    return f"{row.ready_count}/{row.material_count}"


INSPECTIONS = lists.Listing(
    name=gettext_lazy("迎检"),
    columns=(
        lists.Column("title", gettext_lazy("检查事项"), note="notice_number", width="wide"),
        lists.Column("body", gettext_lazy("检查机构")),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(InspectionState.choices),
            sort=("state",),
            cell="components/cells/state.html",
        ),
        lists.Column("arrives_on", gettext_lazy("到检日期"), sort=("arrives_on",), cell="components/cells/day.html"),
        lists.Column("materials", gettext_lazy("材料"), value=ready_text, is_numeric=True),
        lists.Column("reply_due_on", gettext_lazy("回复期限"), cell="components/cells/day.html"),
    ),
    default_sort="-arrives_on",
    filters=forms.InspectionFilters,
    search_help=gettext_lazy("检查机构、事项、文号或拼音首字母"),
    enrich=queries.with_material_counts,
    empty=gettext_lazy("还没有迎检。"),
    empty_help=gettext_lazy("收到上级机构的检查通知后，由党办登记在这里，列出要准备的材料。"),
    empty_label=gettext_lazy("登记检查通知"),
    empty_url=reverse_lazy("supervision:open_inspection"),
)


@require_safe
def inspections(request: HttpRequest) -> HttpResponseBase:
    """The inspections the person may see, the latest first."""
    context = {"may_open": allows(rules.keep_inspections, request.user), "here": "inspections"}
    rows = queries.inspections_for(request.user)
    return lists.page(request, INSPECTIONS, rows=rows, template="supervision/inspections.html", context=context)


@require_safe
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: notice, materials, feedback with its findings, reply."""
    shown = found(queries.inspection_for(request.user, pk))
    by = request.user
    materials = queries.materials_of(by, shown)
    steps = rules.steps(by, shown)
    context = {
        "inspection": shown,
        "materials": materials,
        "ready": sum(material.given_by_id is not None for material in materials),
        "files": queries.inspection_files(shown),
        "findings": queries.findings_of_inspection(by, shown),
        "steps": steps,
        "given_ids": queries.materials_to_give(by, shown, is_keeper=bool(steps)),
        "history": core_queries.history_of(shown, without=("feedback_on", "reply_on")),
        "here": "inspections",
    }
    return render(request, "supervision/inspection.html", context)


def _posted(request: HttpRequest) -> tuple[Any, Any]:
    """Data and files of a posted form, else nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@once
def open_inspection(request: HttpRequest) -> HttpResponse:
    """Enter the notice of a body above."""
    rules.keep_inspections(request.user)
    form = forms.InspectionForm(*_posted(request), initial={"notice_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        made = services.open_inspection(by=request.user, **form.cleaned_data)
        messages.success(request, _("已登记，请列出要准备的材料。"))
        return redirect(made)
    back_url = str(reverse_lazy("supervision:inspections"))
    return form_page(request, form, heading=_("登记检查通知"), label=_("登记"), back_url=back_url)


@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the notice right."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.prepare(request.user, shown)
    initial = {name: getattr(shown, name) for name in services.FIELDS} | {"version": core_queries.version_of(shown)}
    form = forms.InspectionForm(*_posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_inspection(by=request.user, inspection=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(request, form, heading=_("修改检查通知"), label=_("保存修改"), back_url=shown.get_absolute_url())


@require_POST
@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The inspectors have come."""
    shown = found(queries.inspection_for(request.user, pk))
    services.begin_inspection(by=request.user, inspection=shown)
    messages.success(request, _("已登记到检。"))
    return redirect(shown)


@once
def add_material(request: HttpRequest, pk: int) -> HttpResponse:
    """List a material to be shown."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.prepare(request.user, shown)
    form = forms.MaterialForm(*_posted(request))
    if request.method == "POST" and form.is_valid():
        services.add_material(by=request.user, inspection=shown, **form.cleaned_data)
        messages.success(request, _("已列入材料清单。"))
        return redirect(shown)
    return form_page(
        request, form, heading=_("列入材料"), lead=str(shown), label=_("列入材料"), back_url=shown.get_absolute_url()
    )


@once
def give_material(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a material."""
    shown = found(queries.material_for(request.user, pk))
    rules.give_material(request.user, shown)
    form = forms.GiveMaterialForm(*_posted(request), initial={"url": shown.url})
    back_url = shown.inspection.get_absolute_url()
    if request.method == "POST" and form.is_valid():
        services.give_material(by=request.user, material=shown, **form.cleaned_data)
        messages.success(request, _("已提交材料。"))
        return redirect(shown.inspection)
    return form_page(request, form, heading=_("提交材料"), lead=str(shown), label=_("提交材料"), back_url=back_url)


@once
def feedback(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the body above said."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.move(request.user, shown, InspectionVerb.FEEDBACK)
    form = forms.FeedbackForm(*_posted(request), initial={"on": timezone.localdate()}, inspection=shown)
    if request.method == "POST" and form.is_valid():
        services.record_feedback(by=request.user, inspection=shown, **form.cleaned_data)
        messages.success(request, _("已登记反馈，可逐条登记问题。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记检查反馈"),
        lead=str(shown),
        label=_("登记反馈"),
        back_url=shown.get_absolute_url(),
    )


@once
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the hospital answered."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.move(request.user, shown, InspectionVerb.REPLY)
    form = forms.ReplyForm(*_posted(request), initial={"on": timezone.localdate()}, inspection=shown)
    if request.method == "POST" and form.is_valid():
        services.record_reply(by=request.user, inspection=shown, **form.cleaned_data)
        messages.success(request, _("已登记回复。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记检查回复"),
        lead=str(shown),
        label=_("登记回复"),
        back_url=shown.get_absolute_url(),
    )


@once
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose the finding of the feedback is: its risk points are chosen from next."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.open_inspection_finding(request.user, shown)
    form = PickDepartment(request.POST or None, departments=queries.departments_to_find_in())
    if request.method == "POST" and form.is_valid():
        return redirect("supervision:open_inspection_finding_in", shown.pk, form.cleaned_data["department"].code)
    return _finding_page(request, form, shown, label=_("继续登记"))


@once
def find_in(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Register a finding of the feedback for one department."""
    shown = found(queries.inspection_for(request.user, pk))
    rules.open_inspection_finding(request.user, shown)
    department = found(queries.departments_to_find_in().filter(code=code).first())
    points = all_queries.points_to_choose(request.user, department)
    form = forms.InspectionFindingForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        said = {"department": department, **form.cleaned_data}
        finding = services.open_inspection_finding(by=request.user, inspection=shown, **said)
        messages.success(request, _("已登记问题%(code)s。") % {"code": finding.code})
        return redirect(shown)
    return _finding_page(request, form, shown, label=_("登记问题"), whose=str(department))


def _finding_page(request: HttpRequest, form: Any, shown: Any, *, label: str, whose: str = "") -> HttpResponse:
    heading = _("登记反馈中%(department)s的问题") % {"department": whose} if whose else _("登记反馈的问题")
    return form_page(
        request, form, heading=heading, lead=shown.feedback[:200], label=label, back_url=shown.get_absolute_url()
    )
