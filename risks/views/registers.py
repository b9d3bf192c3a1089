"""Registers: all one may see, one edition with its points and matrix, opening, following, the difference."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approvals_queries
from core import views as core_views
from core.registry import registry
from core.rules import Denied, allows
from core.states import ListState
from core.views import confirm, found, lists, once
from organization import queries as organization_queries
from risks import forms, queries, rules, services
from risks.states import Grade
from risks.views import pages
from risks.views.points import POINT_COLUMNS, may_amend


def place(register: Any) -> str:
    """Whose register it is: the leadership's stands at the root."""
    return str(_("班子成员")) if register.is_leadership else str(register.department)


REGISTERS = lists.Listing(
    name=gettext_lazy("风险清单"),
    columns=(
        lists.Column("department", gettext_lazy("部门"), value=place, sort=("department__path", "-year", "-number")),
        lists.Column("edition", gettext_lazy("版次"), sort=("year", "number")),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            sort=("state",),
            labels=dict(ListState.choices),
            cell="components/cells/state.html",
        ),
        lists.Column("point_count", gettext_lazy("风险点"), is_numeric=True, sort=("point_count",)),
        lists.Column("high_count", gettext_lazy("高"), is_numeric=True, sort=("high_count",)),
        lists.Column("pending_count", gettext_lazy("待定"), is_numeric=True, sort=("pending_count",)),
        lists.Column(
            "in_force_at", gettext_lazy("生效时间"), cell="components/cells/day.html", is_hidden_on_phone=True
        ),
    ),
    default_sort="department",
    filters=forms.RegisterFilters,
    search=organization_queries.of_departments,
    search_help=gettext_lazy("部门名称、编码或拼音首字母"),
    empty=gettext_lazy("还没有风险清单"),
    empty_help=gettext_lazy("从本部门的岗位或职权流程的环节登记第一个风险点，清单随之建立。"),
    empty_label=gettext_lazy("填报风险点"),
    empty_url=reverse_lazy("risks:new"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Registers in force and being worked on that the person may see."""
    files_somewhere = queries.posts_to_file(request.user).exists()
    context = {
        "files_somewhere": files_somewhere,
        "may_use": queries.may_use(request.user),
        "waiting_count": queries.proposals_waiting(request.user).count() if files_somewhere else 0,
    }
    rows = queries.registers_for(request.user)
    return lists.page(request, REGISTERS, rows=rows, template="risks/home.html", context=context)


POINTS = lists.Listing(
    name=gettext_lazy("风险点"),
    columns=POINT_COLUMNS,
    default_sort="code",
    filters=forms.PointFilters,
    search_help=gettext_lazy("内容、岗位、职权、编码或拼音首字母"),
    enrich=queries.with_due,
    empty=gettext_lazy("这份清单还没有风险点"),
    empty_help=gettext_lazy("从职权流程的环节，或者直接从岗位登记。"),
    empty_label=gettext_lazy("填报风险点"),
    empty_url=reverse_lazy("risks:new"),
)


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One edition: its points as a list, the matrix, the numbers by grade, type and post."""
    shown = found(queries.register_for(request.user, pk))
    points = queries.listed(queries.points_in(request.user, shown))
    is_part = core_views.is_part(request, lists.PART)
    context = {"register": shown} if is_part or "export" in request.GET else _register_context(request, shown)
    return lists.page(request, POINTS, rows=points, template="risks/register.html", context=context)


def _register_context(request: HttpRequest, shown: Any) -> dict[str, Any]:
    may_change = shown.is_editable and allows(rules.change_register, request.user, shown)
    is_amendable = may_amend(request.user, shown)
    census = queries.census(queries.points_in(request.user, shown))
    return {
        "register": shown,
        "place": place(shown),
        "may_change": may_change,
        "may_review": may_change and (not shown.is_leadership or queries.may_keep_leadership(request.user)),
        "may_amend": is_amendable,
        "correct_url": approvals_queries.correcting_url(request.user, "risks", shown),
        "approval": queries.approval_of_register(request.user, shown, is_latest=is_amendable),
        "figures": _figures(shown, census["grade"]),
        "census": census,
        "scores": range(1, 6),
        "reviews": queries.reviews_for(request.user, shown),
        "lost": list(queries.lost_for(request.user, shown)) if shown.is_editable else [],
        "is_base_stale": queries.is_base_stale(shown),
        "chain": pages.chain_of_register(request, shown),
    }


def _figures(shown: Any, grades: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
    tones = {Grade.HIGH: "red", Grade.MEDIUM: "amber", Grade.LOW: "green"}
    url = shown.get_absolute_url()
    return [
        {"label": label, "value": n, "unit": _("个"), "url": f"{url}?grade={code}", "tone": tones.get(Grade(code), "")}
        for code, label, n in grades
    ]


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """New, changed and removed points against the edition this one was opened from, and what a check finds."""
    shown = found(queries.register_for(request.user, pk))
    found(shown if queries.sees_all_of(request.user, shown) else None)
    handler = registry.list_handlers["risks"]
    difference = handler.difference(shown.pk)
    context = {
        "register": shown,
        "place": place(shown),
        "difference": difference,
        "faults": handler.check(shown.pk) if shown.is_editable else None,
        "chain": pages.chain_of_register(request, shown),
    }
    return render(request, "risks/changes.html", context)


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Departments whose register the person may open, for those who file in several."""
    departments = list(queries.departments_to_file(request.user))
    keeps_leadership = queries.may_keep_leadership(request.user) or queries.own_leadership_posts(request.user).exists()
    if not departments and not keeps_leadership:
        raise Denied(_("您没有可填报的部门。"), help=_("发现风险，请提出建议；需要填报权限，请联系安全管理员。"))
    context = {"departments": departments, "keeps_leadership": keeps_leadership}
    return render(request, "risks/choose.html", context)


@once
def open_register(request: HttpRequest, code: str) -> HttpResponse:
    """Open the next edition of a department's register; `leadership` is the leadership's."""
    is_leadership = code == "leadership"
    where = organization_queries.root() if is_leadership else found(organization_queries.department(code))
    rules.open_register(request.user, where, is_leadership=is_leadership)
    if request.method == "POST":
        made = services.open_register(by=request.user, department=where, is_leadership=is_leadership)
        messages.success(request, _("已开%(edition)s风险清单。") % {"edition": made.edition})
        return redirect(made)
    in_force = queries.in_force_register(where, is_leadership=is_leadership)
    name = _("班子成员") if is_leadership else where.name
    text = (
        _("将以现行的%(edition)s为底本，带入全部风险点和等级。") % {"edition": in_force.edition}
        if in_force
        else _("将建立第一版风险清单。")
    )
    return confirm(
        request,
        heading=_("开新版：%(name)s风险清单") % {"name": name},
        text=text,
        label=_("开新版"),
        back_url=reverse("risks:home"),
        consequences=[_("现行版继续有效，直到新版经党委审定。"), _("同一时间只有一版在办。")],
    )


@require_POST
@once
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the register follow the department's present power list."""
    shown = found(queries.register_for(request.user, pk))
    lost = services.follow_power_list(by=request.user, register=shown)
    if lost:
        text = _("已跟随职权目录；有 %(n)d 个风险点找不到原来的职权或环节，请逐个改挂。")
        messages.warning(request, text % {"n": len(lost)})
    else:
        messages.success(request, _("已跟随职权目录，风险点都在原来的环节上。"))
    return redirect(shown)
