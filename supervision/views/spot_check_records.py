"""The record of a spot check: inspectors, checklists of the drawn points, findings, signatures."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows, refusal
from core.views import confirm, form_page, found, once
from supervision import forms, queries, rules, services
from supervision.queries.findings import readable_findings
from supervision.states.spot_checks import RecordState


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: drawn points with measures and answers, who inspects, who signed, and the next step."""
    shown, by = found(queries.record_for(request.user, pk)), request.user
    points = list(queries.points_of_record(shown))
    is_open, is_finished = shown.state == RecordState.OPEN, shown.state == RecordState.FINISHED
    inspectors = list(shown.inspectors.all())
    files = queries.evidence_of(item for point in points for item in queries.asked(point))
    may_fill = is_open and allows(rules.fill_record, by, shown)
    context: dict[str, Any] = {
        "record": shown,
        "points": [(point, [(item, files.get(item.pk, [])) for item in queries.asked(point)]) for point in points],
        "progress": queries.progress_of(points),
        "inspectors": inspectors,
        "may_name": is_open and allows(rules.name_inspectors, by, shown),
        "may_fill": may_fill,
        "next_point": next((each for each in points if may_fill and _is_unanswered(each)), None),
        "obstacle": refusal(rules.complete_record, shown) if may_fill else None,
        "may_take_back": is_finished and allows(rules.take_back_record, by, shown),
        "mine": next((each for each in inspectors if each.person_id == by.pk and not each.signed_on), None),
        "is_finished": is_finished,
        "readable": readable_findings(by, (item.finding_id for point in points for item in queries.asked(point))),
        "may_sign_paper": is_finished and allows(rules.record_on_paper, by, shown),
        "may_answer": is_finished and allows(rules.give_record_opinion, by, shown, is_on_paper=False),
        "history": queries.story_of_record(shown),
        "here": "spot_checks",
    }
    return render(request, "supervision/spot_check_record.html", context)


def _is_unanswered(point: Any) -> bool:
    return any(not item.answer for item in queries.asked(point))


