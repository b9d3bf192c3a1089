"""Logging in and out, changing the own password, the own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from organization import queries, services
from organization.forms.accounts import ChangePasswordForm
from organization.roles import ADMINISTRATORS, Role


@method_decorator(login_not_required, name="dispatch")
class Login(LoginView):
    """Django's own login; after it the session knows whether the shorter idle time of administrators holds."""

    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        held = queries.roles_of(self.request.user)
        self.request.session["is_administrator"] = bool(held & set(ADMINISTRATORS))
        services.record_login(by=self.request.user)
        return response


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; the session goes on."""
    form = ChangePasswordForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_password(by=request.user, password=form.cleaned_data["new"])
        except ValidationError as error:
            form.add_error("new", error)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, _("密码已修改。"))
            return redirect("desk:inbox")
    return render(request, "organization/password.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """The own account: roles, posts, stand-ins, relatives' posts."""
    context = {
        "tenures": queries.tenures_held(request.user),
        "grants": queries.grants_of(request.user),
        "role_labels": dict(Role.choices),
        "delegations": queries.delegations(request.user),
        "relatives": queries.relatives(request.user),
    }
    return render(request, "organization/me.html", context)
