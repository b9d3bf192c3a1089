"""党委会: meetings and recording what they resolved."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import forms, queries, rules, services
from approvals.states import AgendaVerdict
from approvals.views import lists as listing
from approvals.views import submissions
from core.views import found, lists, once
from organization import queries as organization_queries
from organization.roles import Action

MEETINGS = lists.Listing(
    name=gettext_lazy("党委会"),
    columns=(
        lists.Column("number", gettext_lazy("会议编号")),
        lists.Column("held_on", gettext_lazy("会议日期"), sort=("held_on",), cell="components/cells/day.html"),
        lists.Column("items", gettext_lazy("议题"), value="item_count", is_numeric=True),
        lists.Column("recorded_by", gettext_lazy("登记人"), value="recorded_by__name"),
    ),
    default_sort="-held_on",
    search=None,
    empty=gettext_lazy("还没有登记党委会。"),
    empty_help=gettext_lazy("清单到达党委审定环节后，由党办或党委书记登记会议决议。"),
)


@require_safe
def meetings(request: HttpRequest) -> HttpResponseBase:
    """The meetings the person may see."""
    context = {"may_record": organization_queries.may_act_anywhere(request.user, Action.RECORD_MEETING)}
    context |= listing.places(request, "meetings")
    return lists.page(
        request, MEETINGS, rows=queries.meetings(request.user), template="approvals/meetings.html", context=context
    )


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting with its agenda and resolutions."""
    context = {"meeting": found(queries.meeting(request.user, pk)), **listing.places(request, "meetings")}
    return render(request, "approvals/meeting.html", context)


@once
def record(request: HttpRequest) -> HttpResponse:
    """Record a meeting's resolutions on what waits for it; `?submission=` asks for one alone."""
    rules.open_record(request.user)
    waiting = list(queries.waiting_for_committee(request.user))
    only = [submission for submission in waiting if str(submission.pk) == request.GET.get("submission")]
    data = request.POST or None
    form = forms.MeetingForm(data)
    parts = [forms.ResolutionForm(data, submission=submission) for submission in only or waiting]
    for part in parts:
        submissions.refuse_unread(part, url=request.get_full_path())
    are_valid = [part.is_valid() for part in (form, *parts)]
    if all(are_valid) and not _resolutions(parts):
        form.add_error(None, _("请至少为一项议题选择决议。"))
    elif all(are_valid):
        resolutions = _resolutions(parts)
        made = services.record_meeting(by=request.user, resolutions=resolutions, **form.cleaned_data)
        messages.success(request, _("已登记会议决议：%(what)s。") % {"what": _summary(resolutions)})
        return redirect(made)
    context = {"form": form, "parts": parts, "is_one": bool(only) and len(waiting) > 1}
    return render(request, "approvals/record_meeting.html", context, status=422 if request.method == "POST" else 200)


def _summary(resolutions: list[services.Resolution]) -> str:
    """How many items got which resolution, and what follows from it."""
    follows = {AgendaVerdict.AGREE: _("，清单已生效"), AgendaVerdict.RETURN: _("，已通知部门修改")}
    counts = Counter(AgendaVerdict(resolution.verdict) for resolution in resolutions)
    words = (
        _("%(count)d 项%(verdict)s%(follows)s")
        % {"count": count, "verdict": verdict.label, "follows": follows.get(verdict, "")}
        for verdict, count in counts.items()
    )
    return "；".join(words)


def _resolutions(parts: list[forms.ResolutionForm]) -> list[services.Resolution]:
    return [
        services.Resolution(
            submission=part.submission,
            verdict=chosen["verdict"],
            reason=chosen["reason"],
            rows=[(row, chosen["verdict"], chosen["reason"]) for row in chosen["codes"]],
            version=chosen["version"],
        )
        for part in parts
        if (chosen := part.cleaned_data)["verdict"]
    ]
