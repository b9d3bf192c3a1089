"""Pages of a year: its phases over all departments, planning, opening, urging, moving phases, the scheme."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from supervision import forms, queries, rules, services
from supervision.queries import responsible
from supervision.states.cycles import CycleState
from supervision.views.papers import print_paper

CYCLES = lists.Listing(
    name=gettext_lazy("年度"),
    columns=(
        lists.Column("year", gettext_lazy("年度"), sort=("year",), width="narrow"),
        lists.Column("title", gettext_lazy("名称"), width="wide"),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(CycleState.choices), cell="components/cells/state.html"
        ),
        lists.Column("document_number", gettext_lazy("文号"), is_hidden_on_phone=True),
        lists.Column(
            "opened_at", gettext_lazy("启动时间"), cell="components/cells/moment.html", is_hidden_on_phone=True
        ),
    ),
    default_sort="-year",
    search=None,
    empty=gettext_lazy("还没有安排年度工作。"),
    empty_help=gettext_lazy("先筹备一份年度方案：分几个阶段、什么时候、哪些部门参加。"),
    empty_label=gettext_lazy("筹备年度工作"),
    empty_url=reverse_lazy("supervision:plan_cycle"),
)


@require_safe
def cycles(request: HttpRequest) -> HttpResponseBase:
    """All years."""
    context = {"may_plan": allows(rules.run_year, request.user), "here": "cycles"}
    return lists.page(
        request, CYCLES, rows=queries.cycles(request.user), template="supervision/cycles.html", context=context
    )


@require_safe
def cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """One year: every department's place in every phase, what is late and by how much."""
    shown = found(queries.cycle_for(request.user, pk))
    may_run = bool(allows(rules.run_year, request.user))
    context: dict[str, Any] = {
        "cycle": shown,
        "overview": queries.overview(shown, by=request.user),
        "may_run": may_run and shown.state != CycleState.CLOSED,
        "may_urge": may_run and shown.state == CycleState.OPEN,
        "may_open": may_run and shown.state == CycleState.PLANNED,
        "may_close": allows(rules.close_cycle, request.user, shown, today=timezone.localdate()),
        "moves": list(queries.moves_of(shown)[:10]),
        "lessons": list(queries.lessons(request.user).filter(cycle=shown).order_by("-held_on", "-pk")[:8]),
        "history": core_queries.history_of(shown, without=("opened_at", "opened_by", "closed_at")),
        "here": "cycles",
    }
    return render(request, "supervision/cycle.html", context)


@once
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a year; the form proposes phases and the words of the regulation."""
    rules.run_year(request.user)
    year = timezone.localdate().year
    if queries.cycles(request.user).filter(year=year).exists():
        year += 1
    form = forms.CycleForm(request.POST or None, initial=forms.proposal(year, request.user))
    if request.method == "POST" and form.is_valid():
        planned = services.plan_cycle(by=request.user, **form.cleaned_data)
        messages.success(request, _("已筹备。请指定各部门负责人，核对后启动。"))
        return redirect(planned)
    return form_page(
        request,
        form,
        heading=_("筹备年度工作"),
        lead=_("一年一份方案：启动后各部门自动开出新版清单，按阶段推进和催办。"),
        label=_("保存方案"),
        back_url=reverse("supervision:cycles"),
        is_long=True,
        template="supervision/cycle_form.html",
    )


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the scheme, who leads the phases and who takes part; before it opens the phases' days too."""
    shown = found(queries.cycle_for(request.user, pk))
    rules.change_cycle(request.user, shown)
    initial = forms.current(shown, core_queries.version_of(shown))
    form = forms.CycleForm(request.POST or None, cycle=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_cycle(by=request.user, cycle=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改方案"),
        lead=str(shown),
        label=_("保存方案"),
        back_url=shown.get_absolute_url(),
        is_long=True,
        template="supervision/cycle_form.html",
    )


@once
def name_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Which post answers for each department that takes part."""
    shown = found(queries.cycle_for(request.user, pk))
    rules.change_cycle(request.user, shown)
    initial = {"seen": responsible.posts_seen(shown)}
    form = forms.PostsForm(request.POST or None, taking_part=responsible.responsible_posts(shown), initial=initial)
    if request.method == "POST" and form.is_valid():
        count = services.name_posts(
            by=request.user, cycle=shown, posts=form.posts, seen=form.cleaned_data["seen"] or None
        )
        messages.success(request, _("已指定 %(n)d 个部门的负责人岗位。") % {"n": count} if count else _("没有改动。"))
        return redirect(shown)
    context = {"cycle": shown, "form": form, "here": "cycles"}
    return render(request, "supervision/responsible_posts.html", context, status=422 if form.errors else 200)


@once
def open_cycle(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the year, after saying what follows."""
    shown = found(queries.cycle_for(request.user, pk))
    rules.open_cycle(request.user, shown, today=timezone.localdate())
    if request.method == "POST":
        services.open_cycle(by=request.user, cycle=shown)
        messages.success(request, _("已启动，正在后台为各部门开新版清单。"))
        return redirect(shown)
    waiting = queries.editions_to_open(shown)
    return confirm(
        request,
        heading=_("启动%(cycle)s") % {"cycle": shown},
        text=_("启动后各部门开始办理，阶段时间只能写明理由后调整。"),
        label=_("启动年度工作"),
        back_url=shown.get_absolute_url(),
        consequences=[
            _("为 %(count)d 个部门（含班子成员）按现行清单开出新版；正在编制或审核的不动") % {"count": len(waiting)},
            _("参加部门的填报人和负责人收到消息"),
        ],
    )


@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the year, after asking."""
    shown = found(queries.cycle_for(request.user, pk))
    rules.close_cycle(request.user, shown, today=timezone.localdate())
    if request.method == "POST":
        services.close_cycle(by=request.user, cycle=shown)
        messages.success(request, _("年度工作已结束。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("结束%(cycle)s") % {"cycle": shown},
        text=_("结束后方案和阶段不能再改，未整改完的问题继续跟踪。"),
        label=_("结束年度工作"),
        back_url=shown.get_absolute_url(),
    )


@require_POST
@once
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge whoever has not finished the phase."""
    phase = found(queries.phase_for(request.user, pk))
    urged = services.urge(by=request.user, phase=phase)
    if urged:
        messages.success(request, _("已催办 %(count)d 个部门。") % {"count": len(urged)})
    else:
        messages.info(request, _("没有需要催办的部门，或今天已经催办过。"))
    return redirect(phase.cycle)


@once
def move_phase(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a phase's dates, with a reason."""
    phase = found(queries.phase_for(request.user, pk))
    rules.change_cycle(request.user, phase.cycle)
    initial = {"from_on": phase.from_on, "to_on": phase.to_on}
    is_told = phase.cycle.state == CycleState.OPEN
    form = forms.MovePhaseForm(request.POST or None, initial=initial, is_told=is_told)
    if request.method == "POST" and form.is_valid():
        services.move_phase(by=request.user, phase=phase, **form.cleaned_data)
        messages.success(
            request, _("已调整，并告知各部门。") if is_told else _("已调整。年度还没有启动，没有通知各部门。")
        )
        return redirect(phase.cycle)
    return form_page(
        request,
        form,
        heading=_("调整“%(phase)s”的时间") % {"phase": phase},
        lead=str(phase.cycle),
        label=_("调整时间"),
        back_url=phase.cycle.get_absolute_url(),
    )


@once
def print_scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """The implementation scheme as a document."""
    return print_paper(request, found(queries.cycle_for(request.user, pk)), paper="scheme", heading=_("打印实施方案"))
