"""Pages of an appraisal: all years, one year with its ranking, each step, and a department's sheet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from supervision import queries, rules, services
from supervision.forms import appraisals as forms
from supervision.queries import scores as score_queries
from supervision.states.appraisals import AppraisalState
from supervision.views.papers import print_paper

APPRAISALS = lists.Listing(
    name=gettext_lazy("考核"),
    columns=(
        lists.Column("year", gettext_lazy("年度"), "cycle__year", sort=("cycle__year",), width="narrow"),
        lists.Column("title", gettext_lazy("名称"), str, width="wide", is_exported=False),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(AppraisalState.choices), cell="components/cells/state.html"
        ),
        lists.Column("published_on", gettext_lazy("公布日期"), cell="components/cells/day.html"),
        lists.Column("appeal_until", gettext_lazy("申诉截止"), cell="components/cells/day.html"),
    ),
    default_sort="-year",
    search=None,
    empty=gettext_lazy("还没有公布的考核。"),
    empty_help=gettext_lazy("党办按年度筹备考核，评分并公布后，各部门在这里看结果。"),
)


@require_safe
def appraisals(request: HttpRequest) -> HttpResponseBase:
    """Every year's appraisal."""
    context = {"may_plan": allows(rules.plan_appraisal, request.user), "here": "appraisals"}
    rows = queries.appraisals(request.user)
    return lists.page(request, APPRAISALS, rows=rows, template="supervision/appraisals.html", context=context)


@once
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a year's appraisal."""
    rules.plan_appraisal(request.user)
    form = forms.AppraisalForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        planned = services.plan_appraisal(by=request.user, **form.cleaned_data)
        messages.success(request, _("已按本院考核标准筹备，核对标准后开始评分。"))
        return redirect(planned)
    return form_page(
        request,
        form,
        heading=_("筹备考核"),
        lead=_("一个年度一次考核：考核标准从本院标准复制，开始评分前可以调整。"),
        label=_("筹备考核"),
        back_url=reverse("supervision:appraisals"),
    )


@require_safe
def appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """One appraisal: the standard, the departments by rank, what is to be done next."""
    shown = found(queries.appraisal_for(request.user, pk))
    results = list(queries.results_of(shown))
    context: dict[str, Any] = {
        "appraisal": shown,
        "criteria": list(queries.criteria_of(shown)),
        "formulas": queries.known_formulas(),
        "results": results,
        "readable": queries.readable(request.user, results),
        "actions": steps(request, shown),
        "may_change": shown.state == AppraisalState.PLANNED and allows(rules.change_criteria, request.user, shown),
        "to_score": criteria_to_score(request, shown),
        "moved": score_queries.movements(shown),
        "is_told": shown.state in AppraisalState.told(),
        "history": core_queries.history_of(shown, without=("sha256", "computed_at")),
        "here": "appraisals",
    }
    return render(request, "supervision/appraisal.html", context)


def criteria_to_score(request: HttpRequest, shown: Any) -> list[Any]:
    """Criteria that the person may score now."""
    if shown.state != AppraisalState.OPEN:
        return []
    found_ = queries.criteria_to_score(shown)
    return found_ if found_ and allows(rules.score, request.user, found_[0]) else []


def steps(request: HttpRequest, shown: Any) -> list[dict[str, Any]]:
    """What the person may do with the appraisal now."""
    is_told, may_run = shown.state in AppraisalState.told(), allows(rules.run_year, request.user)
    offered = _of_the_office(request.user, shown) if may_run else []
    if is_told:
        offered.append(("print_appraisal", _("打印结果"), False))
    if is_told or may_run:
        offered.append(("person_results", _("个人考核结果"), False))
    return [
        {
            "label": label,
            "url": reverse(f"supervision:{name}", args=[shown.pk]),
            "is_post": is_post,
            "is_primary": number == 0 and may_run and not is_post,
        }
        for number, (name, label, is_post) in enumerate(offered)
    ]


def _of_the_office(by: Any, shown: Any) -> list[tuple[str, str, bool]]:
    """What follows the appraisal's state, for those who run the year: address, word, whether it is posted at once."""
    offered: list[tuple[str, str, bool]] = []
    if shown.state == AppraisalState.PLANNED and allows(rules.open_appraisal, by, shown):
        offered.append(("open_appraisal", _("开始评分"), False))
    if shown.state == AppraisalState.OPEN:
        if allows(rules.publish_appraisal, by, shown):
            offered.append(("publish_appraisal", _("公布结果"), False))
        offered.append(("compute_appraisal", _("重新计算"), True))
    if shown.state in AppraisalState.told():
        if allows(rules.close_appraisal, by, shown, today=timezone.localdate()):
            offered.append(("close_appraisal", _("结束考核"), False))
        offered.append(("record_use", _("登记结果运用"), False))
    return offered


