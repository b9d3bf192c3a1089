"""Filters of key posts by their limit; planning, deferring, carrying out and handing over."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from controls import calculations, queries
from controls.models import Rotation
from controls.states import HandoverAnswer, HandoverItem, RotationDue, RotationState
from core.forms import DayInput, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries


class RotationFilters(Filters):
    lookups = (("department", "post__department"), ("state", "due_state"))

    state = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", _("全部")), *((code, word) for code, word in RotationDue.choices if code != "ended")],
    )
    progress = forms.ChoiceField(
        label=_("安排"),
        required=False,
        choices=[
            ("", _("全部")),
            ("none", _("未安排")),
            *((code, word) for code, word in RotationState.choices if code != "cancelled"),
        ],
    )
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_progress(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(progress__isnull=True) if value == "none" else rows.filter(progress=value)


def _not_before_today(day: date) -> date:
    if day < timezone.localdate():
        raise forms.ValidationError(_("请填今天或以后的日期。"))
    return day


class PlanForm(Guided, Versioned):
    """When a key post is to change hands, and to whom."""

    examples = (("reason", "任职已满五年，按轮岗计划与总务科同级岗位交流"),)

    planned_on = forms.DateField(label=_("计划轮岗日期"), widget=DayInput, help_text=_("接任人到岗的日期。"))
    successor = forms.ModelChoiceField(
        label=_("接任人"),
        queryset=None,
        required=False,
        empty_label=_("待定"),
        widget=LongChoice,
        help_text=_("还没有定的留“待定”，实施时再选。"),
    )
    reason = forms.CharField(label=_("说明"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, by: Any, rotation: Rotation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = queries.successors(rotation.tenure).exclude(pk=by.pk)
        self.fields["successor"].queryset = found  # type: ignore[attr-defined]

    def clean_planned_on(self) -> date:
        return _not_before_today(self.cleaned_data["planned_on"])


class DeferForm(Guided, Versioned):
    """Why a key post stays in the same hands for now, and until when."""

    examples = (("reason", "正在办理信息系统验收，全院只有一人具备资质，验收完成后轮岗"),)

    until = forms.DateField(
        label=_("暂缓至"), widget=DayInput, help_text=_("最长一年；到期仍不能轮岗的，届时重新说明理由。")
    )
    reason = forms.CharField(
        label=_("暂缓理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清为什么暂时不能轮岗、其间怎样防控。"),
    )

    def __init__(self, *args: Any, rotation: Rotation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        tenure = rotation.tenure
        self.limit = calculations.due_on(tenure.from_on, tenure.post.rotation_years)

    def clean_until(self) -> date:
        day, today = self.cleaned_data["until"], timezone.localdate()
        if not today < day <= today + relativedelta(years=1):
            raise forms.ValidationError(_("请填明天至一年之内的日期。"))
        if self.limit is not None and day <= self.limit:
            raise forms.ValidationError(_("轮岗年限到 %(day)s 才满，请填这之后的日期。") % {"day": self.limit})
        return day


class CarryOutForm(Guided, Versioned):
    """Who takes the post from which day, and who watches the handover."""

    on = forms.DateField(
        label=_("接任日期"), widget=DayInput, help_text=_("接任人任职的第一天；现任任职到前一天为止。")
    )
    successor = forms.ModelChoiceField(label=_("接任人"), queryset=None, widget=LongChoice)
    overseer = forms.ModelChoiceField(
        label=_("监交人"),
        queryset=None,
        widget=LongChoice,
        help_text=_("移交人、接任人以外、有登录账号的人员；由其完成交接检查。"),
    )

    def __init__(self, *args: Any, by: Any, rotation: Rotation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.tenure = rotation.tenure
        found = queries.successors(rotation.tenure).exclude(pk=by.pk)
        self.fields["successor"].queryset = found  # type: ignore[attr-defined]
        overseers = organization_queries.colleagues(rotation.tenure.person)
        self.fields["overseer"].queryset = overseers  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if not self.tenure.from_on < day <= timezone.localdate():
            raise forms.ValidationError(_("请填原任职日期之后、不晚于今天的日期。"))
        return day

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("successor") and cleaned["successor"] == cleaned.get("overseer"):
            self.add_error("overseer", _("监交人不能是接任人，请另选一名。"))
        return cleaned


class HandoverForm(Guided, Versioned):
    """The questions of `HandoverItem`, each with its answer and a note, and what proves the handover."""

    examples = (("proof", "移交清单一式三份，三方签字，存党办档案柜；信息科权限调整单 2026-118 号"),)

    checked_on = forms.DateField(label=_("交接完成日期"), widget=DayInput)
    proof = forms.CharField(
        label=_("交接佐证"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("移交清单、权限调整单、审计报告等的名称、编号和存放处。"),
    )

    def __init__(self, *args: Any, rotation: Rotation, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.rotation = rotation
        for item in HandoverItem:
            self.fields[item] = forms.ChoiceField(
                label=item.label,
                choices=[("", _("还没有办妥")), *HandoverAnswer.choices],
                error_messages={"required": _("办妥后才能结束交接。")},
            )
            self.fields[_note(item)] = forms.CharField(
                label=_("%(item)s的说明") % {"item": item.label},
                required=False,
                max_length=300,
                help_text=_("不适用的须说明原因。"),
            )
        self.order_fields([*(name for item in HandoverItem for name in (item, _note(item)))])

    def clean_checked_on(self) -> date:
        day, since = self.cleaned_data["checked_on"], self.rotation.carried_out_on
        if since is None or not since <= day <= timezone.localdate():
            raise forms.ValidationError(_("请填接任日期至今天之间的日期。"))
        return day

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        for item in HandoverItem:
            is_silent = not cleaned.get(_note(item), "").strip()
            if cleaned.get(item) == HandoverAnswer.NOT_APPLICABLE and is_silent:
                self.add_error(_note(item), _("不适用的，请说明原因。"))
        return cleaned

    def answers(self) -> Iterator[tuple[str, str, str]]:
        """Each question with its answer and note, as the service takes them."""
        return ((item, self.cleaned_data[item], self.cleaned_data[_note(item)]) for item in HandoverItem)


def _note(item: str) -> str:
    return f"{item}_note"


class CancelForm(Guided, Versioned):
    """Why what was planned is taken back."""

    reason = forms.CharField(label=_("取消理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
