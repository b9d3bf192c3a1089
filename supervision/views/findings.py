"""Findings: the list, registering one, and the page of one with its next step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.registry import registry
from core.rules import allows
from core.views import form_page, found, lists, once
from supervision import queries, rules, services
from supervision.forms import findings as forms
from supervision.states.findings import FindingSource, FindingState


def late(finding: Any) -> str:
    """已逾期, beside a deadline that has passed."""
    return _("已逾期") if queries.is_overdue(finding) else ""


FINDINGS = lists.Listing(
    name=gettext_lazy("问题整改"),
    columns=(
        lists.Column("text", gettext_lazy("问题"), width="wide", sheet_width=60),
        lists.Column("code", gettext_lazy("编号"), sort=("code",), cell="components/cells/code.html", width="narrow"),
        lists.Column("source", gettext_lazy("来源"), labels=dict(FindingSource.choices)),
        lists.Column("department", gettext_lazy("责任部门"), "department__name"),
        lists.Column("grade", gettext_lazy("等级"), "point__grade", cell="supervision/grade_cell.html"),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(FindingState.choices), cell="components/cells/state.html"
        ),
        lists.Column("found_on", gettext_lazy("发现日期"), sort=("found_on",), cell="components/cells/day.html"),
        lists.Column("due_on", gettext_lazy("整改期限"), sort=("due_on",), cell="components/cells/day.html", note=late),
    ),
    default_sort="-found_on",
    filters=forms.FindingFilters,
    search_help=gettext_lazy("问题、编号或拼音首字母"),
    empty=gettext_lazy("没有问题。"),
    empty_help=gettext_lazy("自查、抽查发现的问题自动列入；巡察、审计、职代会等提出的，由党办、纪检监察室登记。"),
)


@require_safe
def findings(request: HttpRequest) -> HttpResponseBase:
    """All findings the person may see."""
    rows = queries.findings_shown(request.user)
    counts = queries.finding_counts(request.user)
    may_add = queries.departments_to_find_in(request.user).exists()
    context = {"figures": figures(counts), "may_add": may_add, "here": "findings"}
    return lists.page(request, FINDINGS, rows=rows, template="supervision/findings.html", context=context)


def figures(counts: dict[str, int]) -> list[dict[str, Any]]:
    """The four numbers above the list, each a link."""
    url, unit = reverse("supervision:findings"), _("个")
    shown = (
        (_("未销号"), "open", "?state=living", ""),
        (_("已逾期"), "overdue", "?overdue=on", "red"),
        (_("待复查"), "reported", "?state=reported", "amber"),
        (_("已销号"), "closed", "?state=closed", ""),
    )
    return [
        {"label": label, "value": counts[key], "unit": unit, "url": f"{url}{query}", "tone": counts[key] and tone}
        for label, key, query, tone in shown
    ]


@once
def pick(request: HttpRequest) -> HttpResponse:
    """Which department the finding is about; who may only for one goes on at once."""
    departments = queries.departments_to_find_in(request.user)
    if request.method != "POST" and departments.count() == 1:
        return redirect("supervision:add_finding_in", departments.get().code)
    form = forms.PickDepartment(request.POST or None, departments=departments)
    if request.method == "POST" and form.is_valid():
        return redirect("supervision:add_finding_in", form.cleaned_data["department"].code)
    return form_page(
        request,
        form,
        heading=_("登记问题"),
        lead=_("先选责任部门，再填问题属于哪个风险点。"),
        label=_("继续登记"),
        back_url=reverse("supervision:findings"),
    )


@once
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Register a finding of one department."""
    department = found(queries.departments_to_find_in(request.user).filter(code=code).first())
    rules.open_finding(request.user, department, FindingSource.own()[0])
    form = forms.FindingForm(
        request.POST or None,
        request.FILES or None,
        by=request.user,
        department=department,
        initial={"found_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        made = services.open_finding(by=request.user, department=department, **form.cleaned_data)
        messages.success(request, _("已登记，并告知责任部门。"))
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("登记%(department)s的问题") % {"department": department},
        label=_("登记问题"),
        back_url=reverse("supervision:findings"),
        is_long=True,
    )


@require_safe
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: the risk point, the plan, extensions, report, rechecks, closing, reply, and 问责建议 for whom they wait."""
    shown = found(queries.finding_for(request.user, pk))
    page = queries.page_of(shown)
    context: dict[str, Any] = {
        "finding": shown,
        "plan": rules.rectification_of(shown),
        "page": page,
        "holder": queries.holder_of(shown),
        "due": shown.due_on if shown.state in FindingState.before_report() else None,
        "is_overdue": queries.is_overdue(shown),
        "actions": steps(request, shown, page),
        "closings": queries.closings_for(request.user, shown),
        "may_reply": shown.is_reply_owed and allows(rules.reply_to_source, request.user, shown),
        "proposals": [
            (each, allows(rules.answer_proposal, request.user, each))
            for each in queries.proposals_of(request.user, shown)
        ],
        "origin": registry.origin_of(shown, request.user),
        "here": "findings",
    }
    return render(request, "supervision/finding.html", context)


def steps(request: HttpRequest, shown: Any, page: queries.FindingPage) -> list[dict[str, Any]]:
    """What the person may do with the finding now: the next step is the primary button."""
    words = {
        "plan_rectification": _("制定整改措施") if shown.state == FindingState.OPEN else _("修改整改措施"),
        "report_rectification": _("报告整改完成"),
        "ask_extension": _("申请延期"),
        "recheck": _("复查"),
        "ask_closing": _("提请销号"),
    }
    offered = [(words[name], name, shown.pk) for name in queries.next_steps(request.user, shown)]
    asked = page.waiting_extension
    if asked and allows(rules.answer_extension, request.user, asked):
        offered.append((_("批复延期"), "answer_extension", asked.pk))
    return [
        {
            "label": label,
            "url": reverse(f"supervision:{name}", args=[pk]),
            "is_primary": number == 0,
            "is_post": name == "ask_closing",
        }
        for number, (label, name, pk) in enumerate(offered)
    ]
