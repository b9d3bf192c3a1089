"""Self-checks: the list over departments, one, opening them, signing, receiving, returning."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import calculations as core_calculations
from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from supervision import queries as all_queries
from supervision.forms import self_checks as forms
from supervision.queries import hospital_reports
from supervision.queries import self_checks as queries
from supervision.queries.cycles import cycle_of_year
from supervision.queries.due_self_checks import receivers_of
from supervision.queries.findings import readable_findings
from supervision.rules import hospital_reports as report_rules
from supervision.rules import self_checks as rules
from supervision.services import prints
from supervision.services import self_checks as services
from supervision.states.self_checks import SelfCheckState

NOT_TOLD = ("report", "content", "sha256", "signed_by", "signed_for", "signed_at", "received_by", "received_at")
"""Fields whose changes the history leaves out: said by the state beside them, or too long to read there."""


def whose_text(row: Any) -> str:
    return row.whose


def answered_text(row: Any) -> str:
    return f"{row.answered}/{row.total}"


SELF_CHECKS = lists.Listing(
    name=gettext_lazy("部门自查"),
    columns=(
        lists.Column("department", gettext_lazy("部门"), value=whose_text, sort=("department__path",), width="wide"),
        lists.Column("year", gettext_lazy("年度"), "cycle__year", is_hidden_on_phone=True),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(SelfCheckState.choices),
            sort=("state",),
            cell="components/cells/state.html",
        ),
        lists.Column("answered", gettext_lazy("已填报"), value=answered_text, is_numeric=True),
        lists.Column("problems", gettext_lazy("问题"), is_numeric=True),
        lists.Column("open_problems", gettext_lazy("未销号"), is_numeric=True),
        lists.Column(
            "due_on",
            gettext_lazy("报送期限"),
            sort=("due_on",),
            cell="supervision/cells/due.html",
        ),
        lists.Column("signed_at", gettext_lazy("签署时间"), sort=("signed_at",), cell="components/cells/day.html"),
    ),
    default_sort="department",
    filters=forms.SelfCheckFilters,
    search_help=gettext_lazy("部门名称、编码或拼音首字母"),
    enrich=queries.with_counts,
    empty=gettext_lazy("还没有部门自查。"),
    empty_help=gettext_lazy("自查评估阶段开始时，为参加年度工作的每个部门自动开出；也可由党办启动。"),
)


@require_safe
def self_checks(request: HttpRequest) -> HttpResponseBase:
    """The self-checks of the year under way, or of any year by ?year=, with the hospital's report of that year."""
    year, cycle = asked_year(request)
    counts = queries.self_check_counts(request.user, cycle)
    context = {
        "cycle": cycle,
        "year": year,
        "figures": _figures(counts, year),
        "has_begun": bool(counts["total"]),
        "report": hospital_reports.report_of_year(request.user, cycle) if cycle else None,
        "may_open": cycle is not None and allows(rules.open_self_checks, request.user, cycle),
        "may_merge": cycle is not None and allows(report_rules.merge_reports, request.user, cycle),
        "here": "self_checks",
    }
    rows = queries.self_checks_for(request.user).filter(cycle=cycle)
    return lists.page(request, SELF_CHECKS, rows=rows, template="supervision/self_checks.html", context=context)


def asked_year(request: HttpRequest) -> tuple[int, Any]:
    """The year of ?year= and its cycle, if there is one that the person sees; without a year that can be read 0 and the
    year under way."""
    asked = request.GET.get("year", "")
    if not (asked.isdecimal() and len(asked) == len("2026")):
        return 0, all_queries.current_cycle()
    return int(asked), cycle_of_year(request.user, int(asked))


def _figures(counts: dict[str, int], year: int) -> list[dict[str, Any]]:
    """Of the year asked for, 0 for the one under way, each leading to its rows."""
    address = reverse("supervision:self_checks")
    url = f"{address}?year={year}&" if year else f"{address}?"
    late = _("其中逾期 %(n)d 份") % {"n": counts["late"]} if counts["late"] else ""
    return [
        {"label": _("应报送的自查"), "value": counts["total"], "unit": _("份"), "url": url[:-1]},
        {
            "label": _("未报送"),
            "value": counts["working"],
            "unit": _("份"),
            "url": f"{url}due={'late' if counts['late'] else 'working'}",
            "change": late,
            "tone": "red" if counts["late"] else "",
        },
        {
            "label": _("待接收"),
            "value": counts["submitted"],
            "unit": _("份"),
            "url": f"{url}state={SelfCheckState.SUBMITTED}",
        },
        {
            "label": _("已接收"),
            "value": counts["received"],
            "unit": _("份"),
            "url": f"{url}state={SelfCheckState.RECEIVED}",
            "tone": "green" if counts["received"] else "",
        },
    ]


