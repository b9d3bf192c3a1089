"""备案: all filings, one with its package, sending it, entering the receipt."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import forms, queries, rules, services
from approvals.states import FilingState
from approvals.views import lists as listing
from core.rules import allows
from core.views import form_page, found, lists, once

FILINGS = lists.Listing(
    name=gettext_lazy("备案"),
    columns=(
        lists.Column(
            "number", gettext_lazy("备案号"), value=str, sort=("year", "number"), note="submission", width="wide"
        ),
        lists.Column("body", gettext_lazy("接收备案的机构")),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            sort=("state",),
            labels=dict(FilingState.choices),
            cell="components/cells/state.html",
        ),
        lists.Column("rows", gettext_lazy("项数"), value="row_count", is_numeric=True, is_hidden_on_phone=True),
        lists.Column("filed_at", gettext_lazy("生效时间"), sort=("filed_at",), cell="components/cells/day.html"),
        lists.Column("sent_on", gettext_lazy("报送日期"), sort=("sent_on",), cell="components/cells/day.html"),
        lists.Column("receipt_number", gettext_lazy("回执编号")),
        lists.Column("receipt_on", gettext_lazy("回执日期"), sort=("receipt_on",), cell="components/cells/day.html"),
    ),
    default_sort="-filed_at",
    filters=forms.FilingFilters,
    search=queries.search_filings,
    search_help=gettext_lazy("备案号、接收机构、回执编号"),
    empty=gettext_lazy("还没有备案。"),
    empty_help=gettext_lazy("班子成员的清单经党委研究审定、生效之后，自动编号列在这里，由党办报送。"),
)


@require_safe
def filings(request: HttpRequest) -> HttpResponseBase:
    """The filings the person may see."""
    rows = queries.filings_for(request.user)
    context = listing.places(request, "filings")
    return lists.page(request, FILINGS, rows=rows, template="approvals/filings.html", context=context)


@require_safe
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing: where it stands, and the package that goes to the body above."""
    shown = found(queries.filing_for(request.user, pk))
    context = {
        "filing": shown,
        "package": queries.package_of(shown),
        "decision": queries.decision_on(shown),
        "grades": queries.grades_of(shown),
        "may_send": allows(rules.send_filing, request.user, shown),
        "may_receive": allows(rules.record_receipt, request.user, shown),
        "may_print": allows(rules.ask_filing_print, request.user, shown),
        **listing.places(request, "filings"),
    }
    return render(request, "approvals/filing.html", context)


@once
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter on which day the package went out."""
    shown = found(queries.filing_for(request.user, pk))
    rules.send_filing(request.user, shown)
    form = forms.SendFilingForm(request.POST or None, initial={"sent_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.send_filing(by=request.user, filing=shown, **form.cleaned_data)
        messages.success(request, _("已登记报送，等待%(body)s的备案回执。") % {"body": shown.body})
        return redirect(shown)
    heading = _("登记报送：%(filing)s") % {"filing": shown}
    lead = _("报送%(body)s：备案报告、审定的清单和会议纪要。") % {"body": shown.body}
    back_url = shown.get_absolute_url()
    return form_page(request, form, heading=heading, label=_("登记报送"), back_url=back_url, lead=lead)


@once
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the receipt."""
    shown = found(queries.filing_for(request.user, pk))
    rules.record_receipt(request.user, shown)
    form = forms.ReceiptForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        services.record_receipt(by=request.user, filing=shown, **form.cleaned_data)
        messages.success(request, _("已登记备案回执，本次备案办结。"))
        return redirect(shown)
    heading = _("登记回执：%(filing)s") % {"filing": shown}
    lead = _("%(day)s 报送%(body)s。") % {"day": shown.sent_on, "body": shown.body}
    back_url = shown.get_absolute_url()
    return form_page(request, form, heading=heading, label=_("登记回执"), back_url=back_url, lead=lead)
