"""轮岗: key posts against their limits, one tenure with what is planned, and its steps up to the handover."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from controls import forms, queries, rules, services
from controls.states import HandoverAnswer, HandoverItem, RotationDue, RotationState
from core import queries as core_queries
from core.rules import allows
from core.views import form_page, found, lists, once

ROTATIONS = lists.Listing(
    name=gettext_lazy("轮岗"),
    columns=(
        lists.Column(
            "post", gettext_lazy("重点岗位"), "post__name", sort=("post__code",), note="post__department__name"
        ),
        lists.Column("person", gettext_lazy("任职人"), "person__name", sort=("person__name",)),
        lists.Column("from_on", gettext_lazy("任职日期"), sort=("from_on",), cell="components/cells/day.html"),
        lists.Column(
            "years", gettext_lazy("年限（年）"), "post__rotation_years", sort=("post__rotation_years",), is_numeric=True
        ),
        lists.Column(
            "due_on", gettext_lazy("应轮岗日期"), queries.due_on, sort=("due_key",), cell="components/cells/day.html"
        ),
        lists.Column(
            "due_state", gettext_lazy("期限"), labels=dict(RotationDue.choices), cell="components/cells/state.html"
        ),
        lists.Column(
            "progress",
            gettext_lazy("安排"),
            labels={**dict(RotationState.choices), None: ""},
            sort=("progress",),
            cell="controls/cells/progress.html",
        ),
        lists.Column("planned_on", gettext_lazy("计划日期"), sort=("planned_on",), cell="components/cells/day.html"),
        lists.Column("successor", gettext_lazy("接任人"), is_hidden_on_phone=True),
    ),
    default_sort="due_on",
    filters=forms.RotationFilters,
    search=lambda rows, text: lists.by_text_of(rows, text, "post__search_text"),
    search_help=gettext_lazy("岗位名称、编码或拼音首字母"),
    row_url=lambda row: reverse("controls:rotation", args=[row.pk]),
    empty=gettext_lazy("没有您能查看的重点岗位任职。"),
    empty_help=gettext_lazy("由党办在“机构 › 岗位”中把岗位列为重点岗位并填写轮岗年限，任职人就列在这里。"),
)


@require_safe
def rotations(request: HttpRequest) -> HttpResponseBase:
    """Tenures of key posts with their due day; those rotated before when they are asked for."""
    rows = queries.rotations_shown(request.user, with_ended=request.GET.get("progress") == RotationState.DONE)
    counts = queries.rotation_counts(request.user)
    context = {"figures": _figures(counts), "counts": counts, "here": "rotations"}
    return lists.page(request, ROTATIONS, rows=rows, template="controls/rotations.html", context=context)


def _figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"label": _("已逾期"), "value": counts["overdue"], "url": "?state=overdue", "tone": "red"},
        {"label": _("90 天内到期"), "value": counts["due_soon"], "url": "?state=due_soon", "tone": "amber"},
        {"label": _("已计划"), "value": counts["planned"], "url": "?progress=planned", "tone": ""},
        {"label": _("交接中"), "value": counts["waiting"], "url": "?progress=under_handover", "tone": ""},
    ]


@require_safe
def rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """One tenure of a key post: its limit, what is planned, who takes it over, the handover's check."""
    tenure: Any = found(queries.rotation_tenure(request.user, pk))
    planned = queries.rotation_of(tenure)
    may_plan = allows(rules.plan_rotation, request.user, planned)
    context = {
        "tenure": tenure,
        "due_on": queries.due_on(tenure),
        "due_state": RotationDue(tenure.due_state).label,
        "rotation": planned,
        "actions": _actions(request.user, planned, may_plan=bool(may_plan)),
        "warnings": queries.successor_conflicts(tenure, planned.successor) if may_plan else [],
        "handover": [
            (HandoverItem(line["item"]).label, HandoverAnswer(line["answer"]).label, line["note"])
            for line in planned.handover
        ],
        "history": core_queries.history_of(planned, without=("tenure", "handover")) if planned.pk else [],
    }
    return render(request, "controls/rotation.html", context)


