"""The desk's side: 公开属性 row by row, and the secrecy reviewer's opinions."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core.views import found, lists, once
from disclosure import forms, queries, rules, services
from organization import queries as organization_queries
from organization.roles import Action
from powers.states import DisclosureScope

REVIEWS = lists.Listing(
    name=gettext_lazy("公开审查"),
    columns=(
        lists.Column("department", gettext_lazy("部门"), value="department__name", sort=("department__path",)),
        lists.Column("edition", gettext_lazy("版次")),
        lists.Column("power_count", gettext_lazy("职权"), is_numeric=True),
        lists.Column("scope_count", gettext_lazy("已定公开属性"), is_numeric=True),
        lists.Column("opinion_count", gettext_lazy("已出具保密意见"), is_numeric=True),
    ),
    default_sort="department",
    search=None,
    row_url=lambda row: f"/disclosure/reviews/{row.pk}/",
    empty=gettext_lazy("没有在审的职权目录。"),
    empty_help=gettext_lazy("部门报审职权目录后，党办在此确定公开属性，保密审查员出具意见。"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Power lists under review, for who reviews them; others go to what is open to them in the hospital (院内公开)."""
    if not organization_queries.may_act_anywhere(request.user, Action.REVIEW, Action.REVIEW_SECRECY):
        return redirect("disclosure_desk:inside_list")
    rows = queries.submissions_under_review(request.user)
    return lists.page(request, REVIEWS, rows=rows, template="disclosure/reviews.html", context={"here": "reviews"})


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One list: each power with its filed scope, 党办's and the secrecy opinion."""
    lines = found(queries.lines_under_review(request.user, pk) or None)
    waiting = {line.power.pk for line in lines if line.lacks_opinion}
    return _page(request, lines, form=forms.SecrecyForm(picked=waiting))


def _page(request: HttpRequest, lines: list[queries.Line], *, form: forms.SecrecyForm) -> HttpResponse:
    """The page of one list, with what was typed into the opinion where it is shown again."""
    power_list = lines[0].power.power_list
    context = {
        "power_list": power_list,
        "lines": lines,
        "scopes": DisclosureScope.choices,
        "may_settle": organization_queries.acting_as(request.user, Action.REVIEW, power_list.department) is not None,
        "may_opine": organization_queries.acting_as(request.user, Action.REVIEW_SECRECY, power_list.department)
        is not None,
        "is_settled": all(line.is_standing for line in lines),
        "submission": queries.submission_of(request.user, power_list),
        "form": form,
    }
    return render(request, "disclosure/review.html", context, status=422 if form.errors else 200)


@require_POST
@once
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the scopes chosen in the table; then the submission they belong to can be agreed to."""
    lines = found(queries.lines_under_review(request.user, pk) or None)
    powers = [line.power for line in lines]
    rules.settle_scope(request.user, powers[0])
    try:
        scopes = forms.posted_scopes(request.POST, powers)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("disclosure_desk:review", pk)
    count = services.settle_scopes(by=request.user, scopes=scopes, seen=forms.posted_seen(request.POST, powers))
    if count:
        messages.success(request, _("已确定 %(count)d 项公开属性。") % {"count": count})
    else:
        messages.info(request, _("公开属性没有变化。"))
    return redirect(queries.submission_of(request.user, powers[0].power_list) or "/disclosure/")


@require_POST
@once
def opine(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one opinion on the picked powers."""
    lines = found(queries.lines_under_review(request.user, pk) or None)
    asked = set(request.POST.getlist("picked"))
    powers = [line.power for line in lines if str(line.power.pk) in asked]
    form = forms.SecrecyForm(request.POST, picked={power.pk for power in powers})
    if not form.is_valid():
        return _page(request, lines, form=form)
    seen = forms.posted_seen(request.POST, powers)
    services.give_secrecy_opinions(by=request.user, powers=powers, seen=seen, **form.cleaned_data)
    messages.success(request, _("已对 %(count)d 项出具保密审查意见。") % {"count": len(powers)})
    return redirect("disclosure_desk:review", pk)
