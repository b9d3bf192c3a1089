"""更正: choosing the text of a row in force, putting it right, the list of all, the year's put to the committee."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from approvals import calculations, forms, queries, rules, services
from approvals.views import lists as listing
from core.registry import registry
from core.rules import allows
from core.views import form_page, found, lists, once

CORRECTIONS = lists.Listing(
    name=gettext_lazy("更正"),
    columns=(
        lists.Column("row", gettext_lazy("更正的文字"), value=str, note="list_name", sheet_width=40),
        lists.Column("before", gettext_lazy("原文"), cell="approvals/cells/before.html", width="wide", sheet_width=40),
        lists.Column("after", gettext_lazy("更正为"), cell="approvals/cells/after.html", width="wide", sheet_width=40),
        lists.Column("reason", gettext_lazy("理由"), width="wide", sheet_width=30),
        lists.Column("department", gettext_lazy("部门"), "department__name", sort=("department__path",)),
        lists.Column("by", gettext_lazy("更正人"), "by__name", is_hidden_on_phone=True),
        lists.Column("at", gettext_lazy("更正时间"), sort=("at",), cell="components/cells/day.html"),
    ),
    default_sort="-at",
    filters=forms.CorrectionFilters,
    search=queries.search_corrections,
    search_help=gettext_lazy("编码、文字、理由或部门"),
    empty=gettext_lazy("没有更正。"),
    empty_help=gettext_lazy("已生效的清单里有错别字、漏字的，由党办在清单的页面上更正，更正后列在这里。"),
)


@require_safe
def corrections(request: HttpRequest) -> HttpResponseBase:
    """All corrections the person may see, what the committee was told of, and what it has still to be told of."""
    rows = queries.corrections_for(request.user)
    context = {
        "reports": queries.reports_for(request.user),
        "years": queries.years_to_report() if allows(rules.keep_corrections, request.user) else [],
        **listing.places(request, "corrections"),
    }
    return lists.page(request, CORRECTIONS, rows=rows, template="approvals/corrections.html", context=context)


@require_safe
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """The row whose text was put right."""
    shown = found(queries.correction_for(request.user, pk))
    return redirect(registry.list_handlers[shown.list_kind].page_of(shown.list_id, shown.key))


@require_safe
def correct_list(request: HttpRequest, kind: str, list_id: int) -> HttpResponse:
    """The rows of a list in force, to choose the one with the wrong word."""
    rules.keep_corrections(request.user)
    handler, shown = found(queries.list_in_force(kind, list_id))
    rules.correct(request.user, shown)
    context = {"list": shown, "title": handler.title, "kind": kind, "rows": handler.freeze(list_id).rows}
    return render(request, "approvals/correct_list.html", context)


@once
def correct(request: HttpRequest, kind: str, list_id: int, key: UUID) -> HttpResponse:
    """The texts of a row, and of the one asked for (`?field=`) the form that puts it right.

    It is posted twice: the first shows what would change, the second, of the very same text, does it.
    """
    rules.keep_corrections(request.user)
    row = found(queries.correctable(kind, list_id, str(key)))
    rules.correct(request.user, row.shown, row.row)
    wording = row.wording(request.GET.get("field", ""))
    if wording is None:
        context = {"row": row, "elsewhere_url": queries.elsewhere_url(row), "url": request.path}
        return render(request, "approvals/correct_row.html", context)
    form = forms.CorrectionForm(request.POST or None, wording=wording)
    is_ready = request.method == "POST" and form.is_valid()
    if is_ready and form.is_checked:
        return _correct(request, row, form)
    after = form.cleaned_data["after"] if is_ready else ""
    context = {
        "row": row,
        "wording": wording,
        "form": form,
        "after": after,
        "marks": calculations.marked(wording.text, after) if after else None,
        "draft": queries.draft_with(row.handler, row.shown, str(key), wording),
        "back_url": row.handler.page_of(list_id, str(key)),
    }
    return render(request, "approvals/correct.html", context, status=422 if form.is_bound and form.errors else 200)


def _correct(request: HttpRequest, row: Any, form: Any) -> HttpResponse:
    data = {name: form.cleaned_data[name] for name in ("before", "after", "reason")}
    place = {"kind": row.handler.kind, "list_id": row.shown.pk, "key": row.row.key, "field": form.wording.field}
    made = services.correct(by=request.user, **place, **data)
    messages.success(
        request, _("已更正“%(what)s”，列入%(year)d年更正清单。") % {"what": made.label, "year": made.at.year}
    )
    return redirect(row.handler.page_of(made.list_id, made.key))


@once
def report(request: HttpRequest, year: int) -> HttpResponse:
    """Put the year's corrections to the committee."""
    rules.keep_corrections(request.user)
    count, left = queries.unreported(year)
    rules.report_corrections(request.user, count=count, left=left)
    form = forms.ReportForm(request.POST or None, year=year, initial={"count": count})
    if request.method == "POST" and form.is_valid():
        made = services.report_corrections(by=request.user, year=year, **form.cleaned_data)
        messages.success(request, _("%(report)s已报党委会阅。") % {"report": made})
        return redirect(made)
    lead = _("%(year)d年更正 %(count)d 处，其中 %(left)d 处还没有报过。") % {"year": year, "count": count, "left": left}
    return form_page(
        request,
        form,
        heading=_("%(year)d年更正清单报党委会阅") % {"year": year},
        lead=lead,
        label=_("报党委会阅"),
        back_url=queries.corrections_url(year),
    )


@require_safe
def correction_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the committee was told of: the corrections of one report."""
    shown = found(queries.report_for(request.user, pk))
    context = {"report": shown, **listing.places(request, "corrections")}
    rows = queries.reported(shown)
    return lists.page(request, CORRECTIONS, rows=rows, template="approvals/correction_report.html", context=context)
