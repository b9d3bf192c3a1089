"""Forms and filters of 评议码, of ratings, and of 公开设置."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, LongChoice
from disclosure.forms.incoming import ALL, department_field
from disclosure.models import OpenSettings, Publication
from disclosure.queries import slips as queries
from disclosure.rules import slips as rules
from disclosure.states import Level
from organization import queries as organization_queries
from organization.models import Department


class BatchFilters(Filters):
    department = department_field(_("被评部门"), required=False, empty_label=_("全部"))
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[ALL, ("in_use", _("使用中")), ("expired", _("已过期")), ("closed", _("已停用"))],
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        today = timezone.localdate()
        narrowed = {
            "closed": rows.filter(is_closed=True),
            "expired": rows.filter(is_closed=False, expires_on__lt=today),
            "in_use": rows.filter(is_closed=False, expires_on__gte=today),
        }
        return narrowed[value]


class RatingFilters(Filters):
    lookups = (("department", "batch__department"), ("title", "batch__title"), ("year", "rated_on__year"))

    level = forms.ChoiceField(label=_("评价"), required=False, choices=[ALL, *Level.choices])
    department = department_field(_("被评部门"), required=False, empty_label=_("全部"))
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    has_reason = forms.BooleanField(label=_("只看写了原因的"), required=False)
    title = forms.CharField(label=_("评议对象"), required=False, max_length=120)
    batch = forms.IntegerField(label=_("批次"), required=False, min_value=1, max_value=2**31)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        for name in ("title", "batch"):
            if not self.data.get(name):
                del self.fields[name]

    def filter_has_reason(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return rows.exclude(reason="")


class PowerChoice(forms.ModelChoiceField):
    """A public power with its department."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.department_name} {obj.title}"


class BatchForm(Guided, forms.Form):
    """A batch of slips, for a department or one of its services."""

    conditional = ("department", "power")
    examples = (("count", "200"),)

    department = department_field(_("被评部门"), required=False, help_text=_("评议整个部门的，选部门。"))
    power = PowerChoice(
        label=_("被评服务"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("评议一项服务的，选已对社会公开的职权，不必再选部门。"),
    )
    count = forms.IntegerField(label=_("份数"), min_value=1, max_value=rules.MOST, initial=100)
    expires_on = forms.DateField(label=_("有效期至"), widget=DayInput, help_text=_("最长一年，过期未用的自动失效。"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        self.fields["power"].queryset = queries.powers_to_rate()  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today < day <= today + rules.LONGEST:
            raise ValidationError(_("有效期须在明天至一年之内。"))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        power: Publication | None = cleaned.get("power")
        department: Department | None = cleaned.get("department")
        if not power and not department and not {"power", "department"} & {*self.errors}:
            self.add_error("department", _("请选择部门，或选择一项服务。"))
        if power and department and power.department_code != department.code:
            self.add_error("power", _("这项服务不是所选部门的，请只选一个。"))
        if power and not department:
            found = organization_queries.departments().filter(code=power.department_code).first()
            if found is None:
                self.add_error("power", _("这项服务的部门已撤销，请改选部门。"))
            cleaned["department"] = found
        return cleaned


def in_half_a_year() -> date:
    """A usual term of slips."""
    return timezone.localdate() + timedelta(days=180)


class SettingsForm(Guided, forms.ModelForm):
    """公开设置."""

    examples = (
        ("report_phone", "0771-1234567（工作日 8:00—12:00，14:30—17:30）"),
        ("report_letterbox", "门诊楼一楼大厅东侧举报箱，每周一开箱"),
        ("report_visit", "行政楼 305 室纪检监察室，工作日"),
        ("upper_name", "县纪委监委派驻卫生健康局纪检监察组"),
        ("upper_phone", "0771-7654321"),
        ("upper_address", "县卫生健康局 201 室"),
    )
    parts = (
        ("channels", _("举报渠道"), ("report_phone", "report_letterbox", "report_visit")),
        (
            "upper",
            _("上级纪检监察机关"),
            ("upper_name", "upper_phone", "upper_address"),
            _("反映医院主要负责人的，请读者直接向上级反映。12388 由系统自动列出。"),
        ),
        ("terms", _("答复和保存"), ("answer_days", "kept_months")),
    )

    answer_days = forms.IntegerField(
        label=_("答复期限（工作日）"),
        min_value=1,
        max_value=250,
        help_text=_("从收到次日起算，按医院工作日历；只影响以后收到的。"),
    )
    kept_months = forms.IntegerField(
        label=_("办结后保存（个月）"),
        min_value=1,
        max_value=360,
        help_text=_(
            "办结满期后，原文、称呼、联系方式、附件和办理中写的话自动删除，只留答复和数字；评议满期后，原因自动删除。"
        ),
    )

    class Meta:
        model = OpenSettings
        fields = (
            "report_phone",
            "report_letterbox",
            "report_visit",
            "upper_name",
            "upper_phone",
            "upper_address",
            "answer_days",
            "kept_months",
        )
