"""消息: the inbox of messages."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.views import lists, numbers
from organization import queries, services

NOTICES = lists.Listing(
    name=gettext_lazy("消息"),
    columns=(
        lists.Column("text", gettext_lazy("内容"), cell="organization/cells/notice.html", width="wide"),
        lists.Column("made_at", gettext_lazy("时间"), sort=("made_at",), cell="components/cells/moment.html"),
    ),
    default_sort="-made_at",
    search=None,
    row_url=lambda notice: notice.url or "/desk/notices/",
    batch_actions=(lists.BatchAction(gettext_lazy("标为已读"), reverse_lazy("desk:read_notices"), is_primary=True),),
    empty=gettext_lazy("没有消息。"),
    empty_help=gettext_lazy("审批有进展、有人给您提出建议时，会在这里告诉您。"),
)


@require_safe
def notices(request: HttpRequest) -> HttpResponseBase:
    """Messages, the latest first."""
    return lists.page(request, NOTICES, rows=queries.notices(request.user), template="organization/notices.html")


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark the picked ones as read, or all when none is picked."""
    picked = numbers(request.POST.getlist("picked"))
    services.read_notices(by=request.user, notice_ids=picked or None)
    return redirect("desk:notices")
