"""Opinions and their live arithmetic, hearings, and the grading rule."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.rules import allows
from core.views import form_page, found, once
from risks import forms, queries, rules, services
from risks.forms.grading import FACTOR_WORDS, Scores


@once
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or change one's own opinion on a point's grade."""
    shown = found(queries.point_for(request.user, pk))
    rules.give_opinion(request.user, shown)
    before = queries.opinion_by(request.user, shown)
    initial = {name: getattr(before, name) for name in Scores.base_names} if before else None
    form = forms.OpinionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.give_opinion(by=request.user, point=shown, **form.opinion())
        messages.success(request, _("已记录您对 %(code)s 的评级意见。") % {"code": shown.code})
        return redirect(f"{shown.get_absolute_url()}#opinions")
    return form_page(
        request,
        form,
        heading=_("对 %(code)s 提评级意见") % {"code": shown.code},
        lead=shown.description,
        label=_("提交意见"),
        back_url=shown.get_absolute_url(),
        template="risks/opinion_form.html",
        point=shown,
        **queries.preview(shown, before),
    )


@require_POST
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own opinion back."""
    shown = found(queries.point_for(request.user, pk))
    services.withdraw_opinion(by=request.user, opinion=found(queries.opinion_by(request.user, shown)))
    messages.success(request, _("已撤回您的意见。"))
    return redirect(f"{shown.get_absolute_url()}#opinions")


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The arithmetic of scores not saved yet, for the form's side; what can't be read counts as missing."""
    pk = request.GET.get("point", "")
    shown = found(queries.point_for(request.user, int(pk)) if pk.isascii() and pk.isdigit() else None)
    form = Scores(request.GET)
    form.is_valid()
    context = queries.preview_of(request.user, shown, form.cleaned_data, request.GET.get("anchor"))
    return render(request, "risks/arithmetic_part.html", {"point": shown, **context})


@once
def ask_hearing(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask 纪检监察室 to be heard before the grade is lowered."""
    shown = found(queries.point_for(request.user, pk))
    rules.ask_hearing(request.user, shown)
    form = forms.HearingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_hearing(by=request.user, point=shown, **form.cleaned_data)
        messages.success(request, _("已征求纪检监察室意见，答复后会有消息通知。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("征求纪检监察室意见：%(code)s") % {"code": shown.code},
        lead=_("集体评定的等级低于计算等级时，须先听取纪检监察室意见。"),
        label=_("征求意见"),
        back_url=shown.get_absolute_url(),
    )


@once
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """纪检监察室 says what it thinks of the grade."""
    shown = found(queries.point_for(request.user, pk))
    rules.hear(request.user, shown)
    form = forms.HearForm(request.POST or None, initial={"opinion": shown.heard_opinion})
    if request.method == "POST" and form.is_valid():
        services.hear(by=request.user, point=shown, **form.cleaned_data)
        messages.success(request, _("已记录纪检监察室意见。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("就 %(code)s 的等级发表意见") % {"code": shown.code},
        lead=shown.description,
        label=_("发表意见"),
        back_url=shown.get_absolute_url(),
    )


@require_safe
def rules_page(request: HttpRequest) -> HttpResponse:
    """The grading rule in force, its history, and who answers for which grade."""
    versions = list(queries.grade_rules())
    context = {
        "rule": versions[0],
        "versions": versions,
        "may_make": allows(rules.make_rule, request.user),
        "factors": FACTOR_WORDS,
    }
    return render(request, "risks/rules.html", context)


@once
def make_rule(request: HttpRequest) -> HttpResponse:
    """A new version of the rule, with its reason."""
    rules.make_rule(request.user)
    now = queries.rule_in_force()
    names = forms.RuleForm.Meta.fields
    initial = {name: getattr(now, name) for name in names if name != "reason"}
    form = forms.RuleForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.make_rule(by=request.user, **form.cleaned_data)
        messages.success(request, _("已启用%(rule)s；已评定的等级保留原来的规则版本。") % {"rule": made})
        return redirect("risks:rules")
    return form_page(
        request,
        form,
        heading=_("调整评级规则"),
        lead=_("将成为第%(version)d版；只影响以后的评定，已评定的等级不改写。") % {"version": now.version + 1},
        label=_("启用新版规则"),
        back_url=reverse("risks:rules"),
        is_long=True,
    )
