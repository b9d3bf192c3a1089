"""Forms and filters of 待公开."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import forms as core_forms
from disclosure.queries import dues as queries
from disclosure.states import DueStanding, Topic
from organization.models import Department

ALL = ("", _("全部"))


class DueFilters(core_forms.Filters):
    standing = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *DueStanding.choices])
    department = forms.ModelChoiceField(
        label=_("责任部门"), required=False, queryset=Department.objects.none(), empty_label=_("全部")
    )
    topic = forms.ChoiceField(label=_("栏目"), required=False, choices=[ALL, *Topic.choices])
    lookups = (("department", "item__department"), ("topic", "item__topic"))

    def prepare(self) -> None:
        self.fields["department"].queryset = queries.departments_due()  # type: ignore[attr-defined]


class DueForm(core_forms.Guided, forms.Form):
    """What arose and must be published."""

    examples = (("label", "彩色超声诊断仪采购结果"),)

    label = forms.CharField(
        label=_("事由"), max_length=120, help_text=_("形成或变更了什么，全院可见；不写个人姓名和身份信息。")
    )
    arose_on = forms.DateField(
        label=_("形成或变更日期"), widget=core_forms.DayInput, help_text=_("时限从这一天的次日起，按本院工作日历计算。")
    )

    def clean_arose_on(self) -> date:
        day: Any = self.cleaned_data["arose_on"]
        if day > timezone.localdate():
            raise ValidationError(_("形成或变更日期不能晚于今天。"))
        return day
