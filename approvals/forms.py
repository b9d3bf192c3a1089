"""Forms and filters of approvals."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from approvals import queries
from approvals.models import StageDefault, Submission, SubmissionRow
from approvals.states import (
    REVIEW_ACTIONS,
    VERDICTS_WITH_REASON,
    AgendaVerdict,
    StageCode,
    SubmissionKind,
    SubmissionState,
    Verdict,
)
from core.forms import DayInput, Filters, Guided
from core.registry import Fault
from organization import queries as organization_queries
from organization.roles import Action


class SubmissionFilters(Filters):
    lookups = (("stage", "stage__code"),)

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SubmissionState.choices])
    stage = forms.ChoiceField(label=_("当前环节"), required=False, choices=[("", _("全部")), *StageCode.choices])
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部")), *SubmissionKind.choices])
    department = forms.ModelChoiceField(label=_("部门"), required=False, queryset=None, empty_label=_("全部"))

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class VerdictForm(Guided, forms.Form):
    """A verdict with its reason, and the version of what the person saw. 不同意 has a page of its own."""

    conditional = ("reason",)

    verdict = forms.ChoiceField(label=_("意见"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时须写明；逐项的问题请写在该项的批注里。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, verdicts, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [code for code in verdicts if code != Verdict.REJECT]
        self.fields["verdict"].choices = [(code, Verdict(code).label) for code in offered]  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") in VERDICTS_WITH_REASON and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("请写明理由，让科室知道要改什么。"))
        return cleaned


class RejectForm(forms.Form):
    """不同意 with its reason."""

    reason = forms.CharField(
        label=_("不同意的理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("理由会告知部门，并永久留在经过中。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class SignForm(forms.Form):
    """The head's signature, or giving the lists back."""

    reason = forms.CharField(
        label=_("退回理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("仅退回时填写。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RemarkForm(forms.Form):
    text = forms.CharField(label=_("批注"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class MeetingForm(Guided, forms.Form):
    """A meeting and what it resolved on the submissions that wait for it."""

    examples = (("number", "党委会〔2026〕12号"), ("place", "行政楼三楼会议室"))

    number = forms.CharField(label=_("会议编号"), max_length=40, help_text=_("与会议记录一致。"))
    held_on = forms.DateField(label=_("会议日期"), widget=DayInput)
    place = forms.CharField(label=_("地点"), max_length=60, required=False)

    def clean_held_on(self):
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise ValidationError(_("会议日期不能晚于今天。"))
        return day


class ResolutionForm(Guided, forms.Form):
    """One submission's resolution; without a verdict it was not on the agenda."""

    conditional = ("verdict", "reason", "codes")

    verdict = forms.ChoiceField(
        label=_("决议"),
        required=False,
        choices=[*AgendaVerdict.choices, ("", _("这次未上会"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("退回、不同意、缓议须写明。"),
    )
    codes = forms.CharField(
        label=_("未获同意的条目"),
        required=False,
        max_length=2000,
        help_text=_("整份清单同进同退；退回时可写明是哪几项，编码之间用顿号隔开，如 YP-01、YP-03。"),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, submission: Submission):
        super().__init__(data, prefix=f"s{submission.pk}", initial={"version": submission.version})
        self.submission = submission

    def faults(self) -> list[Fault]:
        """What to mind before resolving on this submission."""
        stage = self.submission.stage
        return queries.conditions(self.submission, stage) if stage else []

    def clean_codes(self) -> list[SubmissionRow]:
        """Rows with the codes written; every one must be in the submission."""
        wanted = {code for code in re.split(r"[\s、，,；;]+", self.cleaned_data["codes"]) if code}
        rows = list(SubmissionRow.objects.of(self.submission).filter(code__in=wanted).select_related("item"))
        unknown = wanted - {row.code for row in rows}
        if unknown:
            raise ValidationError(_("这份报审中没有编码“%(codes)s”。") % {"codes": "、".join(sorted(unknown))})
        return rows

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        verdict = cleaned.get("verdict")
        if verdict and cleaned.get("version") is None:
            self.add_error("version", _("没有带上所议的是哪一版内容。"))
        if verdict and verdict != AgendaVerdict.AGREE and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("请写明理由。"))
        if verdict == AgendaVerdict.AGREE and cleaned.get("codes"):
            self.add_error("codes", _("有未获同意的条目时，整份清单须一并退回。"))
        return cleaned


class StageForm(Guided, forms.Form):
    """A stage the hospital adds."""

    examples = (("title", _("法律顾问审核")),)

    title = forms.CharField(label=_("环节名称"), max_length=40)
    action = forms.ChoiceField(label=_("由谁决定"), choices=[(code, Action(code).label) for code in REVIEW_ACTIONS])
    before = forms.ModelChoiceField(label=_("放在哪个环节之前"), queryset=None, empty_label=None)
    due_days = forms.IntegerField(label=_("办理时限（工作日）"), min_value=1, max_value=60, initial=5)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        later = StageDefault.objects.exclude(code=StageCode.HEAD).order_by("kind", "position")
        self.fields["before"].queryset = later  # type: ignore[attr-defined]
        self.fields["before"].label_from_instance = lambda stage: f"{stage.get_kind_display()}：{stage.title}"  # type: ignore[attr-defined]


class DueDaysForm(forms.Form):
    """How many working days a stage has."""

    due_days = forms.IntegerField(label=_("办理时限（工作日）"), min_value=1, max_value=60)
