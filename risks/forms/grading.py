"""Forms of grading: scores with their anchor words, hearings, the collective review, the rule."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DayInput, Guided
from core.rules import allows
from risks import calculations, queries, rules
from risks.models import GradeRule, RiskRegister
from risks.states import FACTORS, Grade

GIVEN = [(Grade.HIGH, Grade.HIGH.label), (Grade.MEDIUM, Grade.MEDIUM.label), (Grade.LOW, Grade.LOW.label)]
FACTOR_WORDS = {
    "importance": (gettext_lazy("权力重要性"), gettext_lazy("这项权力有多大，管着多少人、财、物。")),
    "frequency": (gettext_lazy("行使频率"), gettext_lazy("这项权力多久用一次。")),
    "probability": (gettext_lazy("发生概率"), gettext_lazy("照现在的做法，出问题有多容易。")),
}


def score_field(name: str) -> forms.TypedChoiceField:
    """One factor, 1 to 5, each score with its words."""
    label, help_text = FACTOR_WORDS[name]
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", gettext_lazy("暂不评分")), *FACTORS[name].choices],
        widget=forms.RadioSelect,
    )


class Scores(forms.Form):
    """Scores of three factors, or a grade with its reason."""

    base_names: ClassVar = ("importance", "frequency", "probability", "grade", "reason")
    conditional: ClassVar[Sequence[str]] = ("reason",)

    importance = score_field("importance")
    frequency = score_field("frequency")
    probability = score_field("probability")
    grade = forms.ChoiceField(
        label=gettext_lazy("直接认定等级"),
        required=False,
        choices=[("", gettext_lazy("不直接认定，按评分计算")), *GIVEN],
        help_text=gettext_lazy("三项都无从评分时使用，须写明理由；选定后以上评分不计。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("grade") and not cleaned.get("reason"):
            self.add_error("reason", _("直接认定等级须写明理由。"))
        return cleaned

    def opinion(self) -> dict[str, Any]:
        """What was said, fit for `services.give_opinion`; empty when nothing was."""
        said = {name: self.cleaned_data.get(name) for name in self.base_names}
        is_said = said["grade"] or any(said[name] for name in FACTORS)
        return said if is_said else {}


class OpinionForm(Guided, Scores):
    """One's own opinion on a point."""

    conditional = ("reason",)
    examples = (("reason", gettext_lazy("该事项本年度已取消审批，仅作登记")),)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not self.opinion():
            self.add_error(None, _("请评分，或直接认定等级并写明理由。"))
        return cleaned


