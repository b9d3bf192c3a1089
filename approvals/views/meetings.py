"""党委会: meetings from their plan to their record."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import queries
from approvals.views import lists as listing
from core.views import found, lists
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