@require_POST
@once
def open_self_checks(request: HttpRequest) -> HttpResponse:
    """Open the self-check of every department that takes part in the year under way."""
    cycle = found(all_queries.current_cycle())
    count = services.open_self_checks(by=request.user, cycle=cycle)
    text = _("已开出 %(n)d 份自查。") % {"n": count} if count else _("各部门的自查都已开出，措施和期限已更新。")
    messages.success(request, text)
    return redirect("supervision:self_checks")


@require_safe
def self_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One self-check: its four contents, what is still missing, the report's numbers, its history."""
    shown = found(queries.self_check_for(request.user, pk))
    is_whole = shown.is_seen_whole
    reading = queries.reading_of(shown, by=None if is_whole else request.user)
    may_answer = allows(rules.answer, request.user, shown)
    answerable = queries.answerable(request.user, shown, reading.answers) if may_answer else []
    faults = queries.faults_of(reading) if is_whole and shown.is_editable else []
    is_blocked = not is_whole or any(fault.is_blocking for fault in faults)
    context = {
        "check": shown,
        "is_seen_whole": is_whole,
        "answerable": answerable,
        "reading": reading,
        "contents": forms.by_content(
            [forms.answer_row(each, reading.files.get(each.pk, [])) for each in reading.answers]
        ),
        "readable": readable_findings(request.user, (each.finding_id for each in reading.answers)),
        "faults": faults,
        "is_whole": bool(shown.sha256) and core_calculations.sha256(shown.content) == shown.sha256,
        "may_answer": may_answer,
        "may_follow": any(fault.code == queries.MEASURES_CHANGED for fault in faults)
        and allows(rules.write, request.user, shown),
        "progress": queries.progress_offered(answerable),
        "may_sign": not is_blocked and allows(rules.sign, request.user, shown),
        "is_filled": may_answer and not is_blocked,
        "may_receive": allows(rules.receive, request.user, shown),
        "history": core_queries.history_of(shown, without=NOT_TOLD),
        "here": "self_checks",
    }
    return render(request, "supervision/self_check.html", context)


@once
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head signs, for the leadership the Party secretary, after seeing what is signed."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    principal = rules.sign(request.user, shown)
    reading = queries.reading_of(shown)
    faults = queries.faults_of(reading)
    rules.sign_complete(faults)
    if request.method == "POST":
        services.sign(by=request.user, check=shown, digest=request.POST.get("digest", ""))
        messages.success(request, _("已签署，自查报告已报送。"))
        return redirect(shown)
    digest = core_calculations.sha256(queries.content_of(reading))
    consequences = [_("签署后内容固定，退回前不能再改。"), *(fault.message for fault in faults)]
    if principal != request.user:
        consequences.insert(0, _("您正代%(holder)s签署，记录中会写明。") % {"holder": principal})
    if shown.is_leadership and not receivers_of(shown).exclude(pk=request.user.pk).exists():
        consequences.insert(0, _("目前没有人可以接收：纪检监察室人员都是班子成员，请联系安全管理员另行授权。"))
    return confirm(
        request,
        heading=_("签署自查报告"),
        text=_("%(check)s：%(n)d项已全部填报，自查报告已写好，签署后报送。")
        % {"check": shown, "n": len(reading.answers)},
        label=_("签署报送"),
        back_url=reverse("supervision:self_check_report", args=[shown.pk]),
        consequences=consequences,
        form=forms.SignForm(initial={"digest": digest}),
    )


@require_POST
@once
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The Party office, for the leadership the discipline office, receives the report."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    services.receive(by=request.user, check=shown)
    messages.success(request, _("已接收，报告内容不再变动。"))
    return redirect(shown)


@once
def return_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would receive the report returns it with a reason."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    rules.return_back(request.user, shown)
    form = forms.ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.return_back(by=request.user, check=shown, **form.cleaned_data)
        messages.success(request, _("已退回，并已通知填报人。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("退回自查报告"),
        lead=str(shown),
        label=_("退回修改"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )


@require_POST
@once
def print_self_check(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask for the department's report as a file."""
    shown = found(queries.whole_self_check_for(request.user, pk))
    return redirect(prints.ask_print(by=request.user, paper="self_check", thing=shown, kind=kind))
