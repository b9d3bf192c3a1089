"""亲属任职申报: declaring and withdrawing one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.views import form_page, found, once
from organization import queries, services
from organization.forms.terms import RelativeForm


@once
def add(request: HttpRequest) -> HttpResponse:
    """A relative holds a post here: what is about it one leaves to others from now on."""
    form = RelativeForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        services.declare_relative(by=request.user, **form.cleaned_data)
        messages.success(request, _("已申报；党委会审定涉及该岗位的条目时，由您回避。"))
        return redirect("accounts:me")
    return form_page(
        request,
        form,
        heading=_("申报亲属任职"),
        lead=_("配偶、直系血亲、三代以内旁系血亲和近姻亲在本院任职的，请申报其岗位。"),
        label=_("申报"),
        back_url="/accounts/me/",
    )


@require_POST
@once
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The relative holds the post no longer."""
    services.withdraw_relative(by=request.user, relative=found(queries.relative(request.user, pk)))
    messages.success(request, _("已撤销申报；以前的回避记录保留。"))
    return redirect("accounts:me")
