"""议事规则: how they stand, their versions, and changing one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from approvals import calculations, forms, queries, rules, services
from approvals.states import Matter
from approvals.views import lists as listing
from core.rules import allows
from core.views import form_page, found, once


@require_safe
def meeting_rules(request: HttpRequest) -> HttpResponse:
    """The rule of each kind of matter in words, with every version it had."""
    kinds = [
        {
            "rule": rule,
            "sentences": calculations.rule_sentences(rule),
            "versions": queries.rule_versions(rule.matter),
        }
        for rule in queries.current_rules()
    ]
    context = {"kinds": kinds, "may_change": allows(rules.change_meeting_rule, request.user)}
    return render(request, "approvals/meeting_rules.html", {**context, **listing.places(request, "rules")})


@once
def change(request: HttpRequest, matter: str) -> HttpResponse:
    """The next version of a rule, with its reason."""
    rules.change_meeting_rule(request.user)
    rule = found(next((each for each in queries.current_rules() if each.matter == matter), None))
    form = forms.MeetingRuleForm(request.POST or None, rule=rule)
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["version"], form.cleaned_data["reason"]
        made = services.change_meeting_rule(
            by=request.user, matter=matter, version=seen, reason=reason, **form.values()
        )
        messages.success(request, _("已启用%(rule)s；已经筹备的会议仍按原来的版本。") % {"rule": made})
        return redirect("approvals:meeting_rules")
    return form_page(
        request,
        form,
        heading=_("修改%(matter)s的议事规则") % {"matter": Matter(matter).label},
        lead=_("将成为第%(version)d版，用于以后筹备的会议；已经筹备和开过的会议不变。") % {"version": rule.version + 1},
        label=_("启用新版规则"),
        back_url=reverse("approvals:meeting_rules"),
        is_long=True,
    )