@once
def open_appraisal(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin scoring, after asking."""
    shown = found(queries.appraisal_for(request.user, pk))
    rules.open_appraisal(request.user, shown)
    if request.method == "POST":
        services.open_appraisal(by=request.user, appraisal=shown)
        messages.success(request, _("已开始评分，自动计算的得分已列出。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("开始%(appraisal)s评分") % {"appraisal": shown},
        text=_("开始后考核标准不能再改。"),
        label=_("开始评分"),
        back_url=shown.get_absolute_url(),
    )


@require_POST
@once
def compute(request: HttpRequest, pk: int) -> HttpResponse:
    """Compute anew."""
    shown = found(queries.appraisal_for(request.user, pk))
    moved = score_queries.movements(shown)
    services.compute_appraisal(by=request.user, appraisal=shown)
    messages.success(request, _("已重新计算，人工评分不变。"))
    if moved and moved.any:
        messages.info(request, _("参加考核的部门已按年度工作更新，新列入的部门请补充人工评分。"))
    return redirect(shown)


@once
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Score several departments in one criterion."""
    criterion = found(queries.criterion_for(request.user, pk))
    rules.score(request.user, criterion)
    form = forms.ScoreForm(
        request.POST or None,
        request.FILES or None,
        criterion=criterion,
        results=queries.departments_to_score(request.user, criterion),
        known=queries.scores_in(criterion),
    )
    if request.method == "POST" and form.is_valid():
        changed = services.score_departments(by=request.user, criterion=criterion, entries=form.entries())
        messages.success(request, _("已保存，%(count)d 个部门的得分有变化。") % {"count": changed})
        return redirect(criterion.appraisal)
    return form_page(
        request,
        form,
        heading=_("评分：%(criterion)s") % {"criterion": criterion},
        lead=criterion.note,
        label=_("保存评分"),
        back_url=criterion.appraisal.get_absolute_url(),
        template="supervision/score.html",
        criterion=criterion,
    )


@once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish, after saying what follows."""
    shown = found(queries.appraisal_for(request.user, pk))
    rules.publish_appraisal(request.user, shown)
    if request.method == "POST":
        services.publish_appraisal(by=request.user, appraisal=shown)
        messages.success(request, _("已公布，并告知各部门负责人和本人。"))
        return redirect(shown)
    consequences = [
        _("公布前再计算一次，之后得分只能通过申诉更正"),
        _("部门得分和名次全院可见，个人结果只有本人、本部门负责人和党办可见"),
        _("公布后 %(days)d 个工作日内可以申诉") % {"days": shown.appeal_days},
    ]
    moved = score_queries.movements(shown)
    if moved and moved.returned:
        names = "、".join(map(str, moved.returned))
        consequences.insert(0, _("%(names)s重新参加，按原有评分一并计算") % {"names": names})
    if moved and moved.joined:
        names = "、".join(map(str, moved.joined))
        consequences.insert(0, _("%(names)s随公布列入，人工评分还没有填写；先“重新计算”可以补充") % {"names": names})
    if moved and moved.left:
        names = "、".join(map(str, moved.left))
        consequences.insert(0, _("%(names)s已不参加本年度工作，不计名次") % {"names": names})
    missing = queries.unscored(shown)
    if missing:
        consequences.insert(0, _("还有 %(count)d 项人工评分没有填写，按不评处理，其余折算") % {"count": missing})
    return confirm(
        request,
        heading=_("公布%(appraisal)s结果") % {"appraisal": shown},
        text=_("公布后不能撤回。"),
        label=_("公布结果"),
        back_url=shown.get_absolute_url(),
        consequences=consequences,
    )


@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close, after asking."""
    shown = found(queries.appraisal_for(request.user, pk))
    rules.close_appraisal(request.user, shown, today=timezone.localdate())
    if request.method == "POST":
        services.close_appraisal(by=request.user, appraisal=shown)
        messages.success(request, _("考核已结束。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("结束%(appraisal)s") % {"appraisal": shown},
        text=_("结束后不再受理申诉，结果仍可运用和查阅。"),
        label=_("结束考核"),
        back_url=shown.get_absolute_url(),
    )


@once
def print_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The result sheet as a document."""
    shown = found(queries.appraisal_for(request.user, pk))
    if shown.state not in AppraisalState.told():
        return redirect(shown)
    return print_paper(request, shown, paper="appraisal", heading=_("打印考核结果"))


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """A department's sheet: each criterion with its arithmetic, corrections and appeals."""
    shown = found(queries.result_for(request.user, pk))
    context = {
        "result": shown,
        "appraisal": shown.appraisal,
        "lines": queries.sheet(shown),
        "appeals": list(queries.appeals_of(shown)),
        "may_appeal": allows(rules.appeal_result, request.user, shown, today=timezone.localdate()),
        "answerable": allows_answer(request, shown),
        "here": "appraisals",
    }
    return render(request, "supervision/appraisal_result.html", context)


def allows_answer(request: HttpRequest, shown: Any) -> Any:
    """The appeal against it that waits for the person's answer."""
    waiting = queries.appeals_of(shown).filter(state="waiting").first()
    return waiting if waiting is not None and allows(rules.answer_appeal, request.user, waiting) else None