@once
def name_inspectors(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose who inspects."""
    shown = found(queries.record_for(request.user, pk))
    rules.name_inspectors(request.user, shown)
    initial = {"people": [each.person_id for each in queries.inspectors_of(shown)]}
    form = forms.InspectorsForm(request.POST or None, record=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.name_inspectors(by=request.user, record=shown, people=form.cleaned_data["people"])
        messages.success(request, _("已指定检查人员。"))
        return redirect(shown)
    return _form(request, form, shown, heading=_("指定检查人员"), label=_("保存检查人员"))


def _form(request: HttpRequest, form: Any, record: Any, **words: Any) -> HttpResponse:
    """A form about a record, under its name, back to its page."""
    words.setdefault("lead", str(record))
    return form_page(request, form, back_url=record.get_absolute_url(), **words)


@once
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    """Day, place and how things stand on the whole."""
    shown = found(queries.record_for(request.user, pk))
    rules.fill_record(request.user, shown)
    initial = {
        "checked_on": shown.checked_on,
        "place": shown.place,
        "summary": shown.summary,
        "version": core_queries.version_of(shown),
    }
    form = forms.FactsForm(request.POST or None, initial=initial, drawn_on=rules.drawn_on(shown))
    if request.method == "POST" and form.is_valid():
        services.fill_record(by=request.user, record=shown, **form.cleaned_data)
        messages.success(request, _("已保存检查日期和总体情况。"))
        return redirect(shown)
    return _form(request, form, shown, heading=_("检查日期和总体情况"), label=_("保存"))


@once
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the checklist of one drawn point."""
    point = found(queries.point_of_record(request.user, pk))
    shown = point.record
    rules.fill_record(request.user, shown)
    items = queries.items_of(point)
    initial = {"version": core_queries.version_of(shown)}
    form = forms.PointForm(request.POST or None, request.FILES or None, items=items, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data.get("version")
        services.answer_items(by=request.user, point=point, entries=form.entries(), version=version)
        messages.success(request, _("已保存%(point)s的检查结果。") % {"point": point})
        return redirect(f"{shown.get_absolute_url()}#point-{point.pk}")
    lead = f"{point} {point.unit.point}"
    return _form(request, form, shown, heading=_("填写检查结果"), lead=lead, label=_("保存检查结果"), is_long=True)


@once
def open_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what does not fit as a finding."""
    item = found(queries.item_of_record(request.user, pk))
    rules.open_item_finding(request.user, item)
    form = forms.ItemFindingForm(request.POST or None, item=item, initial={"text": item.note})
    if request.method == "POST" and form.is_valid():
        finding = services.open_item_finding(by=request.user, item=item, **form.cleaned_data)
        messages.success(
            request, _("已登记问题%(code)s，%(day)s前整改。") % {"code": finding.code, "day": finding.due_on}
        )
        return redirect(f"{item.point.record.get_absolute_url()}#point-{item.point_id}")
    lead = _("检查内容：%(item)s") % {"item": item}
    return _form(request, form, item.point.record, heading=_("登记问题"), lead=lead, label=_("登记问题"))


def _ask(request: HttpRequest, pk: int, *, rule: Callable, do: Callable, done: str, **words: Any) -> HttpResponse:
    """Ask before a step on GET; take it on POST."""
    shown = found(queries.record_for(request.user, pk))
    rule(request.user, shown)
    if request.method == "POST":
        do(by=request.user, record=shown)
        messages.success(request, done)
        return redirect(shown)
    return confirm(request, back_url=shown.get_absolute_url(), **words)


@once
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything is answered; ask for signatures."""
    return _ask(
        request,
        pk,
        rule=rules.finish_record,
        do=services.finish_record,
        done=_("检查完毕，已通知检查人员和被查部门负责人签字。"),
        heading=_("检查完毕"),
        text=_("检查结果交检查人员和被查部门负责人签字。"),
        label=_("检查完毕，请签字"),
        consequences=[_("有人签字之前可以退回修改；签字之后不能再改。")],
    )


@require_POST
@once
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend what was finished before anybody signed."""
    shown = found(queries.record_for(request.user, pk))
    services.take_back_record(by=request.user, record=shown)
    messages.success(request, _("已退回修改。"))
    return redirect(shown)


@once
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """An inspector signs; for a signature on paper the Party office gives its day."""
    inspector = found(queries.inspector_for(request.user, pk))
    rules.sign_record(request.user, inspector)
    shown = inspector.record
    if inspector.person_id != request.user.pk:
        return _sign_paper(request, inspector)
    if request.method == "POST":
        services.sign_record(by=request.user, inspector=inspector)
        messages.success(request, _("已签字。"))
        return redirect(shown)
    text = _("我参加了%(record)s的检查，记录属实。") % {"record": shown}
    back = shown.get_absolute_url()
    return confirm(request, heading=_("签字"), text=text, label=_("签字"), back_url=back)


def _sign_paper(request: HttpRequest, inspector: Any) -> HttpResponse:
    form = forms.PaperSignatureForm(request.POST or None, checked_on=inspector.record.checked_on)
    if request.method == "POST" and form.is_valid():
        services.sign_record(by=request.user, inspector=inspector, **form.cleaned_data)
        messages.success(request, _("已登记%(person)s在纸上的签字。") % {"person": inspector.person})
        return redirect(inspector.record)
    heading = _("登记%(person)s在纸上的签字") % {"person": inspector.person}
    return _form(request, form, inspector.record, heading=heading, label=_("登记签字"))


def _give_opinion(request: HttpRequest, pk: int, *, is_on_paper: bool) -> HttpResponse:
    shown = found(queries.record_for(request.user, pk))
    rules.give_record_opinion(request.user, shown, is_on_paper=is_on_paper)
    facts: dict[str, Any] = {
        "checked_on": shown.checked_on,
        "name": shown.opinion_name,
        "signers": rules.signers_on_paper(shown),
    }
    form = forms.OpinionForm(request.POST or None, is_on_paper=is_on_paper, **facts)
    if request.method == "POST" and form.is_valid():
        services.give_record_opinion(by=request.user, record=shown, **form.cleaned_data)
        messages.success(request, _("已签署意见。"))
        return redirect(shown)
    heading = _("登记纸上的%(opinion)s") % {"opinion": shown.opinion_name} if is_on_paper else _("签署意见")
    return _form(request, form, shown, heading=heading, label=_("登记意见") if is_on_paper else _("签署意见"))


@once
def give_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the department says what they think."""
    return _give_opinion(request, pk, is_on_paper=False)


@once
def record_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The Party office records what the head signed on paper."""
    return _give_opinion(request, pk, is_on_paper=True)
