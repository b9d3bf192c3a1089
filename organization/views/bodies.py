"""党委, 纪委, 领导小组: bodies, members and terms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.views import confirm, form_page, found, once
from organization import queries, rules, services
from organization.forms import terms
from organization.forms.units import DayForm
from organization.roles import Action


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """All bodies with how many sit in them."""
    is_keeper = queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION)
    return render(request, "organization/bodies.html", {"bodies": queries.bodies(), "is_keeper": is_keeper})


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """One body with everyone who sits or sat in it."""
    shown = found(queries.body(pk))
    context = {
        "body": shown,
        "memberships": queries.memberships(shown),
        "is_keeper": queries.may_anywhere(request.user, Action.KEEP_ORGANIZATION),
    }
    return render(request, "organization/body.html", context)


@once
def open_body(request: HttpRequest) -> HttpResponse:
    """Open a body."""
    rules.keep_organization(request.user)
    form = terms.BodyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.open_body(by=request.user, **form.cleaned_data)
        messages.success(request, _("已建立“%(name)s”。") % {"name": made.name})
        return redirect(made)
    return form_page(request, form, heading=_("建立组织机构"), label=_("建立机构"), back_url="/organization/bodies/")


@once
def begin_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """A person joins the body."""
    rules.keep_organization(request.user)
    shown = found(queries.body(pk))
    form = terms.MembershipForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.begin_membership(by=request.user, body=shown, **form.cleaned_data)
        messages.success(request, _("已登记成员。"))
        return redirect(shown)
    heading = _("登记%(body)s成员") % {"body": shown}
    return form_page(request, form, heading=heading, label=_("登记成员"), back_url=shown.get_absolute_url())


@once
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    """A person leaves the body, after asking."""
    rules.keep_organization(request.user)
    membership = found(queries.membership(pk))
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.end_membership(by=request.user, membership=membership, to_on=form.cleaned_data["on"])
        messages.success(request, _("已登记任期结束。"))
        return redirect(membership.body)
    return confirm(
        request,
        heading=_("%(person)s不再担任%(body)s成员") % {"person": membership.person, "body": membership.body},
        text=_("请填写任期结束日期；记录保留为历史。"),
        label=_("结束任期"),
        back_url=membership.body.get_absolute_url(),
        form=form,
    )
