"""Spot checks: the list, the plan, freezing, seed, draw, and ending it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from supervision import forms, queries, rules, services
from supervision.states.spot_checks import SPOT_CHECK_MOVES, SeedKind, SpotCheckState, SpotCheckVerb

SPOT_CHECKS = lists.Listing(
    name=gettext_lazy("抽查"),
    columns=(
        lists.Column("title", gettext_lazy("名称"), sort=("title",), note="code", width="wide", sheet_width=40),
        lists.Column("cycle", gettext_lazy("年度"), "cycle__year", width="narrow"),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(SpotCheckState.choices),
            sort=("state",),
            cell="components/cells/state.html",
        ),
        lists.Column("size", gettext_lazy("抽取"), is_numeric=True),
        lists.Column("population_count", gettext_lazy("范围"), is_numeric=True, is_hidden_on_phone=True),
        lists.Column("record_count", gettext_lazy("被查部门"), is_numeric=True),
        lists.Column("signed_count", gettext_lazy("已签字"), is_numeric=True),
        lists.Column("from_on", gettext_lazy("检查开始"), cell="components/cells/day.html", is_hidden_on_phone=True),
        lists.Column("to_on", gettext_lazy("检查截止"), sort=("to_on",), cell="components/cells/day.html"),
    ),
    default_sort="-to_on",
    filters=forms.SpotCheckFilters,
    search_help=gettext_lazy("名称、编号或拼音首字母"),
    enrich=queries.with_progress,
    empty=gettext_lazy("没有抽查。"),
    empty_help=gettext_lazy(
        "抽查由党办筹备：先定范围和种子来源，再固定范围、确定种子、抽取。被抽中的部门在检查开始后可以看到。"
    ),
)
PREVIEW = lists.Listing(
    name=gettext_lazy("抽中的风险点"),
    columns=(
        lists.Column("position", gettext_lazy("次序"), is_numeric=True, width="narrow"),
        lists.Column("code", gettext_lazy("编码"), "unit__code", cell="components/cells/code.html"),
        lists.Column("description", gettext_lazy("风险点"), "unit__point__description", width="wide"),
        lists.Column("grade", gettext_lazy("等级"), "unit__grade", cell="components/cells/grade.html", width="narrow"),
        lists.Column("whom", gettext_lazy("被查对象"), lambda point: point.record.whom),
    ),
    default_sort="position",
    row_url=lambda point: f"{reverse('supervision:spot_check_record', args=[point.record_id])}#point-{point.pk}",
)


@require_safe
def spot_checks(request: HttpRequest) -> HttpResponseBase:
    """All spot checks the person may see."""
    context = {"may_plan": allows(rules.run_spot_checks, request.user), "here": "spot_checks"}
    rows = queries.spot_checks_for(request.user)
    return lists.page(request, SPOT_CHECKS, rows=rows, template="supervision/spot_checks.html", context=context)


@require_safe
def spot_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One spot check: population, seed, what was drawn, its records, and the next step."""
    shown = found(queries.spot_check_for(request.user, pk))
    is_whole = rules.sees_all(request.user)
    may_run = allows(rules.run_spot_checks, request.user)
    is_planned = shown.state == SpotCheckState.PLANNED
    records = list(queries.records_of(request.user, shown))
    obstacle = queries.obstacle_of(shown, records) if may_run else ""
    context: dict[str, Any] = {
        "check": shown,
        "is_whole": is_whole,
        "may_run": may_run,
        "step": _step(shown.state) if may_run and not obstacle else None,
        "obstacle": obstacle,
        "may_cancel": may_run and (shown.state, SpotCheckVerb.CANCEL) in SPOT_CHECK_MOVES,
        "scope": queries.scope_in_words(shown),
        "types": queries.types_in_words(shown),
        "rules": queries.rules_in_words(shown),
        "source": queries.source_in_words(shown),
        "command": queries.draw_command(shown) if shown.algorithm else "",
        "preview": queries.preview_of(shown) if is_planned and is_whole else [],
        "tallies": queries.population_by_department(shown) if is_whole and not is_planned else [],
        "records": records,
        "drawn": lists.still(PREVIEW, queries.drawn_points(request.user, shown)),
        "history": queries.story_of_check(shown),
        "here": "spot_checks",
    }
    return render(request, "supervision/spot_check.html", context)


def _step(state: str) -> tuple[str, str] | None:
    """The next step's name and word."""
    steps = {
        SpotCheckState.PLANNED: ("freeze_population", _("固定抽查范围")),
        SpotCheckState.FROZEN: ("fix_seed", _("确定种子")),
        SpotCheckState.FIXED: ("draw_spot_check", _("抽取")),
        SpotCheckState.DRAWN: ("begin_spot_check", _("开始检查")),
        SpotCheckState.UNDER_WAY: ("close_spot_check", _("结束抽查")),
    }
    name, label = steps.get(SpotCheckState(state), ("", ""))
    return (f"supervision:{name}", label) if name else None