class HearingForm(Guided, forms.Form):
    """Asking 纪检监察室 before a grade is lowered."""

    examples = (("reason", gettext_lazy("拟由高调为中：已实行双人复核和随机抽号，近两年无投诉")),)

    reason = forms.CharField(
        label=gettext_lazy("拟调为什么等级、理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class HearForm(Guided, forms.Form):
    """纪检监察室's opinion."""

    opinion = forms.CharField(
        label=gettext_lazy("纪检监察室意见"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("党委审定时随等级一并显示。"),
    )


class ReviewForm(Guided, forms.Form):
    """集体评定: when, who, the conclusion, and for each point its grade and reason."""

    examples = (("conclusion", gettext_lazy("逐项讨论，除 YP-02-F1 调高外，均按计算等级评定，一致同意。")),)

    held_on = forms.DateField(label=gettext_lazy("评定日期"), widget=DayInput)
    place = forms.CharField(label=gettext_lazy("地点"), required=False, max_length=60)
    present = forms.ModelMultipleChoiceField(
        label=gettext_lazy("到会人员"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    conclusion = forms.CharField(
        label=gettext_lazy("评定结论"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, register: RiskRegister, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["present"].queryset = queries.people_of(register)  # type: ignore[attr-defined]
        self.fields["held_on"].initial = timezone.localdate
        self.fields["version"].initial = register.version
        self.entries = queries.review_rows(register)
        for entry in self.entries:
            self._add_row(entry["point"])

    def _add_row(self, point: Any) -> None:
        names = {"code": point.code, "grade": Grade(point.computed_grade).label}
        computed = _("按计算等级：%(grade)s") if point.computed_grade != Grade.PENDING else _("仍待定")
        self.fields[f"grade_{point.pk}"] = forms.ChoiceField(
            label=_("%(code)s 评定等级") % names,
            required=False,
            choices=[("", computed % names), *GIVEN],
            initial=point.grade if point.grade_basis in ("raised", "lowered", "entered") else "",
        )
        self.fields[f"reason_{point.pk}"] = forms.CharField(
            label=_("%(code)s 理由") % names, required=False, max_length=300, initial=point.grade_reason
        )

        if allows(rules.find_collectively, point):
            self.fields[f"found_{point.pk}"] = forms.BooleanField(label=_("%(code)s 会上查找") % names, required=False)

    def head(self) -> list[forms.BoundField]:
        """The fields about the meeting itself."""
        return [self[name] for name in ("held_on", "place", "present", "conclusion")]

    def rows(self) -> list[dict[str, Any]]:
        """Each point with its opinions and its fields; `found` only where the review may have found it."""
        return [{**entry, **self._fields_of(entry["point"])} for entry in self.entries]

    def _fields_of(self, point: Any) -> dict[str, Any]:
        names = {name: f"{name}_{point.pk}" for name in ("grade", "reason", "found")}
        return {name: self[key] for name, key in names.items() if key in self.fields}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for entry in self.entries:
            self._check_row(entry["point"], cleaned)
        if cleaned.get("held_on") and cleaned["held_on"] > timezone.localdate():
            self.add_error("held_on", _("评定日期不能晚于今天。"))
        return cleaned

    def _check_row(self, point: Any, cleaned: dict[str, Any]) -> None:
        grade = cleaned.get(f"grade_{point.pk}")
        if not grade or (grade == point.computed_grade and point.total is not None):
            return
        if not cleaned.get(f"reason_{point.pk}") and not queries.standing_reason(point, grade):
            self.add_error(f"reason_{point.pk}", _("与计算等级不一致或没有评分，须写明理由。"))
        if calculations.is_below(grade, point.computed_grade) and not rules.is_heard(point, grade):
            text = _("调低须先听取纪检监察室意见：请在该风险点页面征求意见，其余各点可先评定。")
            self.add_error(f"grade_{point.pk}", text)

    def settled(self) -> list[tuple[Any, str, str]]:
        """What the review decided on each point, fit for `services.hold_review`; no choice is the computed grade."""
        return [
            (point, self.cleaned_data[f"grade_{point.pk}"] or _computed(point), self.cleaned_data[f"reason_{point.pk}"])
            for point in (entry["point"] for entry in self.entries)
        ]

    def found(self) -> list[Any]:
        """The points that the review itself found."""
        points = [entry["point"] for entry in self.entries]
        return [point for point in points if self.cleaned_data.get(f"found_{point.pk}")]


def _computed(point: Any) -> str:
    return point.computed_grade if point.computed_grade != Grade.PENDING else ""


class RuleForm(Guided, forms.ModelForm):
    """A new version of the grading rule."""

    parts = (
        ("weights", gettext_lazy("权重"), ("weight_importance", "weight_frequency", "weight_probability")),
        ("bands", gettext_lazy("分段与底线"), ("high_from", "medium_from", "has_major_floor", "post_raise_count")),
        ("answers", gettext_lazy("分级负责"), ("answers_high", "answers_medium", "answers_low")),
        ("why", gettext_lazy("理由"), ("reason",)),
    )
    examples = (("reason", gettext_lazy("经领导小组2027年第1次会议研究，概率权重由2调为3")),)

    class Meta:
        model = GradeRule
        fields = (
            "weight_importance",
            "weight_frequency",
            "weight_probability",
            "high_from",
            "medium_from",
            "has_major_floor",
            "post_raise_count",
            "answers_high",
            "answers_medium",
            "answers_low",
            "reason",
        )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("weight_importance", "weight_frequency", "weight_probability", "post_raise_count", "medium_from"):
            self.fields[name].validators.append(MinValueValidator(1))
            self.fields[name].widget.attrs["min"] = 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        weights = [cleaned.get(f"weight_{name}") or 0 for name in FACTORS]
        high, medium = cleaned.get("high_from") or 0, cleaned.get("medium_from") or 0
        if high <= medium:
            self.add_error("high_from", _("高的分数线必须高于中的分数线。"))
        elif all(weights) and high > 5 * sum(weights):
            self.add_error("high_from", _("满分只有 %(top)d 分，没有风险点能评为高。") % {"top": 5 * sum(weights)})
        return cleaned

    def validate_constraints(self) -> None:
        """The bands are compared above, with the words beside their field."""
