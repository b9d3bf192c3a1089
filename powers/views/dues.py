"""What is due for review after a basis or a regulation changed: the list, one of them, confirming that nothing changes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.registry import registry
from core.rules import allows
from core.views import form_page, found, lists, once
from powers import forms, queries, rules, services
from powers.states import DueCause, DueState

DUES = lists.Listing(
    name=gettext_lazy("依据变动复核"),
    default_sort="-opened",
    columns=(
        lists.Column("label", gettext_lazy("复核对象"), note="code", sheet_width=40),
        lists.Column("department", gettext_lazy("部门"), "department__name", sort=("department__path",)),
        lists.Column(
            "source",
            gettext_lazy("变动的依据或制度"),
            lambda row: str(row.source),
            note="why",
            width="wide",
            sheet_width=40,
        ),
        lists.Column("cause", gettext_lazy("原因"), labels=dict(DueCause.choices), is_hidden_on_phone=True),
        lists.Column(
            "opened", gettext_lazy("发起"), "opened_at", sort=("opened_at",), cell="components/cells/moment.html"
        ),
        lists.Column("state", gettext_lazy("状态"), labels=dict(DueState.choices), cell="components/cells/state.html"),
        lists.Column("reason", gettext_lazy("复核意见"), is_hidden_on_phone=True, sheet_width=40),
    ),
    filters=forms.DueFilters,
    search_help=gettext_lazy("对象、依据、编码、部门、拼音首字母"),
    empty=gettext_lazy("没有要复核的事项"),
    empty_help=gettext_lazy("依据或制度废止、改动后，引用它的职权和一览表会列在这里，由有关部门复核。"),
)


@require_safe
def dues(request: HttpRequest) -> HttpResponseBase:
    """Everything that is or was due, in departments whose drafts the person may read."""
    return lists.page(request, DUES, rows=queries.dues_for(request.user), template="powers/dues.html")


@require_safe
def due(request: HttpRequest, pk: int) -> HttpResponse:
    """What is to be looked at anew, why, since when, and how it ended."""
    shown = found(queries.due(request.user, pk))
    context = {
        "due": shown,
        "kind": registry.touch_kinds[shown.kind].title,
        "history": queries.history_of(shown, without=("mark", "rows", "key", "url", "ended_by", "ended_at")),
        "may_confirm": allows(rules.confirm_due, request.user, shown),
    }
    return render(request, "powers/due.html", context)


@once
def confirm_due(request: HttpRequest, pk: int) -> HttpResponse:
    """The department looked: nothing is to be changed, and why; for others of the same change too, where picked."""
    shown = found(queries.due(request.user, pk))
    rules.confirm_due(request.user, shown)
    beside = queries.dues_beside(request.user, shown)
    stamps = queries.stamps_of([shown, *beside])
    form = forms.ConfirmDueForm(request.POST or None, beside=beside, stamps=stamps)
    if request.method == "POST" and form.is_valid():
        others = list(beside.filter(pk__in=form.cleaned_data.get("also", [])))
        said = {name: form.cleaned_data[name] for name in ("reason", "stamps")}
        ended = services.confirm_dues(by=request.user, dues=[shown, *others], **said)
        messages.success(request, _("已确认%(count)d项无需调整。") % {"count": len(ended)})
        return redirect(f"{reverse('powers:dues')}?state={DueState.OPEN}")
    return form_page(
        request,
        form,
        heading=_("确认“%(due)s”无需调整") % {"due": shown},
        lead=_("%(source)s：%(why)s") % {"source": shown.source, "why": shown.why},
        label=_("确认无需调整"),
        back_url=shown.get_absolute_url(),
    )
