"""预警: the list, registering one, its page, and each step at its own address."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.rules import allows
from core.views import form_page, found, lists, once
from supervision import queries, rules, services
from supervision.forms import warnings as forms
from supervision.forms.findings import PickDepartment
from supervision.queries import findings as finding_queries
from supervision.states.warnings import WarningLevel, WarningOutcome, WarningState

WARNINGS = lists.Listing(
    name=gettext_lazy("预警"),
    columns=(
        lists.Column("title", gettext_lazy("事项"), width="wide", sheet_width=50),
        lists.Column("code", gettext_lazy("编号"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column("level", gettext_lazy("级别"), labels={"": "", **dict(WarningLevel.choices)}),
        lists.Column("department", gettext_lazy("涉及部门"), "department__name"),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            "state_shown",
            labels=dict(WarningState.choices),
            cell="components/cells/state.html",
        ),
        lists.Column(
            "outcome", gettext_lazy("处理结果"), "outcome_shown", labels={"": "", **dict(WarningOutcome.choices)}
        ),
        lists.Column("noticed_on", gettext_lazy("发现日期"), sort=("noticed_on",), cell="components/cells/day.html"),
        lists.Column(
            "answer_due_on", gettext_lazy("反馈期限"), sort=("answer_due_on",), cell="components/cells/day.html"
        ),
    ),
    default_sort="-noticed_on",
    filters=forms.WarningFilters,
    search_help=gettext_lazy("事项、编号或拼音首字母"),
    empty=gettext_lazy("没有预警。"),
    empty_help=gettext_lazy(
        "日常检查、监测指标、群众反映、审计中发现的苗头，由党办、纪检监察室登记、研判，再向部门发风险提示。"
    ),
)


@require_safe
def warnings(request: HttpRequest) -> HttpResponseBase:
    """All warnings the person may see."""
    context = {
        "counts": queries.warning_counts(request.user),
        "may_add": queries.departments_to_warn(request.user).exists(),
        "here": "warnings",
    }
    rows = queries.warnings_shown(request.user)
    return lists.page(request, WARNINGS, rows=rows, template="supervision/warnings.html", context=context)


@once
def pick(request: HttpRequest) -> HttpResponse:
    """Which department the warning is about."""
    form = PickDepartment(request.POST or None, departments=queries.departments_to_warn(request.user))
    if request.method == "POST" and form.is_valid():
        return redirect("supervision:add_warning_in", form.cleaned_data["department"].code)
    return form_page(
        request, form, heading=_("登记预警"), label=_("继续登记"), back_url=reverse("supervision:warnings")
    )


@once
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Register what was noticed about one department."""
    department = found(queries.departments_to_warn(request.user).filter(code=code).first())
    initial = {"noticed_on": timezone.localdate()}
    form = forms.WarningForm(request.POST or None, by=request.user, department=department, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.collect_warning(by=request.user, department=department, **form.cleaned_data)
        messages.success(request, _("已登记，等待研判。"))
        return redirect(made)
    heading = _("登记%(department)s的预警") % {"department": department}
    return form_page(request, form, heading=heading, label=_("登记预警"), back_url=reverse("supervision:warnings"))


@require_safe
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """One warning, as far as the person may read it."""
    shown: Any = found(queries.warning_for(request.user, pk))
    context = {
        "warning": shown,
        "state_label": WarningState(shown.state_shown).label,
        "outcome_label": WarningOutcome(shown.outcome_shown).label if shown.outcome_shown else "",
        "due": shown.answer_due_on if shown.state_shown == WarningState.NOTICED else None,
        "is_overdue": shown.state_shown == WarningState.NOTICED and shown.answer_due_on < timezone.localdate(),
        "actions": steps(request, shown),
        "may_print": allows(rules.ask_warning_print, request.user, shown),
        "attachments": queries.warning_files(shown),
        "story": queries.warning_story(shown),
        "here": "warnings",
    }
    return render(request, "supervision/warning.html", context)


def steps(request: HttpRequest, shown: Any) -> list[dict[str, Any]]:
    """What the person may do with the warning now, the next step first."""
    offered = (
        ("answer_warning", _("反馈风险提示")),
        ("send_warning", _("发出风险提示")),
        ("judge_warning", _("研判") if shown.state == WarningState.COLLECTED else _("重新研判")),
        ("handle_warning", _("处理")),
    )
    made: list[dict[str, Any]] = []
    for name, label in offered:
        if allows(getattr(rules, name), request.user, shown):
            url = reverse(f"supervision:{name}", args=[shown.pk])
            made.append({"label": label, "url": url, "is_primary": not made})
    return made


def _page(request: HttpRequest, form: Any, shown: Any, *, heading: str, label: str) -> HttpResponse:
    return form_page(request, form, heading=heading, lead=str(shown), label=label, back_url=shown.get_absolute_url())


@once
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which level it is, and why."""
    shown = found(queries.warning_for(request.user, pk))
    rules.judge_warning(request.user, shown)
    form = forms.JudgeForm(request.POST or None, initial={"level": shown.level, "judgement": shown.judgement})
    if request.method == "POST" and form.is_valid():
        services.judge_warning(by=request.user, warning=shown, **form.cleaned_data)
        messages.success(request, _("研判意见已登记。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("研判预警"), label=_("登记研判意见"))


@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the 风险提示 to the department."""
    shown = found(queries.warning_for(request.user, pk))
    rules.send_warning(request.user, shown)
    form = forms.SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.send_warning(by=request.user, warning=shown, **form.cleaned_data)
        messages.success(request, _("已发出，责任部门从现在起可以看到并反馈。"))
        return redirect(shown)
    heading = _("发出%(letter)s") % {"letter": shown.letter_name}
    return _page(request, form, shown, heading=heading, label=heading)


@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The department's answer."""
    shown = found(queries.warning_for(request.user, pk))
    rules.answer_warning(request.user, shown)
    form = forms.AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        services.answer_warning(by=request.user, warning=shown, **form.cleaned_data)
        messages.success(request, _("已反馈。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("反馈风险提示"), label=_("提交反馈"))


@once
def handle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    shown = found(queries.warning_for(request.user, pk))
    rules.handle_warning(request.user, shown)
    points = None if shown.point_id else finding_queries.plain_points_to_choose(request.user, shown.department)
    form = forms.HandleForm(request.POST or None, state=shown.state, noticed_on=shown.noticed_on, points=points)
    if request.method == "POST" and form.is_valid():
        services.handle_warning(by=request.user, warning=shown, **form.cleaned_data)
        messages.success(request, _("处理结果已登记。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("处理预警"), label=_("登记处理结果"))


@require_POST
@once
def print_letter(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Have the letter drawn; the job's page shows how far it is."""
    shown = found(queries.warning_for(request.user, pk))
    return redirect(services.ask_print(by=request.user, paper="warning", thing=shown, kind=kind))
