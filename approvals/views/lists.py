"""What waits for me, and all submissions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import forms, queries
from approvals.states import SubmissionKind, SubmissionState
from core.views import lists
from organization import queries as organization_queries
from organization.roles import Action

SUBMISSIONS = lists.Listing(
    name=gettext_lazy("报审"),
    columns=(
        lists.Column("what", gettext_lazy("报审"), value=str, width="wide"),
        lists.Column("department", gettext_lazy("部门"), value="department__name", sort=("department__path",)),
        lists.Column("kind", gettext_lazy("类别"), labels=dict(SubmissionKind.choices), is_hidden_on_phone=True),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            sort=("state",),
            labels=dict(SubmissionState.choices),
            cell="components/cells/state.html",
        ),
        lists.Column("stage", gettext_lazy("当前环节"), value="stage__title"),
        lists.Column(
            "submitted_at", gettext_lazy("报审时间"), sort=("submitted_at",), cell="components/cells/moment.html"
        ),
        lists.Column(
            "stage_due_on", gettext_lazy("办理期限"), sort=("stage_due_on",), cell="components/cells/day.html"
        ),
        lists.Column("made_at", gettext_lazy("提请时间"), sort=("made_at",), cell="components/cells/moment.html"),
    ),
    default_sort="-made_at",
    filters=forms.SubmissionFilters,
    search=organization_queries.of_departments,
    search_help=gettext_lazy("部门名称、编码或拼音首字母，如 yjk"),
    empty=gettext_lazy("没有您能查看的报审。"),
    empty_help=gettext_lazy("清单填好后，在“提请签署”中交科室负责人签署报审。"),
)


def places(request: HttpRequest, here: str) -> dict[str, Any]:
    """What `approvals/places.html` asks: the page shown now, and whether the person keeps the stages."""
    return {"here": here, "may_keep_stages": organization_queries.may_anywhere(request.user, Action.KEEP_RULES)}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person in approvals, and the way to the rest."""
    context = {
        "group": queries.tasks(request.user),
        "may_prepare": organization_queries.departments_to_file(request.user).exists(),
        **places(request, "home"),
    }
    return render(request, "approvals/home.html", context)


@require_safe
def submissions(request: HttpRequest) -> HttpResponseBase:
    """All submissions the person may see."""
    rows = queries.submissions_for(request.user)
    context = places(request, "all")
    return lists.page(request, SUBMISSIONS, rows=rows, template="approvals/submissions.html", context=context)
