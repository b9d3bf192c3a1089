"""The steps of a draft on its way, 保密审查表, and what was published: correcting it and taking it off."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from approvals import queries as approval_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, number, once
from disclosure import rules as publication_rules
from disclosure import services as publication_services
from disclosure.forms import drafts as forms
from disclosure.forms.secrecy import SecrecyCheckForm
from disclosure.queries import desk_publications as published
from disclosure.queries import drafts as queries
from disclosure.queries import secrecy as secrecy_queries
from disclosure.rules import drafts as rules
from disclosure.services import drafts as services
from disclosure.services import secrecy
from disclosure.states import Face, PublicationKind, PublicationState, Topic

PUBLICATIONS = lists.Listing(
    name=gettext_lazy("已公开"),
    columns=(
        lists.Column("code", gettext_lazy("编码"), cell="components/cells/code.html", width="narrow", sheet_width=24),
        lists.Column("title", gettext_lazy("名称"), note="item__name", width="wide", sheet_width=50),
        lists.Column("topic", gettext_lazy("栏目"), labels=dict(Topic.choices)),
        lists.Column("department_name", gettext_lazy("责任部门")),
        lists.Column("face", gettext_lazy("公开于"), labels=dict(Face.choices)),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(PublicationState.choices), cell="components/cells/state.html"
        ),
        lists.Column("published_at", gettext_lazy("公开时间"), sort=("id",), cell="components/cells/day.html"),
        lists.Column("sequence", gettext_lazy("公开序号"), is_numeric=True, is_hidden_on_phone=True),
        lists.Column("hash", gettext_lazy("校验码"), lambda row: row.hash[:8], export="hash", is_hidden_on_phone=True),
    ),
    default_sort="-published_at",
    filters=forms.PublicationFilters,
    search_help=gettext_lazy("名称、编码、内容或拼音首字母"),
    row_url=lambda row: f"/disclosure/publications/{row.pk}/",
    empty=gettext_lazy("还没有公开的内容。"),
    empty_help=gettext_lazy("职权目录生效、公开稿通过后，内容在这里，每一条都接在公开链上。"),
)


@require_POST
@once
def submit_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze it and send it to 党办."""
    shown = found(queries.draft_for(request.user, pk))
    submission = services.submit(by=request.user, draft=shown, version=number(request.POST.get("version")))
    messages.success(request, _("已报审，现由“%(stage)s”办理。") % {"stage": submission.stage})
    return redirect(shown)


@once
def drop_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it up, after asking."""
    shown = found(queries.draft_for(request.user, pk))
    rules.drop_draft(request.user, shown)
    if request.method == "POST":
        services.drop(by=request.user, draft=shown)
        messages.success(request, _("已作废。"))
        return redirect("disclosure_desk:drafts")
    return confirm(
        request,
        heading=_("作废公开稿"),
        text=_("“%(draft)s”作废后不能恢复，仍可查看。") % {"draft": shown},
        label=_("作废公开稿"),
        back_url=shown.get_absolute_url(),
        is_destructive=True,
    )


@once
def hold_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Call off what waits for its time; its text becomes a new draft."""
    shown = found(queries.draft_for(request.user, pk))
    form = forms.ReasonForm(request.POST or None)
    rules.hold_draft(request.user, shown, reason="-")
    if request.method == "POST" and form.is_valid():
        made = services.hold(by=request.user, draft=shown, **form.cleaned_data)
        is_copied = made.pk != shown.pk
        told = _("已撤销发布，内容另存为草稿 %(code)s。") if is_copied else _("已撤销发布，原稿作废。")
        messages.success(request, told % {"code": made.code})
        return redirect(made)
    return _confirm_with_reason(
        request,
        form,
        heading=_("撤销发布"),
        text=_("“%(draft)s”不再按时发布。") % {"draft": shown},
        consequences=[
            _("原稿作废，内容和附件另存为一份新的草稿；公开事项已停用等不能再起草的，不另存"),
            _("修改后须重新报审"),
        ],
        label=_("撤销发布"),
        back_url=shown.get_absolute_url(),
    )


def _confirm_with_reason(request: HttpRequest, form: Any, **words: Any) -> HttpResponse:
    answer = confirm(request, form=form, is_destructive=True, **words)
    answer.status_code = 422 if form.is_bound and form.errors else 200
    return answer