@once
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a spot check."""
    rules.run_spot_checks(request.user)
    form = forms.SpotCheckForm(request.POST or None, initial={"cycle": queries.current_cycle()})
    if request.method == "POST" and form.is_valid():
        made = services.plan_spot_check(by=request.user, **form.cleaned_data)
        messages.success(request, _("已建立抽查方案。核对范围后固定抽查范围。"))
        return redirect(made)
    back = reverse("supervision:spot_checks")
    return form_page(request, form, heading=_("筹备抽查"), label=_("保存方案"), back_url=back, is_long=True)


@once
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan before its population is frozen."""
    shown = found(queries.spot_check_for(request.user, pk))
    rules.change_spot_check(request.user, shown)
    initial = {**forms.initial_of(shown), "version": core_queries.version_of(shown)}
    form = forms.SpotCheckForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_spot_check(by=request.user, check=shown, **form.cleaned_data)
        messages.success(request, _("已保存方案。"))
        return redirect(shown)
    back = shown.get_absolute_url()
    return form_page(request, form, heading=_("修改抽查方案"), label=_("保存方案"), back_url=back, is_long=True)


def _ask(request: HttpRequest, pk: int, *, rule: Callable, do: Callable, done: str, **words: Any) -> HttpResponse:
    """Ask before a step on GET; take it on POST."""
    shown = found(queries.spot_check_for(request.user, pk))
    rule(request.user, shown)
    if request.method == "POST":
        do(by=request.user, check=shown)
        messages.success(request, done)
        return redirect(shown)
    return confirm(request, back_url=shown.get_absolute_url(), **words)


@once
def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the population."""
    return _ask(
        request,
        pk,
        rule=rules.freeze_population,
        do=services.freeze_population,
        done=_("范围已固定，哈希已公布。下一步确定种子。"),
        heading=_("固定抽查范围"),
        text=_("把范围内此刻已生效的风险点逐个写进范围文件，公布它的哈希。"),
        label=_("固定抽查范围"),
        consequences=[_("此后方案、范围、权重和数量都不能再改。"), _("方案有误的，只能写明理由取消，另行筹备。")],
    )


@once
def fix_seed(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the public figure, or let the system make a seed."""
    shown = found(queries.spot_check_for(request.user, pk))
    rules.fix_seed(request.user, shown)
    if shown.seed_kind == SeedKind.RANDOM:
        return _ask(
            request,
            pk,
            rule=rules.fix_seed,
            do=services.fix_seed,
            done=_("种子已生成，不能再改。下一步抽取。"),
            heading=_("生成种子"),
            text=_("系统随机生成种子，只生成一次。"),
            label=_("生成种子"),
        )
    form = forms.SeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.fix_seed(by=request.user, check=shown, seed=form.cleaned_data["seed"])
        messages.success(request, _("种子已确定，不能再改。下一步抽取。"))
        return redirect(shown)
    lead = _("事先公布的来源：%(source)s") % {"source": shown.seed_source}
    back = shown.get_absolute_url()
    return form_page(request, form, heading=_("确定种子"), lead=lead, label=_("确定种子"), back_url=back)


@once
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw once."""
    return _ask(
        request,
        pk,
        rule=rules.draw_spot_check,
        do=services.draw_spot_check,
        done=_("已抽取。请为每个被查部门指定检查人员。"),
        heading=_("抽取风险点"),
        text=_("按公布的算法、种子和范围抽取。结果由它们决定，谁抽都一样。"),
        label=_("抽取"),
        consequences=[_("只抽一次；不能重抽。"), _("每个被抽中的部门建立一份检查记录，检查项目照此刻的清单。")],
    )


@once
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell inspectors and departments that it begins."""
    return _ask(
        request,
        pk,
        rule=rules.begin_spot_check,
        do=services.begin_spot_check,
        done=_("检查已开始，已通知检查人员和被查部门。"),
        heading=_("开始检查"),
        text=_("检查人员可以填写记录；被查部门看到抽中了什么。"),
        label=_("开始检查"),
    )


@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End it when all records are signed."""
    return _ask(
        request,
        pk,
        rule=rules.close_spot_check,
        do=services.close_spot_check,
        done=_("抽查已结束。"),
        heading=_("结束抽查"),
        text=_("全部检查记录已签字。结束后不能再改，问题按整改流程办理。"),
        label=_("结束抽查"),
    )


@once
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up, with a reason."""
    shown = found(queries.spot_check_for(request.user, pk))
    rules.cancel_spot_check(request.user, shown)
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_spot_check(by=request.user, check=shown, reason=form.cleaned_data["reason"])
        messages.success(request, _("已取消这次抽查，理由已记录。"))
        return redirect(shown)
    lead = _("取消的抽查和理由一直留在列表中。")
    back = shown.get_absolute_url()
    return form_page(
        request, form, heading=_("取消抽查"), lead=lead, label=_("取消抽查"), back_url=back, is_destructive=True
    )
