"""院内公开: what is open inside the hospital, the page of one, its files."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.views import found, lists
from disclosure.forms import inside as forms
from disclosure.queries import inside as queries
from disclosure.states import PublicationState, Topic
from powers.states import DisclosureScope

READERS = {
    DisclosureScope.HOSPITAL: gettext_lazy("全院人员"),
    DisclosureScope.PARTY_MEMBERS: gettext_lazy("账号标明为中共党员的人员、责任部门和党办"),
    DisclosureScope.RELATED: gettext_lazy("责任部门、正文或标题点名的部门和党办"),
    DisclosureScope.DEPARTMENT: gettext_lazy("责任部门和党办"),
    DisclosureScope.CLIENT: gettext_lazy("责任部门和党办；由他们向服务对象本人告知"),
}
"""Who reads what, as `queries.inside.readable` has it."""

INSIDE = lists.Listing(
    name=gettext_lazy("院内公开"),
    columns=(
        lists.Column("title", gettext_lazy("标题"), width="wide", sheet_width=50),
        lists.Column("topic", gettext_lazy("栏目"), labels=dict(Topic.choices)),
        lists.Column("department", gettext_lazy("责任部门"), "department_name"),
        lists.Column("scope", gettext_lazy("公开范围"), labels=dict(DisclosureScope.choices)),
        lists.Column(
            "published_at", gettext_lazy("公开时间"), sort=("published_at",), cell="components/cells/moment.html"
        ),
    ),
    default_sort="-published_at",
    filters=forms.InsideFilters,
    search_help=gettext_lazy("标题、正文、部门或拼音首字母"),
    empty=gettext_lazy("没有院内公开的信息。"),
    empty_help=gettext_lazy("公开范围为“全院”“院内党员”等的公开稿发布后列在这里。"),
)


@require_safe
def inside_list(request: HttpRequest) -> HttpResponseBase:
    """What stands open inside for the person."""
    rows = queries.inside_for(request.user).defer("content", "search_text")
    return lists.page(request, INSIDE, rows=rows, template="disclosure/inside_list.html", context={"here": "inside"})


@require_safe
def inside(request: HttpRequest, sequence: int) -> HttpResponse:
    """One publication: its text and files, who reads it, its place in the chain; of what has ended only that it has."""
    shown = found(queries.inside_link(request.user, sequence))
    is_open = shown.state == PublicationState.PUBLISHED
    context = {
        "publication": shown,
        "is_open": is_open,
        "readers": READERS[DisclosureScope(shown.scope)],
        "named": queries.departments_named(shown) if is_open else [],
        "files": queries.files_of(shown) if is_open else [],
        "successor": None if is_open else queries.successor_of(request.user, shown),
        "here": "inside",
    }
    return render(request, "disclosure/inside.html", context)


@require_safe
def inside_file(request: HttpRequest, sequence: int, sha256: str) -> HttpResponse:
    """A file of it, for who reads it."""
    file = found(queries.file_for(request.user, sequence, sha256))
    response = HttpResponse(bytes(file.data), content_type=file.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
