"""公开稿 at the desk: the list, writing one, its page, its files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import rules as approval_rules
from core import queries as core_queries
from core.rules import allows
from core.views import draft_refused, draft_saved, form_page, found, lists, number, once
from disclosure.forms import drafts as forms
from disclosure.queries import drafts as queries
from disclosure.queries import sources
from disclosure.rules import drafts as rules
from disclosure.services import drafts as services
from disclosure.services import publishing, secrecy
from disclosure.states import DraftState

NOT_TOLD = ("code", "made_by", "made_at", "sha256", "passed_at", "published_as", "source", "department")


def _by_words(rows: QuerySet, text: str) -> QuerySet:
    for term in text.split():
        rows = rows.filter(Q(title__icontains=term) | Q(code__icontains=term) | Q(item__name__icontains=term))
    return rows


def _goes_out_at(draft: Any) -> Any:
    """When it was published, else when it is to be."""
    if draft.published_as is not None:
        return draft.published_as.published_at
    return None if draft.state == DraftState.DROPPED else draft.publish_at


def _planned(draft: Any) -> str:
    """Beside a time that has not come yet."""
    return _("计划") if draft.published_as is None and _goes_out_at(draft) else ""


def _goes_out_in_words(draft: Any) -> str:
    at = _goes_out_at(draft)
    return f"{_planned(draft)} {timezone.localtime(at):%Y-%m-%d %H:%M}".strip() if at else ""


DRAFTS = lists.Listing(
    name=gettext_lazy("公开稿"),
    columns=(
        lists.Column("code", gettext_lazy("编号"), cell="components/cells/code.html", width="narrow"),
        lists.Column("title", gettext_lazy("标题"), note="item__name", width="wide", sheet_width=50),
        lists.Column("department", gettext_lazy("责任部门"), "department__name"),
        lists.Column(
            "state",
            gettext_lazy("状态"),
            labels=dict(DraftState.choices),
            sort=("state",),
            cell="components/cells/state.html",
        ),
        lists.Column("made_by", gettext_lazy("起草人"), "made_by__name", is_hidden_on_phone=True),
        lists.Column("made_at", gettext_lazy("起草时间"), sort=("made_at",), cell="components/cells/day.html"),
        lists.Column(
            "publish_at",
            gettext_lazy("发布时间"),
            value=_goes_out_at,
            note=_planned,
            export=_goes_out_in_words,
            cell="components/cells/moment.html",
            is_hidden_on_phone=True,
        ),
    ),
    default_sort="-made_at",
    enrich=queries.with_publications,
    filters=forms.DraftFilters,
    search=_by_words,
    search_help=gettext_lazy("标题、编号或公开事项名称"),
    empty=gettext_lazy("还没有公开稿。"),
    empty_help=gettext_lazy("选定一个公开事项起草；报审后依次由党办审核、保密审查、分管领导审批，通过后按时发布。"),
)


@require_safe
def drafts(request: HttpRequest) -> HttpResponseBase:
    """Drafts the person may see."""
    context = {"may_add": bool(allows(rules.draft_anywhere, request.user)), "here": "drafts"}
    rows = queries.drafts_for(request.user)
    return lists.page(request, DRAFTS, rows=rows, template="disclosure/drafts.html", context=context)


@once
def add_draft(request: HttpRequest) -> HttpResponse:
    """Choose an item, then write; what the system can write itself stands there already."""
    items = queries.items_to_draft(request.user)
    item = items.filter(pk=number(request.GET.get("item")) or 0).first()
    if item is None:
        return _choose_item(request)
    rules.add_draft(request.user, item)
    due = queries.dues_to_meet(item).filter(pk=number(request.GET.get("due")) or 0).first()
    made = sources.generated(request.user, item, due) if item.source else None
    initial = {"scope": item.scope, "due": due, "title": getattr(made, "title", ""), "body": getattr(made, "body", "")}
    form = forms.DraftForm(request.POST or None, item=item, is_correction=False, initial=initial)
    if request.method == "POST" and form.is_valid():
        source = item.source if made else ""
        draft = services.create(by=request.user, item=item, source=source, **form.cleaned_data)
        messages.success(request, _("已保存为草稿 %(code)s，可以上传附件，检查后报审。") % {"code": draft.code})
        return redirect(draft)
    lead = _("%(item)s · %(department)s") % {"item": item, "department": item.department}
    if made:
        lead += _("。以下内容由系统生成，请核对后再用。")
    back_url = "/disclosure/drafts/"
    return form_page(request, form, heading=_("起草公开稿"), label=_("保存草稿"), back_url=back_url, lead=lead)


def _choose_item(request: HttpRequest) -> HttpResponse:
    rules.draft_anywhere(request.user)
    form = forms.ItemForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(f"{request.path}?item={form.cleaned_data['item'].pk}")
    return form_page(request, form, heading=_("起草公开稿"), label=_("选定并起草"), back_url="/disclosure/drafts/")


@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft as the public would read it, what the finder points out, its files, its way so far."""
    return _page(request, found(queries.draft_for(request.user, pk)))


