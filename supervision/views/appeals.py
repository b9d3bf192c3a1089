"""Results of persons, appeals and their answers, and what results were used for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.rules import allows
from core.views import form_page, found, lists, once
from supervision import queries, rules, services
from supervision.forms import appraisals as forms
from supervision.states.appraisals import UseKind
from supervision.views.appraisals import allows_answer

PEOPLE = lists.Listing(
    name=gettext_lazy("个人考核结果"),
    columns=(
        lists.Column("person", gettext_lazy("人员"), "person__name"),
        lists.Column("post", gettext_lazy("岗位"), "post__name"),
        lists.Column("department", gettext_lazy("部门"), "department__name"),
        lists.Column("value", gettext_lazy("得分"), sort=("value",), is_numeric=True),
        lists.Column("words", gettext_lazy("算式"), width="wide", sheet_width=60),
    ),
    default_sort="-value",
    search=None,
    empty=gettext_lazy("没有可以查看的个人结果。"),
    empty_help=gettext_lazy("岗位负责的措施到期、问题到期后，任职人员才有可评的内容。"),
)

USES = lists.Listing(
    name=gettext_lazy("考核结果运用"),
    columns=(
        lists.Column("handed_on", gettext_lazy("移交日期"), sort=("handed_on",), cell="components/cells/day.html"),
        lists.Column("kind", gettext_lazy("用途"), labels=dict(UseKind.choices)),
        lists.Column("about", gettext_lazy("对象"), lambda row: str(row.department or row.person)),
        lists.Column("what", gettext_lazy("内容"), width="wide", sheet_width=50),
        lists.Column("year", gettext_lazy("考核年度"), "appraisal__cycle__year"),
        lists.Column("handed_to", gettext_lazy("移交部门"), "handed_to__name"),
        lists.Column("document_number", gettext_lazy("文号")),
        lists.Column("by", gettext_lazy("登记人"), "by__name", is_hidden_on_phone=True),
    ),
    default_sort="-handed_on",
    filters=forms.UseFilters,
    search=None,
    row_url=None,
    empty=gettext_lazy("还没有登记结果运用。"),
    empty_help=gettext_lazy("考核结果公布后，在考核页面登记移交人事科作为奖励、晋级、评先、评优依据的情况。"),
)


@require_safe
def my_results(request: HttpRequest) -> HttpResponse:
    """What the person and their departments scored, year by year."""
    context = {
        "results": list(queries.my_results(request.user)),
        "departments": list(queries.my_departments(request.user)),
        "here": "my_results",
    }
    return render(request, "supervision/my_results.html", context)


@require_safe
def person_results(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Persons of one appraisal that the reader may see."""
    shown = found(queries.appraisal_for(request.user, pk))
    rows = queries.counting(queries.person_results(request.user)).filter(appraisal=shown)
    context = {"appraisal": shown, "here": "appraisals"}
    return lists.page(request, PEOPLE, rows=rows, template="supervision/person_results.html", context=context)


@require_safe
def person_result(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's result."""
    shown = found(queries.person_result_for(request.user, pk))
    context = {
        "result": shown,
        "appraisal": shown.appraisal,
        "appeals": list(queries.appeals_of(shown)),
        "may_appeal": allows(rules.appeal_result, request.user, shown, today=timezone.localdate()),
        "answerable": allows_answer(request, shown),
        "here": "my_results",
    }
    return render(request, "supervision/person_result.html", context)


@once
def appeal_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against a department's result."""
    return _appeal(request, found(queries.result_for(request.user, pk)))


@once
def appeal_person_result(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against one's own result."""
    return _appeal(request, found(queries.person_result_for(request.user, pk)))


def _appeal(request: HttpRequest, shown) -> HttpResponse:
    rules.appeal_result(request.user, shown, today=timezone.localdate())
    form = forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.appeal_result(by=request.user, result=shown, **form.cleaned_data)
        messages.success(request, _("申诉已提交，等待纪检监察室答复。"))
        return redirect(shown)
    return form_page(
        request,
        form,
        heading=_("申诉"),
        lead=str(shown),
        label=_("提交申诉"),
        back_url=shown.get_absolute_url(),
    )


@once
def answer_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Uphold or correct."""
    appeal = found(queries.appeal_for(request.user, pk))
    rules.answer_appeal(request.user, appeal)
    shown = appeal.about
    form = forms.AppealAnswerForm(request.POST or None, appeal=appeal)
    if request.method == "POST" and form.is_valid():
        services.answer_appeal(by=request.user, appeal=appeal, **form.cleaned_data)
        messages.success(request, _("已答复，并告知申诉人。"))
        return redirect(shown)  # type: ignore[arg-type]
    return form_page(
        request,
        form,
        heading=_("答复考核申诉"),
        lead=_("%(by)s对%(result)s申诉：%(text)s") % {"by": appeal.by, "result": shown, "text": appeal.text},
        label=_("答复申诉"),
        back_url=shown.get_absolute_url(),  # type: ignore[union-attr]
    )


@require_safe
def uses(request: HttpRequest) -> HttpResponseBase:
    """What results were used for."""
    rows = queries.uses(request.user)
    return lists.page(request, USES, rows=rows, template="supervision/uses.html", context={"here": "uses"})


@once
def record_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a result was handed on."""
    shown = found(queries.appraisal_for(request.user, pk))
    rules.record_use(request.user, shown)
    form = forms.UseForm(request.POST or None, initial={"handed_on": timezone.localdate()}, appraisal=shown)
    if request.method == "POST" and form.is_valid():
        services.record_use(by=request.user, appraisal=shown, **form.cleaned_data)
        messages.success(request, _("已登记，并告知移交部门。"))
        return redirect("supervision:uses")
    return form_page(
        request,
        form,
        heading=_("登记考核结果运用"),
        lead=_("%(appraisal)s：结果作为干部奖励、晋级、评先、评优的依据，移交人事科。") % {"appraisal": shown},
        label=_("登记运用"),
        back_url=reverse("supervision:appraisal", args=[shown.pk]),
    )
