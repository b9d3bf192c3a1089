"""评议码 and what was rated by them: batches, one batch, its print, all ratings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from disclosure.forms import slips as forms
from disclosure.queries import slips as queries
from disclosure.queries.statistics import share
from disclosure.rules import slips as rules
from disclosure.services import slips as services
from disclosure.states import Level
from disclosure.views.places import places


def state_of(batch: Any) -> str:
    """In use, past its day, or stopped."""
    if batch.is_closed:
        return "closed"
    return "expired" if batch.expires_on < timezone.localdate() else "in_use"


STATES = {"in_use": gettext_lazy("使用中"), "expired": gettext_lazy("已过期"), "closed": gettext_lazy("已停用")}

BATCHES = lists.Listing(
    name=gettext_lazy("评议码"),
    columns=(
        lists.Column("title", gettext_lazy("评议对象"), width="wide", sheet_width=40),
        lists.Column("number", gettext_lazy("批次"), "pk", is_numeric=True),
        lists.Column("department", gettext_lazy("被评部门"), "department__name"),
        lists.Column("count", gettext_lazy("份数"), is_numeric=True),
        lists.Column("used", gettext_lazy("已用"), is_numeric=True),
        lists.Column("unused", gettext_lazy("未用"), lambda row: row.count - row.used, is_numeric=True),
        lists.Column("satisfied", gettext_lazy("满意率"), lambda row: share(row.good + row.fair, row.used)),
        lists.Column("state", gettext_lazy("状态"), state_of, labels=STATES, cell="components/cells/state.html"),
        lists.Column("expires_on", gettext_lazy("有效期至"), cell="components/cells/day.html"),
        lists.Column(
            "made_at",
            gettext_lazy("生成时间"),
            sort=("made_at",),
            cell="components/cells/day.html",
            is_hidden_on_phone=True,
        ),
    ),
    default_sort="-made_at",
    filters=forms.BatchFilters,
    search=lambda rows, text: rows.filter(title__icontains=text),
    search_help=gettext_lazy("评议对象"),
    empty=gettext_lazy("没有评议码。"),
    empty_help=gettext_lazy("党办为部门或服务生成一批评议码，打印后由窗口发给群众，每码评议一次。"),
)

RATINGS = lists.Listing(
    name=gettext_lazy("评议结果"),
    columns=(
        lists.Column("title", gettext_lazy("评议对象"), "batch__title", width="wide", sheet_width=40),
        lists.Column("department", gettext_lazy("被评部门"), "batch__department__name"),
        lists.Column("level", gettext_lazy("评价"), labels=dict(Level.choices), cell="components/cells/state.html"),
        lists.Column("reason", gettext_lazy("原因"), width="wide", sheet_width=60),
        lists.Column("rated_on", gettext_lazy("评议日期"), sort=("rated_on",), cell="components/cells/day.html"),
    ),
    default_sort="-rated_on",
    filters=forms.RatingFilters,
    search=lambda rows, text: rows.filter(reason__icontains=text),
    search_help=gettext_lazy("原因里的词"),
    row_url=None,
    empty=gettext_lazy("没有评议结果。"),
    empty_help=gettext_lazy("群众用评议码评议后列在这里，不记姓名。"),
)


@require_safe
def batches(request: HttpRequest) -> HttpResponseBase:
    """All batches the person may read."""
    _readable(request)
    context = {"may_add": allows(rules.keep_batches, request.user), **places(request, "batches")}
    rows = queries.batches_for(request.user)
    return lists.page(request, BATCHES, rows=rows, template="disclosure/batches.html", context=context)


@require_safe
def ratings(request: HttpRequest) -> HttpResponseBase:
    """Every rating the person may read; who gave it nobody knows."""
    _readable(request)
    rows = queries.ratings_for(request.user)
    return lists.page(
        request, RATINGS, rows=rows, template="disclosure/ratings.html", context={**places(request, "ratings")}
    )


def _readable(request: HttpRequest) -> None:
    if not allows(rules.read_ratings, request.user):
        raise Http404


@once
def add(request: HttpRequest) -> HttpResponse:
    """Have a batch made."""
    rules.keep_batches(request.user)
    form = forms.BatchForm(request.POST or None, initial={"expires_on": forms.in_half_a_year()})
    if request.method == "POST" and form.is_valid():
        made = services.add_batch(by=request.user, **form.cleaned_data)
        messages.success(request, _("已生成，可以打印。"))
        return redirect(made)
    return form_page(
        request,
        form,
        heading=_("生成评议码"),
        lead=_("每份一个评议码，扫码或输入后评议一次；不记姓名，也不记是哪一份评的。"),
        label=_("生成"),
        back_url=reverse("disclosure_desk:batches"),
    )


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: used and unused codes, how it was rated, its print."""
    shown: Any = found(queries.batch_for(request.user, pk))
    ratings_url = f"{reverse('disclosure_desk:ratings')}?batch={shown.pk}"
    levels = [
        {
            "label": word,
            "value": getattr(shown, level),
            "share": share(getattr(shown, level), shown.used),
            "url": f"{ratings_url}&level={level}",
        }
        for level, word in Level.choices
    ]
    state = state_of(shown)
    context = {
        "batch": shown,
        "state": state,
        "state_label": STATES[state],
        "unused": shown.count - shown.used,
        "levels": levels,
        "satisfied": share(shown.good + shown.fair, shown.used),
        "ratings_url": ratings_url,
        "may_print": allows(rules.print_batch, request.user, shown),
        "may_close": allows(rules.close_batch, request.user, shown),
        "history": core_queries.history_of(shown, without=("made_at",)),
        **places(request, "batches"),
    }
    return render(request, "disclosure/batch.html", context)


@require_POST
@once
def print_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the slips drawn; the job's page shows how far it is."""
    shown = found(queries.batch_for(request.user, pk))
    return redirect(services.ask_print(by=request.user, batch=shown))


@once
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a batch."""
    shown: Any = found(queries.batch_for(request.user, pk))
    rules.close_batch(request.user, shown)
    if request.method == "POST":
        services.close_batch(by=request.user, batch=shown)
        messages.success(request, _("已停用，未用的评议码作废。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("停用评议码"),
        text=_("停用“%(title)s”的这批评议码？") % {"title": shown.title},
        label=_("停用"),
        back_url=reverse("disclosure_desk:batch", args=[shown.pk]),
        is_destructive=True,
        consequences=[
            _("未用的 %(count)d 个评议码立即作废，不能恢复。") % {"count": shown.count - shown.used},
            _("已经评议的 %(count)d 份保留。") % {"count": shown.used},
        ],
    )
