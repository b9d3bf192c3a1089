"""Form and filters of daily checks: filled in a minute, on a phone."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice
from organization import queries as organization_queries
from supervision.queries import daily_checks as queries
from supervision.states.self_checks import DailyResult


class DailyCheckFilters(Filters):
    lookups = (("since", "checked_on__gte"), ("until", "checked_on__lte"))

    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    result = forms.ChoiceField(label=_("结果"), required=False, choices=[("", _("全部")), *DailyResult.choices])
    since = forms.DateField(label=_("从"), required=False, widget=DayInput)
    until = forms.DateField(label=_("到"), required=False, widget=DayInput)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class DailyCheckForm(Guided, forms.Form):
    """What was looked at today, and whether something was wrong."""

    examples = (("what", "抽查当日麻醉药品领用登记，与处方逐笔核对"),)
    conditional = ("note",)

    department = forms.ModelChoiceField(label=_("部门"), queryset=None, empty_label=None)
    what = forms.CharField(label=_("检查内容"), max_length=200)
    result = forms.ChoiceField(label=_("结果"), choices=DailyResult.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("情况说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("发现问题的必填。"),
    )
    days = forms.IntegerField(
        label=_("登记为问题，整改期限（工作日）"),
        required=False,
        min_value=1,
        max_value=250,
        help_text=_("填写天数，就同时登记为需要整改的问题；当场已纠正的留空。"),
    )
    files = FilesField(label=_("照片或记录"), required=False)  # type: ignore[assignment]
    checked_on = forms.DateField(label=_("检查日期"), widget=DayInput, initial=timezone.localdate)
    measure = forms.ModelChoiceField(label=_("对应的防控措施"), queryset=None, required=False, widget=LongChoice)

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        places = queries.departments_to_check(by)
        self.fields["department"].queryset = places  # type: ignore[attr-defined]
        self.fields["department"].initial = places.first()
        self.fields["measure"].queryset = queries.measures_to_check(by)  # type: ignore[attr-defined]

    def clean_checked_on(self) -> date:
        day = self.cleaned_data["checked_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("检查日期不能晚于今天。"))
        return day

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        is_problem = cleaned.get("result") == DailyResult.PROBLEM
        if is_problem and not cleaned.get("note", "").strip():
            self.add_error("note", _("请写明发现了什么问题。"))
        if cleaned.get("days") and cleaned.get("result") == DailyResult.NORMAL:
            self.add_error("days", _("结果正常的不登记问题，请清空天数或改选“发现问题”。"))
        measure, department = cleaned.get("measure"), cleaned.get("department")
        if measure and department and measure.table.department_id != department.pk:
            self.add_error("measure", _("这条措施不是所选部门的，请另选。"))
        return cleaned
