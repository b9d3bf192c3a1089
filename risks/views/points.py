"""Risk points: all one may see, one point, filing, changing, removing."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approvals_queries
from core import views as core_views
from core.rules import allows
from core.states import ListState
from core.views import form_page, found, lists, once
from organization import queries as organization_queries
from risks import forms, queries, rules, services
from risks.forms.points import initial_of
from risks.states import Finder, Grade, RiskType
from risks.views import pages

UNSEEN = (
    "register search_text grade_inputs importance frequency probability rule review "
    "power_hash heard_by heard_at filed_by lineage code power_lineage step_lineage is_filed_on_behalf"
).split()
"""Fields of a point's history that only machines read, or that the opinions and the review tell."""


def due_text(point: Any) -> str:
    """Why the grade is due, or that it was never settled."""
    if point.grade == Grade.PENDING:
        return ""
    return "；".join(queries.reasons(point)) if point.grade_basis else str(_("未经集体评定"))


def step_text(point: Any) -> str:
    return f"{point.step.number} {point.step.name}" if point.step else ""


POINT_COLUMNS = (
    lists.Column("description", gettext_lazy("风险点"), note="manifestation", width="wide", sheet_width=50),
    lists.Column("code", gettext_lazy("编码"), sort=("code",), cell="components/cells/code.html", width="narrow"),
    lists.Column("post", gettext_lazy("岗位"), "post__name", sort=("post__code",)),
    lists.Column("power", gettext_lazy("职权"), "power__name", note=step_text, is_hidden_on_phone=True),
    lists.Column("type", gettext_lazy("风险类型"), labels=dict(RiskType.choices), sort=("type",), width="narrow"),
    lists.Column(
        "finder", gettext_lazy("查找形式"), labels=dict(Finder.choices), width="narrow", is_hidden_on_phone=True
    ),
    lists.Column(
        "grade", gettext_lazy("等级"), labels=dict(Grade.choices), sort=("grade",), cell="components/cells/grade.html"
    ),
    lists.Column("total", gettext_lazy("总分"), sort=("total",), is_numeric=True, width="narrow"),
    lists.Column("due", gettext_lazy("复核"), value=due_text, is_hidden_on_phone=True),
)

ALL_POINTS = lists.Listing(
    name=gettext_lazy("风险点"),
    columns=(
        *POINT_COLUMNS[:2],
        lists.Column("department", gettext_lazy("部门"), "post__department__name", sort=("post__department__path",)),
        *POINT_COLUMNS[2:],
    ),
    default_sort="code",
    filters=forms.AllPointFilters,
    search_help=gettext_lazy("内容、岗位、职权、编码或拼音首字母"),
    enrich=queries.with_due,
    empty=gettext_lazy("没有您可以查看的风险点"),
    empty_help=gettext_lazy("清单生效后可见；本部门的草稿由填报人填写。"),
)


FORMER_POINTS = replace(
    ALL_POINTS, columns=tuple(column for column in ALL_POINTS.columns if column.key != "due"), enrich=None
)
"""Points of editions superseded by now are due for nothing."""


@require_safe
def points(request: HttpRequest) -> HttpResponseBase:
    """Points over all registers the person may see: in force, and first editions being worked on; or those in force at
    the end of a year (`?in_force_at=`), or with one fate since the last (`?change=`)."""
    looks_back = forms.FormerFilters(request.GET).looks_back
    rows = queries.former_points(request.user) if looks_back else queries.current_points(request.user)
    listing = FORMER_POINTS if looks_back else ALL_POINTS
    return lists.page(request, listing, rows=rows, template="risks/points.html", context={"looks_back": looks_back})


@require_safe
def point(request: HttpRequest, pk: int) -> HttpResponse:
    """One point: what, where, its grade with the whole arithmetic, opinions beside each other, history."""
    shown: Any = found(queries.point_for(request.user, pk))
    by = request.user
    may_change = allows(rules.change_point, by, shown)
    is_open = shown.is_discussion_open
    is_amendable = may_amend(by, shown.register)
    beside = queries.opinions_beside(shown, queries.rule_in_force()) if is_open else []
    context = {
        "point": shown,
        "register": shown.register,
        "may_change": may_change,
        "may_give_opinion": allows(rules.give_opinion, by, shown),
        "may_ask_hearing": may_change and not rules.is_heard(shown, shown.grade),
        "may_hear": allows(rules.hear, by, shown),
        "beside": beside,
        "earlier": queries.earlier_opinions(shown) if is_open else [],
        "my_opinion": next((row["opinion"] for row in beside if row["opinion"].by_id == by.pk), None),
        "missing": queries.missing_of(shown),
        "due_reasons": queries.reasons(shown),
        "answers": queries.answers_for(shown),
        "approval": queries.approval_of(by, shown, is_latest=is_amendable),
        "may_amend": is_amendable,
        "correct_url": approvals_queries.correcting_url(by, "risks", shown.register, key=str(shown.lineage_id)),
        "around": queries.around(shown.step),
        "proposals": queries.proposals_of(by, shown),
        "chain": pages.chain_of_point(request, shown),
        "facts": _facts(shown),
        "history": queries.history_of(shown, limit=12, without=UNSEEN) if is_open else [],
    }
    return render(request, "risks/point.html", context)


def may_amend(by: Any, register: Any) -> bool:
    """May the person open the next edition of the register in force?"""
    if register.state != ListState.IN_FORCE:
        return False
    return bool(allows(rules.open_register, by, register.department, is_leadership=register.is_leadership))


