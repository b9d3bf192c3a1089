"""制度廉洁性评估: the list, the assessment with its checklist and corrections, the discipline office's opinion."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, lists, once
from powers import forms, queries, rules, services
from powers.states import Answer, ReviewItem, ReviewState

REVIEWS = lists.Listing(
    name=gettext_lazy("制度廉洁性评估"),
    default_sort="-opened",
    columns=(
        lists.Column("regulation", gettext_lazy("制度"), "version__regulation__name", width="wide", sheet_width=40),
        lists.Column("version", gettext_lazy("版本"), lambda row: row.version.label),
        lists.Column("department", gettext_lazy("制定部门"), "version__regulation__department__name"),
        lists.Column(
            "state", gettext_lazy("状态"), labels=dict(ReviewState.choices), cell="components/cells/state.html"
        ),
        lists.Column(
            "corrections", gettext_lazy("有未完成的修改"), "has_open_corrections", cell="components/cells/yes_no.html"
        ),
        lists.Column(
            "opened", gettext_lazy("开始"), "opened_at", sort=("opened_at",), cell="components/cells/moment.html"
        ),
        lists.Column(
            "submitted",
            gettext_lazy("提交"),
            "submitted_at",
            sort=("submitted_at",),
            cell="components/cells/moment.html",
        ),
        lists.Column(
            "completed",
            gettext_lazy("完成"),
            "completed_at",
            sort=("completed_at",),
            cell="components/cells/moment.html",
            is_hidden_on_phone=True,
        ),
    ),
    filters=forms.ReviewFilters,
    search=lambda rows, text: lists.by_text_of(rows, text, "version__regulation__search_text"),
    search_help=gettext_lazy("制度名称、编码、制定部门、拼音首字母"),
    empty=gettext_lazy("还没有您能看到的评估"),
    empty_help=gettext_lazy("起草制度后，在草稿页面开始廉洁性评估。"),
)


@require_safe
def reviews(request: HttpRequest) -> HttpResponseBase:
    """Assessments of the own department's regulations, or of all for who supervises them."""
    return lists.page(request, REVIEWS, rows=queries.reviews_for(request.user), template="powers/reviews.html")


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The assessment: questions with answers and corrections, the opinions, what comes next."""
    return _page(request, found(queries.review(request.user, pk)))


def _page(request: HttpRequest, shown: Any, form: Any = None) -> HttpResponse:
    by, principal = request.user, allows(rules.give_opinion, request.user, shown)
    checklist = queries.checklist(shown)
    may_answer = allows(rules.answer_review, by, shown)
    context = {
        "review": shown,
        "version": shown.version,
        "checklist": checklist,
        "opinions": list(queries.opinions_of(shown)),
        "history": queries.history_of(shown, without=("submitted_by", "submitted_at", "completed_at")),
        "may_answer": may_answer,
        "may_submit": may_answer and allows(rules.submit_review, by, shown),
        "may_reopen": allows(rules.reopen_review, by, shown),
        "may_finish": any(allows(rules.finish_correction, by, each) for each in _left(checklist)[:1]),
        "has_risk": any(row["answer"] and row["answer"].answer == Answer.AT_RISK for row in checklist),
        "opinion_form": (form or forms.OpinionForm()) if principal else None,
        "on_behalf_of": principal if principal not in (False, by) else None,
    }
    return render(request, "powers/review.html", context, status=422 if form is not None else 200)


def _left(checklist: list[dict[str, Any]]) -> list[Any]:
    """Corrections still to be made: they may all be finished, or none."""
    return [each for row in checklist for each in row["corrections"] if not each.done_on]


@require_POST
@once
def open_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the assessment of a version."""
    made = services.open_review(by=request.user, version=found(queries.version(request.user, pk)))
    messages.success(request, _("评估已开始，请逐项填写。"))
    return redirect("powers:edit_review", made.pk)


@once
def edit_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist as a form."""
    shown = found(queries.review(request.user, pk))
    rules.answer_review(request.user, shown)
    form = forms.ReviewForm(request.POST or None, initial=_answers(shown))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.answer_review(
            by=request.user,
            review=shown,
            answers=form.answers(),
            conclusion=data["conclusion"].strip(),
            version=data.get("version"),
        )
        messages.success(request, _("已保存。有风险的各项请登记修改事项，填完后提交。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("评估%(version)s") % {"version": shown.version},
        lead=_("对照正文逐项回答；有风险的写明是哪一条、什么风险。没填完也可以保存。"),
        label=_("保存评估"),
        back_url=shown.get_absolute_url(),
        is_long=True,
    )


def _answers(shown: Any) -> dict[str, Any]:
    rows = [row["answer"] for row in queries.checklist(shown) if row["answer"]]
    answers = {row.item: row.answer for row in rows} | {f"{row.item}_note": row.note for row in rows}
    return {"version": core_queries.version_of(shown), "conclusion": shown.conclusion, **answers}


@require_POST
@once
def submit_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the assessment to the discipline office."""
    shown = services.submit_review(by=request.user, review=found(queries.review(request.user, pk)))
    messages.success(request, _("已提交，等待监督意见。"))
    return redirect(shown)


@require_POST
@once
def give_opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The discipline office's opinion; with errors the page comes again with what was typed."""
    shown = found(queries.review(request.user, pk))
    rules.give_opinion(request.user, shown)
    form = forms.OpinionForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    opinion = services.give_opinion(by=request.user, review=shown, **form.cleaned_data)
    messages.success(request, _("已提出监督意见：%(verdict)s。") % {"verdict": opinion.get_verdict_display()})
    return redirect(shown)


@once
def reopen_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a completed assessment up again, asked before it is done."""
    shown = found(queries.review(request.user, pk))
    rules.reopen_review(request.user, shown)
    if request.method == "POST":
        services.reopen_review(by=request.user, review=shown)
        messages.success(request, _("可以修改草稿和评估了；改好后请重新提交。"))
        return redirect(shown)
    return confirm(
        request,
        heading=_("重新评估%(version)s") % {"version": shown.version},
        text=_("草稿和评估可以再改；原来的监督意见保留，但须重新提出意见后才能施行。"),
        label=_("重新评估"),
        back_url=shown.get_absolute_url(),
    )


@once
def add_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is to be corrected, and by when."""
    shown = found(queries.review(request.user, pk))
    rules.add_correction(request.user, shown)
    asked = request.GET.get("item", "")
    initial = {"item": asked if asked in ReviewItem.values else ""}
    form = forms.CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.add_correction(by=request.user, review=shown, **form.cleaned_data)
        messages.success(request, _("已登记修改事项。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("登记修改事项"),
        lead=str(shown.version),
        label=_("登记修改事项"),
        back_url=shown.get_absolute_url(),
    )


@once
def finish_correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what was corrected."""
    shown = found(queries.correction(request.user, pk))
    rules.finish_correction(request.user, shown)
    form = forms.FinishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.finish_correction(by=request.user, correction=shown, **form.cleaned_data)
        messages.success(request, _("已登记修改结果。"))
        return redirect(shown.review)
    return form_page(
        request,
        form,
        heading=_("完成修改事项"),
        lead=shown.text,
        label=_("登记修改结果"),
        back_url=shown.review.get_absolute_url(),
    )
