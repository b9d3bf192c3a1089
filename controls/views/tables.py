"""The list of tables, one table with its rows by post, its check, opening an edition."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approvals_queries
from controls import forms, queries, rules, services
from core.registry import registry
from core.rules import allows
from core.states import ListState, RowChange
from core.views import found, lists, once
from organization import queries as organization_queries
from organization.roles import Action

TABLES = lists.Listing(
    name=gettext_lazy("一览表"),
    columns=(
        lists.Column(
            "department",
            gettext_lazy("部门"),
            value=lambda table: _("班子成员") if table.is_leadership else table.department.name,
            sort=("department__path", "-year", "-number"),
        ),
        lists.Column("edition", gettext_lazy("版次"), sort=("year", "number")),
        lists.Column("state", gettext_lazy("状态"), labels=dict(ListState.choices), cell="components/cells/state.html"),
        lists.Column("measures", gettext_lazy("措施数"), value="measure_count", is_numeric=True),
        lists.Column("in_force_at", gettext_lazy("生效时间"), cell="components/cells/moment.html"),
    ),
    default_sort="department",
    filters=forms.TableFilters,
    search=None,
    enrich=queries.with_measure_count,
    empty=gettext_lazy("没有您能查看的一览表。"),
    empty_help=gettext_lazy("先在“风险”中开一版风险清单，再在此编制一览表。"),
)


@require_safe
def tables(request: HttpRequest) -> HttpResponseBase:
    """All tables the person may see."""
    may_open = queries.departments_to_file(request.user).exists()
    context = {"may_open": may_open, "here": "tables"}
    return lists.page(
        request, TABLES, rows=queries.tables_for(request.user), template="controls/tables.html", context=context
    )


@require_safe
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """One table: rows by post, each post with its grade, each point with its measures."""
    shown: Any = found(queries.table_among_editions(request.user, pk))
    may_file = queries.may_file(request.user, shown)
    drafts = [edition for edition in shown.editions if edition.state in ListState.working()]
    posts = queries.posts_of_table(shown, by=request.user)
    counts = queries.counts(shown, by=request.user, posts=posts)
    is_long = counts["points"] > queries.LONG
    post_code = _post_asked(request, posts) if is_long else ""
    groups = queries.post_groups(shown, by=request.user, post_code=post_code, posts=posts)
    context = {
        "table": shown,
        "approval": queries.approval_of(request.user, shown, groups, drafts=drafts),
        "posts": posts,
        "is_long": is_long,
        "post_code": post_code,
        "groups": groups,
        "counts": counts,
        "editions": shown.editions,
        "may_file": may_file,
        "may_compare": shown.previous_id and queries.sees_whole(request.user, shown),
        "may_amend": not drafts and _may_amend(request.user, shown),
        "correct_url": approvals_queries.correcting_url(request.user, "controls", shown),
        "is_behind": may_file and queries.is_behind(shown),
        "conflict_count": queries.conflicts_of_table(request.user, shown).count(),
        "lost": queries.lost_measures(shown, by=request.user) if counts["lost"] else [],
        "receipts": queries.receipt_counts(request.user, shown),
        "chain": queries.chain_of_table(shown, counts),
        "history": queries.history_of(shown),
    }
    return render(request, "controls/table.html", context)


def _may_amend(by: Any, shown: Any) -> bool:
    """May the person open the next edition of the table in force?"""
    place = (shown.department, shown.is_leadership)
    return shown.state == ListState.IN_FORCE and bool(allows(rules.open_tables, by, [place]))


def _post_asked(request: HttpRequest, posts: list[Any]) -> str:
    """Which post of a long table is shown: the one asked for, else the first; empty: all of them."""
    asked = request.GET.get("post", "")
    if asked == "all":
        return ""
    return asked if asked in {post.code for post in posts} else str(posts[0].code)


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What is wrong with every list that would go up with this table, each with a link to mend it.

    Not there for who sees the table and none of the drafts.
    """
    shown = found(queries.table_for(request.user, pk))
    parts = [
        {"title": handler.title, "checks": faults, "blocking": sum(fault.is_blocking for fault in faults)}
        for handler, faults in found(queries.summary_check(shown, by=request.user) or None)
    ]
    context = {"table": shown, "parts": parts, "blocking": sum(part["blocking"] for part in parts)}
    return render(request, "controls/check.html", context)


@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """New, changed and removed rows against the edition this one was opened from, for who sees all of it."""
    shown = found(queries.table_for(request.user, pk))
    found(shown if queries.sees_whole(request.user, shown) else None)
    rows = registry.list_handlers["controls"].difference(shown.pk)
    context = {"table": shown, "difference": [row for row in rows if row.change != RowChange.SAME]}
    return render(request, "controls/changes.html", context)


@once
def open_table(request: HttpRequest) -> HttpResponse:
    """Open an edition for a department."""
    initial = {"department": request.GET.get("department")}
    form = forms.OpenForm(request.POST or None, by=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        opened = services.open_table(by=request.user, department=form.cleaned_data["department"])
        messages.success(request, _("已开%(edition)s一览表。") % {"edition": opened.edition})
        return redirect(opened)
    context = {
        "form": form,
        "may_open_leadership": organization_queries.may_anywhere(request.user, Action.FILE_LEADERSHIP)
        or organization_queries.may_anywhere(request.user, Action.FILE_ON_BEHALF),
    }
    return render(request, "controls/open.html", context, status=422 if form.errors else 200)


@require_POST
@once
def open_leadership_table(request: HttpRequest) -> HttpResponse:
    """Open an edition of the leadership's table."""
    opened = services.open_table(by=request.user, department=organization_queries.root(), is_leadership=True)
    messages.success(request, _("已开%(edition)s班子成员一览表。") % {"edition": opened.edition})
    return redirect(opened)


@require_POST
@once
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the table rest on the newer register."""
    shown = found(queries.table_for(request.user, pk))
    services.follow_register(by=request.user, table=shown)
    messages.success(request, _("已改依新的风险清单；对不上的措施列在下方。"))
    return redirect(shown)
