"""Daily checks: the list, one, registering one in a minute."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.rules import Denied
from core.views import form_page, found, lists, once
from supervision.forms import daily_checks as forms
from supervision.queries import daily_checks as queries
from supervision.queries.findings import readable_findings
from supervision.queries.self_checks import files_of
from supervision.services import daily_checks as services
from supervision.states.self_checks import DailyResult

DAILY_CHECKS = lists.Listing(
    name=gettext_lazy("日常检查"),
    columns=(
        lists.Column("what", gettext_lazy("检查内容"), note="note", width="wide", sheet_width=50),
        lists.Column("checked_on", gettext_lazy("检查日期"), sort=("checked_on",), cell="components/cells/day.html"),
        lists.Column(
            "result",
            gettext_lazy("结果"),
            labels=dict(DailyResult.choices),
            sort=("result",),
            cell="components/cells/state.html",
        ),
        lists.Column("department", gettext_lazy("部门"), "department__name", sort=("department__path",)),
        lists.Column("by", gettext_lazy("检查人"), "by__name", is_hidden_on_phone=True),
        lists.Column("finding", gettext_lazy("登记的问题"), "finding__code", cell="components/cells/code.html"),
    ),
    default_sort="-checked_on",
    filters=forms.DailyCheckFilters,
    search_help=gettext_lazy("检查内容、说明、部门或拼音首字母"),
    empty=gettext_lazy("还没有日常检查。"),
    empty_help=gettext_lazy("每次检查记一笔，年度自查时自动汇总。"),
    empty_label=gettext_lazy("登记日常检查"),
    empty_url="/supervision/daily-checks/new/",
)


@require_safe
def daily_checks(request: HttpRequest) -> HttpResponseBase:
    """The daily checks the person may see, the latest first."""
    context = {"may_add": queries.departments_to_check(request.user).exists(), "here": "daily_checks"}
    rows = queries.daily_checks_for(request.user)
    return lists.page(request, DAILY_CHECKS, rows=rows, template="supervision/daily_checks.html", context=context)


@require_safe
def daily_check(request: HttpRequest, pk: int) -> HttpResponse:
    """One daily check with its files."""
    shown = found(queries.daily_check_for(request.user, pk))
    files = files_of(queries.SUBJECT, [shown.pk]).get(shown.pk, [])
    readable = readable_findings(request.user, [shown.finding_id])
    context = {"check": shown, "attachments": files, "readable": readable, "here": "daily_checks"}
    return render(request, "supervision/daily_check.html", context)


@once
def add(request: HttpRequest) -> HttpResponse:
    """Register what was looked at; a problem becomes a finding on the spot."""
    if not queries.departments_to_check(request.user).exists():
        raise Denied(_("您不属于任何部门，不能登记日常检查。"), help=_("日常检查由本部门人员登记。"))
    is_post = request.method == "POST"
    form = forms.DailyCheckForm(request.POST if is_post else None, request.FILES if is_post else None, by=request.user)
    if is_post and form.is_valid():
        check = services.add_daily_check(by=request.user, **form.cleaned_data)
        text = (
            _("已登记。")
            if check.finding is None
            else _("已登记，并登记为问题%(code)s。") % {"code": check.finding.code}
        )
        messages.success(request, text)
        return redirect(check)
    back_url = reverse("supervision:daily_checks")
    return form_page(request, form, heading=_("登记日常检查"), label=_("登记"), back_url=back_url)
