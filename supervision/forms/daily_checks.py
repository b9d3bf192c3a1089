"""Form and filters of daily checks: filled in a minute, on a phone."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice
from organization import queries as organization_queries
from supervision.forms.findings import Placed
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


class DailyCheckForm(Guided, Placed):
    """What was looked at today, and whether something was wrong; a finding belongs to the measure, or else to a point."""

    examples = (
        ("what", "抽查当日麻醉药品领用登记，与处方逐笔核对"),
        ("new_point", "空安瓿回收无人核对，可能流失"),
    )
    conditional = ("note",)
    field_order = (
        "department",
        "what",
        "result",
        "note",
        "days",
        "measure",
        "point",
        "new_point",
        "files",
        "checked_on",
    )

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
        super().__init__(*args, points=queries.points_to_check(by), **kwargs)
        self.fields["point"].help_text = _("登记为问题、又没有选措施的，须指明；没有合适的，在下面写明新的风险点。")
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
        self._ask_where(cleaned)
        return cleaned

    def _ask_where(self, cleaned: dict) -> None:
        """Where the finding belongs, if one is to be registered."""
        point, department, new_point = (cleaned.get(name) for name in ("point", "department", "new_point"))
        if point and department and point.register.department_id != department.pk:
            self.add_error("point", _("这个风险点不是所选部门的，请另选。"))
        elif not cleaned.get("days") and (point or new_point) and "days" not in self.errors:
            self.add_error("days", _("登记为问题的，请填写整改期限；不登记的，请清空风险点。"))
        elif cleaned.get("days") and not cleaned.get("measure"):
            self.ask_place(cleaned)
