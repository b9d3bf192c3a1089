"""Forms of accounts, passwords and grants."""

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, Guided, LongChoice, Versioned
from organization import queries
from organization.models import Person
from organization.roles import Role


class AccountFilters(Filters):
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("active", _("在用")), ("retired", _("已停用"))]
    )
    department = forms.ModelChoiceField(label=_("部门"), required=False, queryset=None, empty_label=_("全部"))

    def prepare(self) -> None:
        self.fields["department"].queryset = queries.departments()  # type: ignore[attr-defined]

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(is_active=value == "active")


class GrantFilters(Filters):
    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部")), *Role.choices])

    def filter_role(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(pk__in=queries.holders_of_role(value))


def _password_field(label, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), **kwargs
    )


class AccountForm(Guided, Versioned):
    examples = (
        ("username", "yaoji01"),
        ("name", "药品采购员"),
        ("work_number", "1103"),
    )

    username = forms.CharField(label=_("登录名"), max_length=60, help_text=_("字母、数字，以后不能修改。"))
    name = forms.CharField(label=_("姓名"), max_length=60)
    work_number = forms.CharField(label=_("工号"), max_length=20, required=False)
    department = forms.ModelChoiceField(label=_("所在部门"), queryset=None, required=False, widget=LongChoice)
    email = forms.EmailField(label=_("邮箱"), required=False)
    is_party_member = forms.BooleanField(
        label=_("中共党员"), required=False, help_text=_("可查看公开范围为“院内党员”的职权。")
    )
    password = _password_field(_("初始密码"), help_text=_("首次登录后必须修改。"))

    def __init__(self, *args, person: Person | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments()  # type: ignore[attr-defined]
        if person is not None:
            for name in ("username", "work_number", "password"):
                del self.fields[name]

    def clean_username(self) -> str:
        username = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise ValidationError(_("登录名“%(name)s”已被使用，请换一个。"), params={"name": username})
        return username

    def clean_work_number(self) -> str:
        number = self.cleaned_data["work_number"]
        if number and Person.objects.filter(work_number=number).exists():
            raise ValidationError(_("工号“%(number)s”已被使用。"), params={"number": number})
        return number

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class ResetPasswordForm(forms.Form):
    password = _password_field(_("新的初始密码"), help_text=_("本人下次登录后必须修改。"))

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]


class ChangePasswordForm(forms.Form):
    old = forms.CharField(
        label=_("当前密码"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = _password_field(
        _("新密码"),
        help_text=_("至少 10 位，含大写字母、小写字母、数字、符号中的三类；或 16 位以上的长口令。可以粘贴。"),
    )
    again = _password_field(_("再输入一次新密码"))

    def __init__(self, *args, by: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_old(self) -> str:
        if not self.by.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("当前密码不正确。"))
        return self.cleaned_data["old"]

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.by)
        return self.cleaned_data["new"]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return cleaned


class GrantForm(forms.Form):
    """A role on a department."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    department = forms.ModelChoiceField(
        label=_("在哪个部门"),
        queryset=None,
        widget=LongChoice,
        help_text=_("填报人、科室负责人、分管领导只对所选部门有效；其他角色对所选部门及其下级有效，全院请选顶级部门。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments()  # type: ignore[attr-defined]