def _facts(shown: Any) -> list[dict[str, Any]]:
    return [
        {"label": _("风险类型"), "value": shown.get_type_display()},
        {"label": _("查找形式"), "value": shown.get_finder_display()},
        {"label": _("岗位"), "value": f"{shown.post.department} · {shown.post}"},
        {"label": _("表现形式"), "value": shown.manifestation},
        {"label": _("监测指标"), "value": shown.indicator},
        {"label": _("填报人"), "value": f"{shown.filed_by}{_('（代录）') if shown.is_filed_on_behalf else ''}"},
    ]


@once
def new(request: HttpRequest) -> HttpResponse:
    """File a point from a step (`?step=ID`), from a post (`?post=CODE`), or after choosing the post."""
    step = queries.step_for(request.user, _number(request.GET.get("step")))
    post = organization_queries.post(request.GET.get("post", "")) or (step.post if step else None)
    if post is None and step is None:
        return _choose_post(request)
    register = _register_of(request, post, step)
    initial = {"post": post, "anchor": f"step:{step.pk}" if step else "", "type": "process" if step else ""}
    form = forms.NewPointForm(request.POST or None, by=request.user, register=register, extra=step, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _file(request, form)
    return form_page(
        request,
        form,
        heading=_("登记风险点"),
        label=_("登记并继续填写"),
        back_url=register.get_absolute_url() if register and register.pk else reverse("risks:home"),
        lead=_("先写明风险在哪里、是什么；表现形式、指标和评分在下一页填写，随填随存。"),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def _choose_post(request: HttpRequest) -> HttpResponse:
    form = forms.ChoosePostForm(request.GET if "post" in request.GET else None)
    own_posts = queries.posts_to_file(request.user)[:60]
    context = {"form": form, "own_posts": own_posts}
    return render(request, "risks/choose_post.html", context, status=422 if form.is_bound else 200)


def _register_of(request: HttpRequest, post: Any, step: Any) -> Any:
    """The register the point would go to, as far as the person files there."""
    if post is None:
        department, is_leadership = step.flow.power.power_list.department, False
    else:
        department, is_leadership = queries.scope_of(post)
    if not queries.may_file(request.user, department, is_leadership=is_leadership):
        return None
    return queries.working_register(department, is_leadership=is_leadership) or queries.register_to_be(
        department, is_leadership=is_leadership
    )


def _file(request: HttpRequest, form: Any) -> HttpResponse:
    """File the point, or put it to the department of its post when that is another's."""
    data = dict(form.cleaned_data)
    anchor, post = data.pop("anchor"), data["post"]
    department, is_leadership = queries.scope_of(post)
    if queries.may_file(request.user, department, is_leadership=is_leadership):
        made = services.file_point(by=request.user, **data, **anchor)
        messages.success(request, _("已登记风险点 %(code)s，请继续填写。") % {"code": made.code})
        return redirect("risks:edit_point", made.pk)
    is_leader = queries.departments_to_propose(request.user).filter(pk=department.pk).exists()
    put = services.propose if is_leader else services.suggest
    proposal = put(by=request.user, post=post, text=data["description"], **anchor)
    text = _("岗位“%(post)s”属于%(where)s，已作为建议送达，由该部门处理。")
    messages.success(request, text % {"post": post, "where": _("班子成员") if is_leadership else department})
    return redirect(proposal)


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a point; one's own scores stand in the same form."""
    shown = found(queries.point_for(request.user, pk))
    rules.change_point(request.user, shown)
    opinion = queries.opinion_by(request.user, shown)
    form = forms.EditPointForm(request.POST or None, by=request.user, point=shown, initial=initial_of(shown, opinion))
    if request.method == "POST" and form.is_valid():
        _keep(request, shown, form)
        messages.success(request, _("已保存风险点 %(code)s。") % {"code": shown.code})
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("填写风险点 %(code)s") % {"code": shown.code},
        label=_("保存"),
        back_url=shown.get_absolute_url(),
        template="risks/point_form.html",
        point=shown,
        save_url=reverse("risks:save_point", args=[shown.pk]),
        version=request.POST.get("version") or shown.version,
        missing=queries.missing_of(shown),
        **queries.preview(shown, opinion),
    )


def _keep(request: HttpRequest, shown: Any, form: Any) -> Any:
    version = _number(request.POST.get("version")) or None
    kept = services.change_point(by=request.user, point=shown, version=version, **form.point_fields())
    said = form.opinion() if "importance" in form.fields else {}
    before = queries.opinion_by(request.user, shown)
    if said and _differs(said, before):
        services.give_opinion(by=request.user, point=kept, **said)
    return kept


def _differs(said: dict[str, Any], before: Any) -> bool:
    return before is None or any((getattr(before, name) or None) != (value or None) for name, value in said.items())


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """Autosave of the edit form: keeps what is valid, answers with the time or with what is wrong."""
    shown = found(queries.point_for(request.user, pk))
    rules.change_point(request.user, shown)
    form = forms.EditPointForm(request.POST, by=request.user, point=shown)
    if not form.is_valid():
        return core_views.draft_refused(request, form=form)
    _keep(request, shown, form)
    fresh = found(queries.point_for(request.user, pk))
    return core_views.draft_saved(request, version=fresh.version)


@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a point out of the edition, after asking."""
    shown = found(queries.point_for(request.user, pk))
    rules.remove_point(request.user, shown)
    if request.method == "POST":
        services.remove_point(by=request.user, point=shown)
        messages.success(request, _("已从清单中删除风险点 %(code)s。") % {"code": shown.code})
        return redirect(shown.register)
    return core_views.confirm(
        request,
        heading=_("删除风险点 %(code)s") % {"code": shown.code},
        text=shown.description,
        label=_("删除风险点"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        consequences=[_("编码不再使用。"), _("现行版中如有同一风险点，报审时将列为“删除”。")],
    )
