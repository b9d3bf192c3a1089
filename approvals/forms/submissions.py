"""Forms and filters of submissions, verdicts, remarks and stages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.models import StageDefault
from approvals.states import (
    REVIEW_ACTIONS,
    VERDICTS_WITH_REASON,
    StageCode,
    SubmissionKind,
    SubmissionState,
    Verdict,
)
from core.forms import Filters, Guided
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
