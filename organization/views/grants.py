"""Grants: the security administrator's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from core.views import confirm, found, lists, once
from organization import queries, rules, services
from organization.forms import accounts as forms
from organization.roles import Role


def grants_text(person) -> str:
    """Roles a person holds, each with its department."""
    return "；".join(f"{grant.get_role_display()}（{grant.content_object}）" for grant in person.grants) or _("无")


GRANTS = lists.Listing(
    name=gettext_lazy("授权"),
    columns=(
        lists.Column("name", gettext_lazy("姓名"), sort=("name",), note="department__name", width="narrow"),
        lists.Column("username", gettext_lazy("登录名"), sort=("username",), width="narrow"),
        lists.Column("grants", gettext_lazy("角色"), value=grants_text, width="wide", sheet_width=60),
    ),
    default_sort="username",
    filters=forms.GrantFilters,
    search_help=gettext_lazy("姓名、登录名或拼音首字母"),
    row_url=lambda person: f"/organization/grants/{person.pk}/",
    empty=gettext_lazy("没有符合条件的人员。"),
)


@require_safe
def grants(request: HttpRequest) -> HttpResponseBase:
    """Everyone with their roles."""
    rules.keep_grants(request.user)
    return lists.page(request, GRANTS, rows=queries.grant_holders(), context={"heading": _("授权")})


@once
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's roles, and a form to grant another."""
    rules.keep_grants(request.user)
    shown = found(queries.accounts().filter(pk=pk).first())
    form = forms.GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.grant(by=request.user, person=shown, **form.cleaned_data)
        messages.success(request, _("已授予。"))
        return redirect("organization:person_grants", pk)
    context = {"person": shown, "grants": queries.grants_of(shown), "form": form}
    return render(request, "organization/person_grants.html", context, status=422 if form.errors else 200)


@once
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one role back, after asking."""
    rules.keep_grants(request.user)
    held = found(queries.grant(pk))
    if request.method == "POST":
        services.revoke(by=request.user, person=held.user, role=held.role, department=held.content_object)
        messages.success(request, _("已收回。"))
        return redirect("organization:person_grants", held.user_id)
    return confirm(
        request,
        heading=_("收回%(person)s的“%(role)s”") % {"person": held.user, "role": Role(held.role).label},
        text=_("收回后，下一次操作即被拒绝；已作出的意见保留。"),
        label=_("收回授权"),
        back_url=f"/organization/grants/{held.user_id}/",
        is_destructive=True,
    )
