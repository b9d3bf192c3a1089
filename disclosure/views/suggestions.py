"""Suggestions at the desk: the list, the page of one with its next step, and the files that came along."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.rules import allows
from core.views import found, lists
from disclosure.forms import incoming as forms
from disclosure.queries import handling as queries
from disclosure.rules import handling as rules
from disclosure.services import handling as services
from disclosure.states import HandlingState, SuggestionKind
from disclosure.views.places import places

NEXT = {
    HandlingState.RECEIVED: "assign_suggestion",
    HandlingState.ASSIGNED: "draft_answer",
    HandlingState.DRAFTED: "answer_suggestion",
    HandlingState.CLEARING: "clear_answer",
    HandlingState.CORRECTING: "clear_answer",
}
"""State → the step it waits for: the primary button of who may take it."""


def words_of(suggestion: Any) -> str:
    """The text, or that it is gone."""
    return suggestion.text or _("（原文已删除）")


def beginning(suggestion: Any) -> str:
    """The first words of the text."""
    return queries.beginning(words_of(suggestion))


def about(suggestion: Any) -> str:
    """The item it was written at, else the department that was named."""
    return suggestion.about_title or suggestion.meant_name


def late(suggestion: Any) -> str:
    """已逾期, beside a day that has passed."""
    return _("已逾期") if queries.is_overdue(suggestion) else ""


def by_text(rows: QuerySet, text: str) -> QuerySet:
    """Whose text has every word."""
    for word in text.split():
        rows = rows.filter(text__icontains=word)
    return rows


SUGGESTIONS = lists.Listing(
    name=gettext_lazy("意见建议"),
    columns=(
        lists.Column("text", gettext_lazy("内容"), beginning, export=words_of, width="wide", sheet_width=60),
        lists.Column("kind", gettext_lazy("类型"), labels=dict(SuggestionKind.choices), width="narrow"),
        lists.Column("about_title", gettext_lazy("关于"), about, is_hidden_on_phone=True),
        lists.Column("department", gettext_lazy("承办部门"), "department_name"),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(HandlingState.choices), cell="disclosure/cells/handling.html"
        ),
        lists.Column("received_at", gettext_lazy("收到时间"), sort=("received_at",), cell="components/cells/day.html"),
        lists.Column("due_on", gettext_lazy("答复期限"), sort=("due_on",), cell="components/cells/day.html", note=late),
    ),
    default_sort="-received_at",
    filters=forms.SuggestionFilters,
    search=by_text,
    search_help=gettext_lazy("内容里的词"),
    empty=gettext_lazy("没有意见建议。"),
    empty_help=gettext_lazy("群众在公开网站上提交的咨询、建议和表扬会列在这里；部门只看到转给本部门的。"),
)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponseBase:
    """All that the person may read; for who may read none the page is not there."""
    if not allows(rules.read_suggestions, request.user):
        raise Http404
    context = {"counts": queries.suggestion_counts(request.user), **places(request, "suggestions")}
    rows = queries.suggestions_shown(request.user)
    template = "disclosure/suggestions.html"

    def told(things: Sequence[Any], where: str) -> None:
        if where != "list":
            services.export_suggestions(by=request.user, count=len(things), kind=where)

    return lists.page(request, SUGGESTIONS, rows=rows, template=template, context=context, told=told)


@require_safe
def suggestion(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One: what was written at what, the clock, the answer, what happened, and the next step."""
    shown: Any = found(queries.suggestion_for(request.user, pk))
    handling = queries.handling_of(shown)
    item = queries.about(shown)
    context = {
        "suggestion": shown,
        "handling": handling,
        "replies": queries.replies_of(shown),
        "files": queries.files_of(request.user, shown),
        "about": item,
        "holder": holder(handling),
        "department_meant": queries.department_meant(shown, item),
        "state_code": "open" if shown.state == HandlingState.RECEIVED else shown.state,
        "state_label": HandlingState(shown.state).label,
        "due": shown.due_on if shown.state in HandlingState.open() else None,
        "is_overdue": queries.is_overdue(shown),
        "may_read_contact": allows(rules.read_contact, request.user),
        "actions": steps(request, handling),
        "more": uses(request, handling),
        "may_treat_as_report": allows(rules.treat_as_report, request.user, handling),
        "history": queries.story(shown),
        **places(request, "suggestions"),
    }
    return render(request, "disclosure/suggestion.html", context)


def holder(handling: Any) -> Any:
    """Who acts now: the department drafts, 保密审查 clears, 党办 does the rest, nobody when it is closed."""
    if handling.state in HandlingState.before_secrecy():
        return _("保密审查员")
    if handling.state not in HandlingState.open():
        return ""
    return handling.department if handling.state == HandlingState.ASSIGNED else _("党办")


def steps(request: HttpRequest, handling: Any) -> list[dict[str, Any]]:
    """What the person may do with it now by `HANDLING_MOVES`, the next step first."""
    back = _("撤回修改") if rules.is_taken_back(request.user) else _("退回党办")
    clearing = (("clear_answer", _("通过并公开")), ("hold_answer", back))
    first, direct = ("assign_suggestion", _("转办")), ("answer_suggestion", _("直接答复"))
    offered = {
        HandlingState.RECEIVED: (first, direct),
        HandlingState.ASSIGNED: (("draft_answer", _("提交答复稿")), ("assign_suggestion", _("改派")), direct),
        HandlingState.DRAFTED: (("answer_suggestion", _("审定答复")), ("return_answer", _("退回重写"))),
        HandlingState.CLEARING: clearing,
        HandlingState.CORRECTING: clearing,
        HandlingState.ANSWERED: (("correct_answer", _("更正答复")),),
    }
    steps = (*offered.get(HandlingState(handling.state), ()), ("refuse_suggestion", _("不予受理")))
    return [
        _action(name, label, handling, is_primary=name == NEXT.get(handling.state))
        for name, label in steps
        if allows(getattr(rules, name), request.user, handling)
    ]


def uses(request: HttpRequest, handling: Any) -> list[dict[str, Any]]:
    """What else may be made of it, for whom a report of something wrong is more than a question."""
    offered = (("propose_point", _("作为风险点建议（群众帮）")), ("make_finding", _("登记为问题")))
    return [
        _action(name, label, handling)
        for name, label in offered
        if allows(getattr(rules, name), request.user, handling)
    ]


def _action(name: str, label: str, handling: Any, **flags: bool) -> dict[str, Any]:
    return {"label": label, "url": reverse(f"disclosure_desk:{name}", args=[handling.suggestion_id]), **flags}


@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file that came along, always as a download: what strangers sent is never shown by the browser."""
    shown = found(queries.file_for(request.user, pk))
    response = HttpResponse(bytes(shown.data), content_type=shown.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, shown.name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