def _actions(by: Any, planned: Any, *, may_plan: bool) -> list[dict[str, Any]]:
    """The steps the rules let `by` take now, the likeliest first."""
    is_new = planned.pk is None or planned.state == RotationState.DEFERRED
    may_cancel = may_plan if planned.pk else False  # what may be planned anew may be taken back; asked once
    steps: list[tuple[str, Any, bool]] = [
        ("hand_over", _("完成交接检查"), bool(allows(rules.hand_over, by, planned))),
        ("carry_out_rotation", _("实施轮岗"), bool(allows(rules.carry_out_rotation, by, planned))),
        ("plan_rotation", _("安排轮岗") if is_new else _("调整安排"), may_plan),
        ("defer_rotation", _("暂缓轮岗"), bool(allows(rules.defer_rotation, by, planned))),
        ("cancel_rotation", _("取消安排"), may_cancel or bool(allows(rules.cancel_rotation, by, planned))),
    ]
    shown = [(name, label) for name, label, is_open in steps if is_open]
    return [
        {
            "label": label,
            "url": reverse(f"controls:{name}", args=[planned.tenure_id]),
            "is_primary": number == 0,
            "is_destructive": name == "cancel_rotation",
        }
        for number, (name, label) in enumerate(shown)
    ]


def _asked(request: HttpRequest, pk: int, rule: Callable[..., None]) -> Any:
    """What is planned for the tenure, after asking whether the person may go on at all."""
    planned = queries.rotation_of(found(queries.rotation_tenure(request.user, pk)))
    rule(request.user, planned)
    return planned


def _version(planned: Any) -> dict[str, Any]:
    """What a form starts with: nothing planned yet is version 0, so that two plans at once do not replace each other."""
    return {"version": core_queries.version_of(planned) if planned.pk else 0}


def _named(planned: Any) -> str:
    tenure = planned.tenure
    return f"{tenure.post.department} · {tenure.post} · {tenure.person}"


def _page(request: HttpRequest, form: Any, planned: Any, *, heading: str, label: str) -> HttpResponse:
    back_url = reverse("controls:rotation", args=[planned.tenure_id])
    return form_page(request, form, heading=heading, lead=_named(planned), label=label, back_url=back_url)


@once
def plan_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the rotation, or plan it anew."""
    planned = _asked(request, pk, rules.plan_rotation)
    initial = {**_version(planned), "planned_on": planned.planned_on, "successor": planned.successor_id}
    form = forms.PlanForm(request.POST or None, by=request.user, rotation=planned, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.plan_rotation(by=request.user, tenure=planned.tenure, **form.cleaned_data)
        messages.success(request, _("已安排轮岗。"))
        for title in queries.successor_conflicts(made.tenure, made.successor):
            messages.warning(request, _("请注意职责冲突：%(title)s。") % {"title": title})
        return redirect(made)
    return _page(request, form, planned, heading=_("安排轮岗"), label=_("保存安排"))


@once
def defer_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave the post in the same hands until a day, with the reason."""
    planned = _asked(request, pk, rules.defer_rotation)
    form = forms.DeferForm(request.POST or None, rotation=planned, initial=_version(planned))
    if request.method == "POST" and form.is_valid():
        made = services.defer_rotation(by=request.user, tenure=planned.tenure, **form.cleaned_data)
        messages.success(request, _("已暂缓，到期后重新计为到期。"))
        return redirect(made)
    return _page(request, form, planned, heading=_("暂缓轮岗"), label=_("决定暂缓"))


@once
def carry_out_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """The successor takes the post."""
    planned = _asked(request, pk, rules.carry_out_rotation)
    initial = {**_version(planned), "successor": planned.successor_id}
    form = forms.CarryOutForm(request.POST or None, by=request.user, rotation=planned, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.carry_out_rotation(by=request.user, tenure=planned.tenure, **form.cleaned_data)
        messages.success(request, _("已登记离任和接任，等监交人完成交接检查。"))
        return redirect(made)
    return _page(request, form, planned, heading=_("实施轮岗"), label=_("登记离任和接任"))


@once
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The 监交人 answers the questions of the handover."""
    planned = _asked(request, pk, rules.hand_over)
    form = forms.HandoverForm(request.POST or None, rotation=planned, initial=_version(planned))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data.get(name) for name in ("checked_on", "proof", "version")}
        made = services.hand_over(by=request.user, tenure=planned.tenure, answers=form.answers(), **given)  # type: ignore[arg-type]
        messages.success(request, _("交接检查已完成。"))
        return redirect(made)
    return _page(request, form, planned, heading=_("交接检查"), label=_("完成交接检查"))


@once
def cancel_rotation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was planned or deferred."""
    planned = _asked(request, pk, rules.cancel_rotation)
    form = forms.CancelForm(request.POST or None, initial=_version(planned))
    if request.method == "POST" and form.is_valid():
        made = services.cancel_rotation(by=request.user, tenure=planned.tenure, **form.cleaned_data)
        messages.success(request, _("已取消安排。"))
        return redirect(made)
    return _page(request, form, planned, heading=_("取消轮岗安排"), label=_("取消安排"))
