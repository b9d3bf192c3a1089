"""Filters of conflicts of duty, and accepting one."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from controls import queries
from controls.models import DutyConflict
from controls.states import ConflictKind, ConflictState, Severity
from core.forms import DayInput, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries


class ConflictFilters(Filters):
    lookups = (("power", "power__code"),)

    severity = forms.ChoiceField(label=_("程度"), required=False, choices=[("", _("全部")), *Severity.choices])
    kind = forms.ChoiceField(label=_("冲突类型"), required=False, choices=[("", _("全部")), *ConflictKind.choices])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("未消除")), *ConflictState.choices, ("all", _("全部"))]
    )
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    power = forms.CharField(label=_("职权编码"), required=False, max_length=60)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        return rows if value == "all" else rows.filter(state=value)


class AcceptForm(Guided, Versioned):
    """Why a conflict may stand for a while, and what makes up for it."""

    examples = (
        ("reason", "本院仅一名临床试验秘书，年内无法增设；相关试验本年只有两项"),
        ("compensation", "每季度由审计科抽查三份全流程记录，结果报纪检监察室"),
    )
    conditional = ("measure", "compensation")

    reason = forms.CharField(
        label=_("接受理由"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("写清为什么暂时不能分开，影响有多大。"),
    )
    measure = forms.ModelChoiceField(
        label=_("补偿措施（一览表中的）"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("这项职权或岗位现行的防控措施；没有合适的，在下面写明。"),
    )
    compensation = forms.CharField(
        label=_("补偿措施"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("由谁、多久、怎样留痕地看住这一处。"),
    )
    expires_on = forms.DateField(
        label=_("有效期至"), widget=DayInput, help_text=_("最长一年；到期后自动回到“待处理”。")
    )

    def __init__(self, *args, by, conflict: DutyConflict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["measure"].queryset = queries.measures_to_compensate(by, conflict)  # type: ignore[attr-defined]

    def clean_expires_on(self) -> date:
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        if not today < day <= today + relativedelta(years=1):
            raise forms.ValidationError(_("请填明天至一年之内的日期。"))
        return day

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not cleaned.get("measure") and not cleaned.get("compensation", "").strip():
            self.add_error("compensation", _("请选择一项现行措施，或写明补偿措施。"))
        return cleaned
