"""Forms and filters of 制度廉洁性评估."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, Versioned
from organization import queries as organization_queries
from powers.states import QUESTIONS, REVIEW_OPINIONS, Answer, ReviewEvent, ReviewItem, ReviewState

ALL = ("", _("全部"))


class ReviewFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ReviewState.choices])
    department = forms.ModelChoiceField(label=_("制定部门"), required=False, queryset=None, empty_label=_("全部"))
    corrections = forms.ChoiceField(
        label=_("修改事项"), required=False, choices=[ALL, ("open", _("有未完成的")), ("none", _("没有未完成的"))]
    )
    lookups = (("department", "version__regulation__department"),)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_corrections(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(has_open_corrections=value == "open")


class Questions(Versioned):
    """Two fields an item of the checklist before all others: the answer and its note."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields = {**_questions(), **self.fields}


class ReviewForm(Guided, Questions):
    """The checklist: one question a part, a risk described; a draft may leave questions open, a submission may not."""

    due = (*ReviewItem.values, "conclusion")
    conditional = tuple(f"{item}_note" for item in ReviewItem.values)
    examples = (
        ("discretion_note", "第八条“特殊情况可简化程序”没有写明由谁认定"),
        ("conclusion", "五项中四项符合；自由裁量一项有风险，已列修改事项，改好后可以印发"),
    )
    parts = (
        *((item.value, item.label, (item.value, f"{item.value}_note")) for item in ReviewItem),
        ("end", _("评估结论"), ("conclusion",)),
    )

    conclusion = forms.CharField(
        label=_("评估结论"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("总的判断、主要风险、准备怎样改。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for item in ReviewItem:
            if cleaned.get(item) == Answer.AT_RISK and not (cleaned.get(f"{item}_note") or "").strip():
                self.add_error(f"{item}_note", _("有风险的须写明是哪一条、什么风险。"))
        return cleaned

    def answers(self) -> dict[str, tuple[str, str]]:
        """What was answered: item → (answer, note)."""
        data = self.cleaned_data
        return {item: (data[item], data[f"{item}_note"].strip()) for item in ReviewItem.values if data[item]}


def _questions() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for item in ReviewItem:
        found[item.value] = forms.ChoiceField(
            label=QUESTIONS[item], required=False, choices=Answer.choices, widget=forms.RadioSelect
        )
        found[f"{item.value}_note"] = forms.CharField(
            label=_("说明"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("有风险的必须写明是哪一条、什么风险；符合的可写依据的条款。"),
        )
    return found


class CorrectionForm(Guided, forms.Form):
    """What is to be corrected because of a risk, and by when."""

    examples = (("text", "第八条补充：特殊情况由分管领导书面认定，并附理由存档"),)
    item = forms.ChoiceField(label=_("针对哪一项"), choices=ReviewItem.choices)
    text = forms.CharField(
        label=_("改什么"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写到条款，改好以后能够核对。")
    )
    due_on = forms.DateField(label=_("何时改好"), widget=DayInput, help_text=_("改好之前，这一版不能施行。"))

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("完成期限不能早于今天。"))
        return day


class FinishForm(Guided, forms.Form):
    """A correction was made."""

    examples = (("result", "已在第八条增加第二款，写明由分管领导书面认定"),)
    result = forms.CharField(
        label=_("改成了什么"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写明条款和修改后的要点。")
    )


class OpinionForm(Guided, forms.Form):
    """监督意见 with its reason."""

    conditional = ("reason",)
    verdict = forms.ChoiceField(
        label=_("意见"),
        choices=[(event.value, event.label) for event in REVIEW_OPINIONS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回修改时须写明要补评、要改的是什么。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("verdict") == ReviewEvent.RETURN and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("请写明理由，让制定部门知道要改什么。"))
        return cleaned
