"""消息: the inbox of messages."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.views import lists
from organization import queries, services
from organization.views.pages import found

NOTICES = lists.Listing(
    name=gettext_lazy("消息"),
    columns=(
        lists.Column("text", gettext_lazy("内容"), cell="organization/cells/notice.html"),
        lists.Column("made_at", gettext_lazy("时间"), sort=("made_at",), cell="components/cells/moment.html"),
    ),
    default_sort="-made_at",
    search=None,
    row_url=None,
    empty=gettext_lazy("没有消息。"),
    empty_help=gettext_lazy("审批有进展、有人给您提出建议时，会在这里告诉您。"),
)


def notices(request: HttpRequest) -> HttpResponseBase:
    """Messages, the latest first."""
    return lists.page(request, NOTICES, rows=queries.notices(request.user), template="organization/notices.html")


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    notice = found(queries.notices(request.user).filter(pk=pk).first())
    services.read_notices(by=request.user, notice_ids=[pk])
    return redirect(notice.url or "desk:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    services.read_notices(by=request.user)
    return redirect("desk:notices")
