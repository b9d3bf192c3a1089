"""The steps of a rectification, each at its own address: plan, report, extend, recheck, reply, answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import queries as core_queries
from core.views import form_page, found, once
from supervision import queries, rules, services
from supervision.forms import findings as forms


def _page(request: HttpRequest, form: Any, finding: Any, *, heading: str, label: str, lead: str = "") -> HttpResponse:
    return form_page(
        request, form, heading=heading, lead=lead or str(finding), label=label, back_url=finding.get_absolute_url()
    )


@once
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers and what will be done."""
    shown = found(queries.finding_for(request.user, pk))
    rules.plan_rectification(request.user, shown)
    known = rules.rectification_of(shown)
    initial: dict[str, Any] = {"version": core_queries.version_of(shown)}
    if known:
        initial |= {"owner_post": known.owner_post, "answerer": known.answerer, "measures": known.measures}
    form = forms.PlanForm(request.POST or None, finding=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.plan_rectification(by=request.user, finding=shown, **form.cleaned_data)
        messages.success(request, _("整改措施已登记，请按期完成后报告。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("制定整改措施"), label=_("登记整改措施"))


@once
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Report that it is put right, with proof."""
    shown = found(queries.finding_for(request.user, pk))
    rules.report_rectification(request.user, shown)
    initial = {"version": core_queries.version_of(shown)}
    form = forms.ReportForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.report_rectification(by=request.user, finding=shown, **form.cleaned_data)
        messages.success(request, _("已报告，等待复查。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("报告整改完成"), label=_("报告整改完成"))


@once
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later deadline."""
    shown = found(queries.finding_for(request.user, pk))
    rules.ask_extension(request.user, shown)
    form = forms.ExtensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = services.ask_extension(by=request.user, finding=shown, **form.cleaned_data)
        messages.success(
            request, _("已申请延至%(day)s，等待纪检监察室批复；批复前原期限仍然有效。") % {"day": asked.to_on}
        )
        return redirect(shown)
    return _page(request, form, shown, heading=_("申请整改延期"), label=_("申请延期"))


@once
def answer_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a later deadline."""
    asked = found(queries.extension_for(request.user, pk))
    rules.answer_extension(request.user, asked)
    form = forms.ExtensionAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer_extension(by=request.user, extension=asked, **form.cleaned_data)
        messages.success(request, _("已批复，并告知申请人。"))
        return redirect(asked.finding)
    facts = {"by": asked.by, "before": asked.from_on, "after": asked.to_on, "days": asked.days, "why": asked.reason}
    lead = _("%(by)s申请由%(before)s延至%(after)s（%(days)d个工作日）：%(why)s") % facts
    return _page(request, form, asked.finding, heading=_("批复整改延期"), label=_("批复延期"), lead=lead)


@once
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whether it is put right."""
    shown = found(queries.finding_for(request.user, pk))
    rules.recheck(request.user, shown)
    initial = {"on": timezone.localdate()}
    form = forms.RecheckForm(request.POST or None, initial=initial, reported_on=rules.reported_on(shown))
    if request.method == "POST" and form.is_valid():
        services.recheck(by=request.user, finding=shown, **form.cleaned_data)
        messages.success(request, _("复查意见已登记，并告知责任部门。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("复查整改"), label=_("登记复查意见"))


@once
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Register the reply that was owed to the source."""
    shown = found(queries.finding_for(request.user, pk))
    rules.reply_to_source(request.user, shown)
    initial = {"replied_on": timezone.localdate()}
    form = forms.ReplyForm(request.POST or None, initial=initial, found_on=shown.found_on)
    if request.method == "POST" and form.is_valid():
        services.reply_to_source(by=request.user, finding=shown, **form.cleaned_data)
        messages.success(request, _("回复已登记。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("回复问题来源"), label=_("登记回复"))


@once
def answer_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the organ makes of a 问责建议; nothing else follows."""
    shown = found(queries.proposal_for(request.user, pk))
    rules.answer_proposal(request.user, shown)
    form = forms.ProposalAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.answer_proposal(by=request.user, proposal=shown, **form.cleaned_data)
        messages.success(request, _("研究意见已登记。"))
        return redirect(shown)
    lead = _("%(finding)s（%(ground)s）。建议只供研究，不会自动产生任何处理。")
    return _page(
        request,
        form,
        shown.finding,
        heading=_("答复问责建议"),
        label=_("登记研究意见"),
        lead=lead % {"finding": shown.finding, "ground": shown.get_ground_display()},
    )


@require_POST
@once
def ask_closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the head to sign for the closing; leads to the submission."""
    shown = found(queries.finding_for(request.user, pk))
    submission = services.ask_closing(by=request.user, finding=shown)
    messages.success(request, _("已提请销号，等科室负责人签署。"))
    return redirect(submission)
