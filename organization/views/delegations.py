"""代理: naming and ending one's own stand-ins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.views import form_page, found, once
from organization import queries, services
from organization.forms.terms import DelegationForm


@once
def add(request: HttpRequest) -> HttpResponse:
    """Name a stand-in from a day to a day."""
    form = DelegationForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        services.delegate(by=request.user, **form.cleaned_data)
        messages.success(request, _("已委托代理，并通知了代理人。"))
        return redirect("accounts:me")
    return form_page(request, form, heading=_("委托代理"), label=_("委托代理"), back_url="/accounts/me/")


@require_POST
@once
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a stand-in early."""
    services.revoke_delegation(by=request.user, delegation=found(queries.delegation(request.user, pk)))
    messages.success(request, _("已撤销代理。"))
    return redirect("accounts:me")
