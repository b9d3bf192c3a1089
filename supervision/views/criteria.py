"""Pages of 考核标准: the hospital's own, and those of one appraisal before it is scored."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import queries as core_queries
from core.rules import allows
from core.views import confirm, form_page, found, once
from supervision import queries, rules, services
from supervision.forms import appraisals as forms

FIELDS = ("title", "kind", "formula", "points", "position", "note")


@require_safe
def criteria(request: HttpRequest) -> HttpResponseBase:
    """The hospital's standard, which each year's appraisal copies."""
    rows = list(queries.criterion_defaults(request.user))
    context = {
        "criteria": rows,
        "formulas": queries.known_formulas(),
        "may_change": allows(rules.keep_criteria, request.user),
        "here": "criteria",
    }
    return render(request, "supervision/criteria.html", context)


@once
def add_default(request: HttpRequest) -> HttpResponse:
    """Add to the hospital's standard."""
    rules.keep_criteria(request.user)
    return _add(request, None, reverse("supervision:criteria"), queries.criterion_defaults(request.user))


@once
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add to one appraisal."""
    shown = found(queries.appraisal_for(request.user, pk))
    rules.change_criteria(request.user, shown)
    return _add(request, shown, shown.get_absolute_url(), queries.criteria_of(shown))


def _add(request: HttpRequest, appraisal: Any, back_url: str, others: Any) -> HttpResponse:
    form = forms.CriterionForm(request.POST or None, initial={"position": others.count() + 1})
    if request.method == "POST" and form.is_valid():
        services.add_criterion(by=request.user, appraisal=appraisal, **form.cleaned_data)
        messages.success(request, _("已增加。"))
        return redirect(back_url)
    return form_page(request, form, heading=_("增加考核标准"), label=_("增加标准"), back_url=back_url)


@once
def edit_default(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the hospital's standard, for years to come."""
    rules.keep_criteria(request.user)
    return _edit(request, found(queries.criterion_defaults(request.user).filter(pk=pk).first()))


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a criterion of one appraisal."""
    criterion = found(queries.criterion_for(request.user, pk))
    rules.change_criteria(request.user, criterion.appraisal)
    return _edit(request, criterion)


def _edit(request: HttpRequest, criterion: Any) -> HttpResponse:
    initial = {name: getattr(criterion, name) for name in FIELDS}
    initial["version"] = core_queries.version_of(criterion)
    form = forms.CriterionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_criterion(by=request.user, criterion=criterion, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect(criterion)
    return form_page(
        request, form, heading=_("修改考核标准"), label=_("保存标准"), back_url=criterion.get_absolute_url()
    )


@once
def remove_default(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a criterion out of the hospital's standard."""
    rules.keep_criteria(request.user)
    return _remove(request, found(queries.criterion_defaults(request.user).filter(pk=pk).first()))


@once
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a criterion out of one appraisal."""
    criterion = found(queries.criterion_for(request.user, pk))
    rules.change_criteria(request.user, criterion.appraisal)
    return _remove(request, criterion)


def _remove(request: HttpRequest, criterion: Any) -> HttpResponse:
    back_url = criterion.get_absolute_url()
    if request.method == "POST":
        services.remove_criterion(by=request.user, criterion=criterion)
        messages.success(request, _("已删除。"))
        return redirect(back_url)
    return confirm(
        request,
        heading=_("删除考核标准“%(criterion)s”") % {"criterion": criterion},
        text=_("已公布的考核不受影响。"),
        label=_("删除标准"),
        back_url=back_url,
        is_destructive=True,
    )
