"""Accounts: the system administrator's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from core import queries as core_queries
from core.views import confirm, form_page, found, lists, once
from organization import queries, rules, services
from organization.forms import accounts as forms

ACCOUNTS = lists.Listing(
    name=gettext_lazy("账号"),
    columns=(
        lists.Column("name", gettext_lazy("姓名"), sort=("name",), note="department__name"),
        lists.Column("username", gettext_lazy("登录名"), sort=("username",)),
        lists.Column("work_number", gettext_lazy("工号"), sort=("work_number",), is_hidden_on_phone=True),
        lists.Column(
            "is_active",
            gettext_lazy("状态"),
            labels={True: gettext_lazy("在用"), False: gettext_lazy("已停用")},
            width="narrow",
        ),
        lists.Column("last_login", gettext_lazy("上次登录"), cell="components/cells/moment.html"),
    ),
    default_sort="username",
    filters=forms.AccountFilters,
    search_help=gettext_lazy("姓名、登录名、工号或拼音首字母"),
    row_url=lambda person: f"/organization/accounts/{person.pk}/",
    empty=gettext_lazy("没有符合条件的账号。"),
)


@require_safe
def accounts(request: HttpRequest) -> HttpResponseBase:
    """All logins."""
    rules.keep_accounts(request.user)
    return lists.page(request, ACCOUNTS, rows=queries.accounts(), template="organization/accounts.html")


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account."""
    rules.keep_accounts(request.user)
    shown = found(queries.accounts().filter(pk=pk).first())
    return render(request, "organization/account.html", {"person": shown, "history": queries.history_of(shown)})


@once
def add(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    rules.keep_accounts(request.user)
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.open_account(by=request.user, **form.cleaned_data)
        messages.success(request, _("已开通“%(name)s”的账号；角色由安全管理员授予。") % {"name": made.name})
        return redirect("organization:account", made.pk)
    return form_page(request, form, heading=_("开通账号"), label=_("开通账号"), back_url="/organization/accounts/")


@once
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what an account says of its person."""
    rules.keep_accounts(request.user)
    shown = found(queries.accounts().filter(pk=pk).first())
    fields = ("name", "department", "email", "is_party_member")
    initial = {"version": core_queries.version_of(shown), **{name: getattr(shown, name) for name in fields}}
    form = forms.AccountForm(request.POST or None, person=shown, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.change_account(by=request.user, person=shown, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return redirect("organization:account", pk)
    back_url = f"/organization/accounts/{pk}/"
    return form_page(request, form, heading=_("修改账号"), label=_("保存修改"), back_url=back_url)


@once
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a first password again."""
    rules.keep_accounts(request.user)
    shown = found(queries.accounts().filter(pk=pk).first())
    form = forms.ResetPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.reset_password(by=request.user, person=shown, password=form.cleaned_data["password"])
        messages.success(request, _("已重置密码，本人下次登录须修改。"))
        return redirect("organization:account", pk)
    heading = _("重置%(name)s的密码") % {"name": shown.name}
    return form_page(request, form, heading=heading, label=_("重置密码"), back_url=f"/organization/accounts/{pk}/")


@once
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, after asking."""
    rules.keep_accounts(request.user)
    shown = found(queries.accounts().filter(pk=pk).first())
    if request.method == "POST":
        services.retire_account(by=request.user, person=shown)
        messages.success(request, _("已停用。"))
        return redirect("organization:account", pk)
    return confirm(
        request,
        heading=_("停用%(name)s的账号") % {"name": shown.name},
        text=_("停用后立即不能登录，正在进行的会话也会结束；其经办记录保留。"),
        label=_("停用账号"),
        back_url=f"/organization/accounts/{pk}/",
        is_destructive=True,
    )


@require_POST
@once
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    services.reopen_account(by=request.user, person=found(queries.accounts().filter(pk=pk).first()))
    messages.success(request, _("已启用。"))
    return redirect("organization:account", pk)
