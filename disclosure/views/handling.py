"""The steps of handling a suggestion, each at its own address."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.views import confirm, form_page, found, once
from disclosure.forms import incoming as forms
from disclosure.queries import handling as queries
from disclosure.rules import handling as rules
from disclosure.services import handling as services
from organization import queries as organization_queries
from supervision.queries import findings as finding_queries


def _page(request: HttpRequest, form: Any, shown: Any, *, heading: str, label: str) -> HttpResponse:
    """A form with what was written above it, so that nobody has to turn back."""
    return form_page(
        request,
        form,
        heading=heading,
        label=label,
        back_url=shown.get_absolute_url(),
        template="disclosure/handling_form.html",
        suggestion=shown,
    )


@once
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """转办."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.assign_suggestion(request.user, handling)
    meant = handling.department or queries.department_meant(shown, queries.about(shown))
    form = forms.AssignForm(request.POST or None, initial={"department": meant}, pieces=queries.text_pieces(shown))
    if request.method == "POST" and form.is_valid():
        services.assign_suggestion(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已转办，并告知承办部门。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("转办意见建议"), label=_("转办"))


@once
def draft(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The department's draft."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.draft_answer(request.user, handling)
    form = forms.DraftAnswerForm(request.POST or None, initial={"answer": handling.answer})
    if request.method == "POST" and form.is_valid():
        services.draft_answer(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("答复稿已提交，由党办审定。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("提交答复稿"), label=_("提交答复稿"))


@once
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A draft goes back."""
    shown = found(queries.suggestion_for(request.user, pk))
    rules.return_answer(request.user, queries.handling_of(shown))
    form = forms.ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.return_answer(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已退回承办部门。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("退回答复稿"), label=_("退回重写"))


@once
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Settle the answer, in public or not."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.answer_suggestion(request.user, handling)
    title = _("关于%(about)s的答复") % {"about": shown.about_title} if shown.about_title else ""
    question = handling.question or shown.text
    initial = {"text": handling.answer, "question": question, "title": handling.title or title[:60]}
    form = forms.AnswerForm(request.POST or None, handling=handling, initial=initial)
    if request.method == "POST" and form.is_valid():
        reply = services.answer_suggestion(by=request.user, suggestion=shown, **form.cleaned_data)
        told = _("已答复，提出人凭回执码可以看到。") if reply else _("已送保密审查，通过后答复并公开。")
        messages.success(request, told)
        return redirect(shown)
    return _page(request, form, shown, heading=_("审定答复"), label=_("审定"))


@once
def clear(request: HttpRequest, pk: UUID) -> HttpResponse:
    """保密审查 passed: answered in public."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.clear_answer(request.user, handling)
    if request.method == "POST":
        made = found(services.clear_answer(by=request.user, suggestion=shown).publication)
        messages.success(request, _("已答复并公开，编号 %(code)s。") % {"code": made.code})
        return redirect("disclosure_desk:publication", made.pk)
    return confirm(
        request,
        heading=_("公开答复的保密审查"),
        text=_("公开“%(title)s”？问题和答复都已看过，不含国家秘密、工作秘密、商业秘密和个人信息。")
        % {"title": handling.title},
        label=_("通过并公开"),
        back_url=shown.get_absolute_url(),
        consequences=[
            *_pointed_out(queries.public_pieces(handling)),
            _("公开的问题：%(question)s") % {"question": handling.question},
            _("公开的答复：%(answer)s") % {"answer": handling.answer},
            *([_("更正理由：%(reason)s") % {"reason": handling.correction}] if handling.correction else []),
            _("公开后进入公开链，更正和撤下都会留下记录。"),
        ],
    )


def _pointed_out(pieces: list[str]) -> list[str]:
    """What 保密审查 must not overlook."""
    return [_("请核对疑似个人信息：%(pieces)s") % {"pieces": "、".join(pieces)}] if pieces else []


@once
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """保密审查 has something against it, or 党办 takes it back."""
    shown = found(queries.suggestion_for(request.user, pk))
    rules.hold_answer(request.user, queries.handling_of(shown))
    if rules.is_taken_back(request.user):
        return _take_back(request, shown)
    form = forms.HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hold_answer(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已退回党办。"))
        return redirect("desk:inbox")
    return _page(request, form, shown, heading=_("退回公开答复"), label=_("退回党办"))


def _take_back(request: HttpRequest, shown: Any) -> HttpResponse:
    form = forms.TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.hold_answer(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已撤回，可以重新审定。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("撤回公开答复"), label=_("撤回"))


@once
def correct(request: HttpRequest, pk: UUID) -> HttpResponse:
    """更正 an answer that was told."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.correct_answer(request.user, handling)
    form = forms.CorrectForm(request.POST or None, handling=handling, initial=_as_told(handling))
    if request.method == "POST" and form.is_valid():
        reply = services.correct_answer(by=request.user, suggestion=shown, **form.cleaned_data)
        told = _("已更正，提出人凭回执码看到更正后的答复。") if reply else _("更正已送保密审查，通过后替换公开的答复。")
        messages.success(request, told)
        return redirect(shown)
    return _page(request, form, shown, heading=_("更正答复"), label=_("更正"))


def _as_told(handling: Any) -> dict[str, str]:
    """What a correction starts from: what 保密审查 gave back, else what was told and is public."""
    reply = handling.suggestion.reply
    public = reply.publication.content if reply.publication else {}
    return {
        "text": handling.answer or reply.text,
        "title": handling.title or public.get("title", ""),
        "question": handling.question or public.get("question", "") or handling.suggestion.text,
        "reason": handling.correction,
    }


@once
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """不予受理."""
    shown = found(queries.suggestion_for(request.user, pk))
    rules.refuse_suggestion(request.user, queries.handling_of(shown))
    form = forms.RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.refuse_suggestion(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已答复不予受理。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("不予受理"), label=_("不予受理"))


@once
def treat_as_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is a report is answered with its channels and emptied."""
    shown = found(queries.suggestion_for(request.user, pk))
    rules.treat_as_report(request.user, queries.handling_of(shown))
    if request.method == "POST":
        services.treat_as_report(by=request.user, suggestion=shown)
        messages.success(request, _("已答复举报渠道，原文已删除。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("按举报处理"),
        text=_("举报不在这里受理，也不能留存在本系统。"),
        label=_("答复举报渠道并删除原文"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
        consequences=[
            _("提出人凭回执码会看到举报电话、信箱、来访和上级纪检监察机关。"),
            _("原文、称呼、联系方式和附件立即删除，不能恢复，也不转给任何人。"),
            _("审计记录只记办理了这一步，不记内容。"),
        ],
    )


@once
def propose_point(request: HttpRequest, pk: UUID) -> HttpResponse:
    """群众帮."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.propose_point(request.user, handling)
    meant = handling.department or queries.department_meant(shown, queries.about(shown))
    form = forms.ProposePointForm(request.POST or None, initial={"department": meant})
    if request.method == "POST" and form.is_valid():
        services.propose_point(by=request.user, suggestion=shown, **form.cleaned_data)
        messages.success(request, _("已作为风险点建议送该部门答复。"))
        return redirect(shown)
    return _page(request, form, shown, heading=_("由意见建议提出风险点"), label=_("送出建议"))


@once
def make_finding(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A finding of the department it was assigned to, or of the one picked first (`?department=`)."""
    shown = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    rules.make_finding(request.user, handling)
    asked = request.GET.get("department", "")
    department = organization_queries.departments().filter(code=asked).first() if asked else handling.department
    if department is None:
        return _pick(request, shown)
    points = finding_queries.plain_points_to_choose(request.user, department)
    form = forms.MakeFindingForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        services.make_finding(by=request.user, suggestion=shown, department=department, **form.cleaned_data)
        messages.success(request, _("已登记，并告知责任部门。"))
        return redirect(shown)
    heading = _("登记%(department)s的问题") % {"department": department}
    return _page(request, form, shown, heading=heading, label=_("登记问题"))


def _pick(request: HttpRequest, shown: Any) -> HttpResponse:
    meant = queries.department_meant(shown, queries.about(shown))
    form = forms.PickDepartment(request.POST or None, initial={"department": meant})
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?department={form.cleaned_data['department'].code}")
    return _page(request, form, shown, heading=_("登记哪个部门的问题"), label=_("继续登记"))