@once
def secrecy_check(request: HttpRequest, pk: int) -> HttpResponse:
    """保密审查表 of a submission: for its holder a form, for others what was said."""
    submission = found(approval_queries.submission_for(request.user, pk))
    draft = found(queries.draft_of(submission))
    may_check = allows(rules.check_secrecy, request.user, submission)
    check = secrecy_queries.check_of(submission)
    if request.method == "POST":
        rules.check_secrecy(request.user, submission)
    pieces = secrecy.pieces_of(submission)
    form = SecrecyCheckForm(request.POST or None, pieces=pieces, check=check)
    if request.method == "POST" and form.is_valid():
        kept = secrecy.check(by=request.user, submission=submission, answers=form.answers(), settled=form.settled())
        left = secrecy_queries.lacking(kept)
        messages.success(request, _("保密审查表已保存。") + (left[0] if left else _("可以出具意见了。")))
        return redirect(submission if not left else request.path)
    context = {
        "submission": submission,
        "draft": draft,
        "content": queries.frozen_of(submission),
        "files": queries.frozen_files(submission),
        "form": form,
        "check": check,
        "may_check": may_check,
        "lacking": secrecy_queries.lacking(check),
        "progress": secrecy_queries.progress(check, len(pieces)),
        "here": "drafts",
    }
    return render(request, "disclosure/secrecy_check.html", context, status=422 if form.errors else 200)


@require_safe
def publications(request: HttpRequest) -> HttpResponseBase:
    """What was published, on both faces as far as the person may see."""
    rows = published.publications_for(request.user)
    context = {"here": "publications"}
    return lists.page(request, PUBLICATIONS, rows=rows, template="disclosure/publications.html", context=context)


@require_safe
def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """One link: what is read of it, its hashes, its versions, and the steps of correcting it and taking it off."""
    shown = found(published.publication_for(request.user, pk))
    context = {
        "publication": shown,
        "versions": published.versions_of(request.user, shown),
        "tombstone": published.tombstone_of(shown),
        "correction": published.correction_of(shown),
        "suggestion": published.suggestion_of(request.user, shown),
        "is_item": shown.kind == PublicationKind.ITEM,
        "is_open": shown.state == PublicationState.PUBLISHED,
        "may_correct": allows(rules.correct, request.user, shown),
        "may_withdraw": allows(publication_rules.withdraw, request.user, shown, reason="-"),
        "here": "publications",
    }
    return render(request, "disclosure/publication.html", context)


@once
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft a correction: the text as it was published, with the reason."""
    shown = found(published.publication_for(request.user, pk))
    begun = published.correction_of(shown)
    if begun is not None and request.method == "GET" and queries.draft_for(request.user, begun.pk):
        messages.info(request, _("更正稿已在办理中，请在这里接着改。"))
        return redirect(begun)
    rules.correct(request.user, shown)
    item = found(shown.item)
    initial = {"title": shown.title, "body": shown.content.get("body", ""), "scope": shown.scope}
    form = forms.DraftForm(request.POST or None, item=item, is_correction=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.correct(by=request.user, publication=shown, item=item, **form.cleaned_data)
        is_open = shown.state == PublicationState.PUBLISHED
        files = _("公开着的附件已一并带入，可以增减。") if is_open else _("附件须重新上传。")
        messages.success(request, _("已保存为更正稿 %(code)s。") % {"code": made.code} + files)
        return redirect(made)
    back_url = f"/disclosure/publications/{shown.pk}/"
    return form_page(
        request,
        form,
        heading=_("更正已公开的内容"),
        lead=f"{shown.code} {shown.title}",
        label=_("保存更正稿"),
        back_url=back_url,
    )


@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off at once, with a reason that stays."""
    shown = found(published.publication_for(request.user, pk))
    publication_rules.withdraw(request.user, shown, reason="-")
    form = forms.WithdrawForm(request.POST or None)
    url = f"/disclosure/publications/{shown.pk}/"
    if request.method == "POST" and form.is_valid():
        publication_services.withdraw(by=request.user, publication=shown, **form.cleaned_data)
        messages.success(request, _("已撤下，公开链上保留它的校验码和理由。"))
        return redirect(url)
    return _confirm_with_reason(
        request,
        form,
        heading=_("撤下公开的内容"),
        text=_("“%(title)s”（%(code)s）立即撤下，读者不再看到它的内容。") % {"title": shown.title, "code": shown.code},
        consequences=[
            _("公开链上留下它的校验码、撤下的时间和您写的理由，任何人可以看到"),
            _("理由里不要写被撤下的内容本身，例如误公开的姓名或电话"),
            _("改正后可以用“更正”重新公开"),
        ],
        label=_("立即撤下"),
        back_url=url,
    )
