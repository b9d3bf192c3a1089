"""Proposals: putting a risk to a department, and the department's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.registry import registry
from core.rules import allows
from core.views import form_page, found, lists, once
from organization import queries as organization_queries
from risks import forms, queries, rules, services
from risks.states import Finder, ProposalState


def where_text(proposal: Any) -> str:
    """To whom it was put."""
    return str(_("班子成员")) if proposal.is_leadership else str(proposal.department)


COLUMNS = (
    lists.Column("text", gettext_lazy("发现的风险"), width="wide", sheet_width=50),
    lists.Column("department", gettext_lazy("送"), value=where_text),
    lists.Column("post", gettext_lazy("岗位"), "post__name"),
    lists.Column("finder", gettext_lazy("查找形式"), labels=dict(Finder.choices), sort=("finder",), width="narrow"),
    lists.Column("proposer", gettext_lazy("提出人")),
    lists.Column(
        "state",
        gettext_lazy("状态"),
        labels=dict(ProposalState.choices),
        sort=("state",),
        cell="components/cells/state.html",
    ),
    lists.Column(
        "at", gettext_lazy("提出时间"), sort=("at",), cell="components/cells/moment.html", is_hidden_on_phone=True
    ),
)

RECEIVED = lists.Listing(
    name=gettext_lazy("收到的建议"),
    columns=COLUMNS,
    default_sort="-at",
    filters=forms.ProposalFilters,
    search=lambda rows, text: rows.filter(text__contains=text),
    search_help=gettext_lazy("建议的内容"),
    empty=gettext_lazy("没有收到建议"),
    empty_help=gettext_lazy("领导提出的和职工建议的风险点会列在这里。"),
)
MADE = lists.Listing(
    name=gettext_lazy("我提的建议"),
    columns=tuple(column for column in COLUMNS if column.key != "proposer"),
    default_sort="-at",
    filters=forms.ProposalFilters,
    search=lambda rows, text: rows.filter(text__contains=text),
    search_help=gettext_lazy("建议的内容"),
    empty=gettext_lazy("您还没有提过建议"),
    empty_help=gettext_lazy("发现别的部门、别的岗位的风险，可以告诉该部门，也可以隐去姓名。"),
    empty_label=gettext_lazy("提建议"),
    empty_url=reverse_lazy("risks:new_proposal"),
)


@require_safe
def received(request: HttpRequest) -> HttpResponseBase:
    """Proposals put to departments the person works for or answers for."""
    rows = queries.proposals_received(request.user)
    return lists.page(request, RECEIVED, rows=rows, template="risks/proposals.html", context={"is_received": True})


@require_safe
def made(request: HttpRequest) -> HttpResponseBase:
    """Proposals the person made, with the answers."""
    rows = queries.proposals_made(request.user)
    return lists.page(request, MADE, rows=rows, template="risks/proposals.html", context={"is_received": False})


@once
def new(request: HttpRequest) -> HttpResponse:
    """领导提 or 群众帮: put a risk to a department."""
    rules.suggest(request.user)
    may_propose = queries.departments_to_propose(request.user).exists()
    post = organization_queries.post(request.GET.get("post", ""))
    department = organization_queries.department(request.GET.get("department", ""))
    initial = {"post": post, "department": department, "finder": Finder.LEADER if may_propose else Finder.COLLEAGUES}
    form = forms.ProposalForm(request.POST or None, may_propose=may_propose, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        if data.pop("finder", Finder.COLLEAGUES) == Finder.LEADER:
            data.pop("is_name_hidden")
            proposal = services.propose(by=request.user, **data)
        else:
            proposal = services.suggest(by=request.user, **data)
        messages.success(request, _("已送达，由该部门处理；处理结果会有消息通知。"))
        return redirect(proposal)
    return form_page(
        request,
        form,
        heading=_("提出风险点建议"),
        lead=_("写下您看到的风险，由岗位所在部门决定是否列入清单，并给您答复。"),
        label=_("送出建议"),
        back_url=reverse("risks:my_proposals"),
    )


@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its answer."""
    shown = found(queries.proposal_for(request.user, pk))
    return _page(request, shown)


def _page(request: HttpRequest, shown: Any, *, name: str = "") -> HttpResponse:
    context = {
        "proposal": shown,
        "where": where_text(shown),
        "name": name,
        "may_answer": allows(rules.answer, request.user, shown),
        "sees_point": bool(shown.point_id) and queries.points_for(request.user).filter(pk=shown.point_id).exists(),
        "history": _history(shown),
        "origin": registry.origin_of(shown, request.user),
    }
    return render(request, "risks/proposal.html", context)


def _history(shown: Any) -> list[dict[str, Any]]:
    """What happened, told from the row itself: the row's own history would name who is hidden."""
    entries = [
        {"at": shown.at, "who": shown.proposer, "did": _("提出（%(how)s）") % {"how": shown.get_finder_display()}}
    ]
    if shown.answered_at:
        did = {"at": shown.answered_at, "who": shown.answered_by, "did": shown.get_state_display(), "why": shown.reply}
        entries.insert(0, did)
    return entries


@once
def adopt(request: HttpRequest, pk: int) -> HttpResponse:
    """File the point the proposal is about."""
    shown = found(queries.proposal_for(request.user, pk))
    rules.adopt(request.user, shown)
    asked = {"is_leadership": shown.is_leadership}
    register = queries.working_register(shown.department, **asked) or queries.register_to_be(shown.department, **asked)
    anchor = f"step:{shown.step_id}" if shown.step_id else ""
    form = forms.AdoptForm(
        request.POST or None,
        by=request.user,
        proposal=shown,
        register=register,
        posts=queries.posts_to_adopt(request.user, shown),
        initial={"post": shown.post, "anchor": anchor, "description": shown.text, "type": "process" if anchor else ""},
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        anchor_fields = data.pop("anchor")
        point = services.adopt(by=request.user, proposal=shown, **data, **anchor_fields)
        messages.success(request, _("已采纳并登记为风险点 %(code)s，请继续填写。") % {"code": point.code})
        return redirect("risks:edit_point", point.pk)
    return form_page(
        request,
        form,
        heading=_("采纳建议，登记风险点"),
        lead=shown.text,
        label=_("采纳并登记"),
        back_url=shown.get_absolute_url(),
    )


@once
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why no point is filed."""
    shown = found(queries.proposal_for(request.user, pk))
    rules.decline(request.user, shown)
    form = forms.DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.decline(by=request.user, proposal=shown, **form.cleaned_data)
        messages.success(request, _("已答复建议人。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("不采纳建议"),
        lead=shown.text,
        label=_("答复不采纳"),
        back_url=shown.get_absolute_url(),
    )


@require_POST
@never_cache
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """纪检监察室 looks at a hidden name; the look is recorded, the name is on this one page only."""
    shown = found(queries.proposal_for(request.user, pk))
    name = services.reveal_proposer(by=request.user, proposal=shown)
    return _page(request, shown, name=name)