def _page(request: HttpRequest, shown: Any) -> HttpResponse:
    may_change = bool(allows(rules.change_draft, request.user, shown))
    submission = queries.submissions_of_draft(request.user, shown).first()
    context = {
        "draft": shown,
        "files": queries.files_of(shown),
        "pieces": secrecy.pieces_of_draft(shown),
        "faults": publishing.faults(shown) if may_change else [],
        "returned": queries.last_return(shown),
        "submission": submission,
        "may_withdraw": submission is not None and allows(approval_rules.withdraw, request.user, submission),
        "may_decide": submission is not None and _may_decide(request, submission),
        "may_change": may_change,
        "may_submit": allows(rules.submit_draft, request.user, shown),
        "may_hold": allows(rules.hold_draft, request.user, shown, reason="-"),
        "version": core_queries.version_of(shown),
        "history": core_queries.history_of(shown, without=NOT_TOLD, named=("body",)),
        "here": "drafts",
    }
    return render(request, "disclosure/draft.html", context)


def _may_decide(request: HttpRequest, submission: Any) -> bool:
    stage = submission.stage
    return stage is not None and bool(allows(approval_rules.decide, request.user, submission, stage.verdicts[0]))


def _form(request: HttpRequest, shown: Any) -> Any:
    names = ("title", "body", "due", "scope", "publish_at", "reason")
    initial = {name: getattr(shown, name) for name in names} | {"version": core_queries.version_of(shown)}
    return forms.DraftForm(
        request.POST or None,
        item=shown.item,
        is_correction=shown.corrects_id is not None,
        kept=shown.due,
        initial=initial,
    )


@once
def change_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it otherwise; it is kept while being written."""
    shown = found(queries.draft_for(request.user, pk))
    rules.change_draft(request.user, shown)
    form = _form(request, shown)
    if request.method == "POST" and form.is_valid():
        services.change(by=request.user, draft=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("修改公开稿"),
        lead=f"{shown.code} {shown.item}",
        label=_("保存"),
        back_url=shown.get_absolute_url(),
        save_url=f"{shown.get_absolute_url()}save/",
    )


@require_POST
def save_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the form as it stands, while it is being filled in."""
    shown = found(queries.draft_for(request.user, pk))
    rules.change_draft(request.user, shown)
    form = _form(request, shown)
    if not form.is_valid():
        return draft_refused(request, form=form)
    saved = services.change(by=request.user, draft=shown, **form.cleaned_data)
    return draft_saved(request, version=core_queries.version_of(saved))


@once
def attach_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it files; who made them, where and with what is taken out of them."""
    shown = found(queries.draft_for(request.user, pk))
    rules.change_draft(request.user, shown)
    form = forms.FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.attach(by=request.user, draft=shown, files=form.cleaned_data["attachments"])
        except ValidationError as error:
            form.add_error("attachments", error)
        else:
            messages.success(request, _("附件已上传，其中的作者、位置等信息已去除。"))
            return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("上传附件"),
        lead=_("附件随公开稿一起审核、公开；上传时自动去除作者、修改人、拍摄位置等信息。"),
        label=_("上传"),
        back_url=shown.get_absolute_url(),
    )


@require_POST
@once
def detach_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Take a file off the draft."""
    shown = found(queries.draft_for(request.user, pk))
    rules.change_draft(request.user, shown)
    gone = found(queries.files_of(shown).filter(pk=file).first())
    services.detach(by=request.user, draft=shown, attachment=gone)
    messages.success(request, _("已移除“%(name)s”。") % {"name": gone.name})
    return redirect(shown)
