"""Forms and filters of the appraisal."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries
from organization.models import Person
from supervision import queries
from supervision.forms.days import hold
from supervision.forms.findings import not_ahead, text_field
from supervision.models import Appeal, Appraisal, AppraisalResult, Criterion, Score
from supervision.queries import scores as score_queries
from supervision.services.scores import ScoreEntry
from supervision.states.appraisals import AppealVerb, CriterionKind, UseKind

COMPUTED = (CriterionKind.AUTOMATIC,)
BY_HAND = (CriterionKind.MANUAL, CriterionKind.BONUS)


class AppraisalForm(Guided, forms.Form):
    """Which year, and how long one may appeal."""

    cycle = forms.ModelChoiceField(label=_("年度"), queryset=None, empty_label=None)
    appeal_days = forms.IntegerField(
        label=_("申诉期限（工作日）"),
        min_value=1,
        max_value=60,
        initial=10,
        help_text=_("自公布之日起按医院工作日历计算，当天不计。"),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = queries.cycles_to_appraise(by)  # type: ignore[attr-defined]


class CriterionForm(Guided, Versioned):
    """One criterion; a formula belongs to what is computed."""

    conditional = ("formula",)
    examples = (("title", "措施按期落实"), ("points", "20"))

    title = forms.CharField(label=_("考核标准"), max_length=60)
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=CriterionKind.choices,
        help_text=_("自动计算、人工评分、社会评议计入总分；加分、扣分在总分之外。"),
    )
    formula = forms.ChoiceField(
        label=_("计算方法"),
        required=False,
        help_text=_("自动计算必选；社会评议、扣分可选，不选的人工评分。"),
    )
    points = forms.DecimalField(
        label=_("分值"),
        min_value=Decimal("0.01"),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        help_text=_("最多得（加、扣）多少分。"),
    )
    position = forms.IntegerField(label=_("顺序"), min_value=1, max_value=999)
    note = text_field(_("评分说明"), _("怎样评、需要什么证明材料。"), rows=3, is_required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = [(key, formula.title) for key, formula in queries.known_formulas().items()]
        self.fields["formula"].choices = [("", _("人工评分")), *known]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, formula = cleaned.get("kind"), cleaned.get("formula")
        if kind in COMPUTED and not formula and "formula" not in self.errors:
            self.add_error("formula", _gettext("自动计算的标准，请选择计算方法。"))
        if kind in BY_HAND and formula:
            self.add_error("formula", _gettext("人工评分和加分的标准不选计算方法。"))
        if formula and kind and queries.known_formulas()[formula].is_points != (kind == CriterionKind.DEDUCTION):
            self.add_error("formula", _gettext("这个计算方法不适用于所选类别。"))
        return cleaned


class ScoreForm(forms.Form):
    """A grid: each department's points in one criterion, why, and proof, and which score the person saw there.

    Where somebody else scored meanwhile what is scored here, what was typed stays, the form says so beside it and asks
    once more; what was left as it was shown follows the other.
    """

    def __init__(
        self,
        *args: Any,
        criterion: Criterion,
        results: list[AppraisalResult],
        known: Mapping[int, Score],
        **kwargs: Any,
    ):
        self.results, self.known, self.criterion = results, known, criterion
        super().__init__(*args, **kwargs)
        is_outside = criterion.kind not in CriterionKind.full()
        for result in results:
            before, name = known.get(result.pk), result.department.name
            self.fields[f"value_{result.pk}"] = forms.DecimalField(
                label=_gettext("%(department)s的得分") % {"department": name},
                required=False,
                min_value=Decimal(0),
                max_value=criterion.points,
                max_digits=5,
                decimal_places=2,
                initial=before.value if before else None,
            )
            self.fields[f"note_{result.pk}"] = forms.CharField(
                label=_gettext("%(department)s的评分理由") % {"department": name},
                required=False,
                max_length=500,
                initial=before.note if before else "",
            )
            self.fields[f"files_{result.pk}"] = FilesField(
                label=_gettext("%(department)s的证明材料") % {"department": name}, required=False
            )
            self.fields[f"seen_{result.pk}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=before.pk if before else 0
            )
        self.is_outside = is_outside

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = self.cleaned_data
        late = [each for each in self.results if given.get(f"seen_{each.pk}") not in (None, self._standing(each))]
        standing = {score.pk: score for score in self.known.values()}
        shown = score_queries.every_score_in(self.criterion) if late else standing
        for result in self.results:
            self._check(result, shown.get(cleaned.get(f"seen_{result.pk}") or 0))
        self._tell_of_changes(late, shown)
        return cleaned

    def _check(self, result: AppraisalResult, before: Score | None) -> None:
        """A score goes with a reason or proof, and they with a score; what was left as it was shown is not asked again."""
        value, note, files = (self.cleaned_data.get(f"{name}_{result.pk}") for name in ("value", "note", "files"))
        if value is None and (note or files) and not self.errors:
            self.add_error(f"value_{result.pk}", _gettext("请填写得分；不评的，请清空理由。"))
        entry = self._entry(result)
        if value is None or note or entry is None or entry.says(before):
            return
        if self.is_outside:
            self.add_error(f"note_{result.pk}", _gettext("加分、扣分须写明依据。"))
        elif not files:
            self.add_error(f"note_{result.pk}", _gettext("请写明评分理由，或上传证明材料。"))

    def _tell_of_changes(self, late: list[AppraisalResult], shown: Mapping[int, Score]) -> None:
        """Say beside each score given here who gave another since the page was opened; from now on that one was seen."""
        given = self.cleaned_data
        seen: Any = self.data.copy() if late else self.data  # type: ignore[attr-defined]
        self.data = seen
        for result in late:
            before = shown.get(given[f"seen_{result.pk}"])
            now = self.known.get(result.pk)
            entry = self._entry(result)
            if entry is not None and not entry.says(before) and not entry.says(now):
                change = score_queries.change_of_score(result.department, now, before)
                self.add_error(
                    f"value_{result.pk}",
                    _gettext("%(change)s。请核对；仍按您的得分保存的，再点一次保存。") % {"change": change},
                )
                seen[self.add_prefix(f"seen_{result.pk}")] = str(self._standing(result))

    def _standing(self, result: AppraisalResult) -> int:
        now = self.known.get(result.pk)
        return now.pk if now else 0

    def rows(self) -> Iterator[tuple[AppraisalResult, Any, Any, Any, Any]]:
        """Each department with its fields, the hidden one last."""
        for result in self.results:
            yield result, *(self[f"{name}_{result.pk}"] for name in ("value", "note", "files", "seen"))  # type: ignore[misc]

    def entries(self) -> list[ScoreEntry]:
        """What was given, department by department."""
        found = (self._entry(each) for each in self.results)
        return [entry for entry in found if entry is not None]

    def _entry(self, result: AppraisalResult) -> ScoreEntry | None:
        """What was given a department; None where a field of it can't be read."""
        names = ("value", "note", "files", "seen")
        if any(f"{name}_{result.pk}" not in self.cleaned_data for name in names):
            return None
        return ScoreEntry(result, *(self.cleaned_data[f"{name}_{result.pk}"] for name in names))


class AppealForm(Guided, forms.Form):
    examples = (("text", "“措施按期落实”计为9/12，其中F2-M1已于11月完成并报告，请核对"),)

    text = text_field(_("申诉理由"), _("写清对哪一项得分有异议、依据什么。"))


class AppealAnswerForm(Guided, forms.Form):
    """Uphold, or correct to which points."""

    conditional = ("criterion", "value")

    verdict = forms.ChoiceField(label=_("答复"), choices=AppealVerb.choices, widget=forms.RadioSelect)
    criterion = forms.ModelChoiceField(label=_("更正哪一项"), queryset=None, required=False)
    value = forms.DecimalField(
        label=_("更正后的得分"),
        required=False,
        min_value=Decimal(0),
        max_digits=5,
        decimal_places=2,
        help_text=_("维持的不填。原得分保留可查。"),
    )
    answer = text_field(_("答复理由"))

    def __init__(self, *args: Any, appeal: Appeal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.most = Decimal(100)
        if appeal.result is None:
            del self.fields["criterion"]
        else:
            found = queries.criteria_of(appeal.result.appraisal)
            self.fields["criterion"].queryset = found  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("verdict") != AppealVerb.CORRECT:
            return {**cleaned, "criterion": None, "value": None}
        if cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", _gettext("请填写更正后的得分。"))
        criterion = cleaned.get("criterion")
        if "criterion" in self.fields and criterion is None and "criterion" not in self.errors:
            self.add_error("criterion", _gettext("请选择更正哪一项。"))
        most = criterion.points if criterion else self.most
        if cleaned.get("value") is not None and cleaned["value"] > most:
            self.add_error("value", _gettext("最多 %(points)s 分。") % {"points": f"{most:.2f}"})
        return cleaned


class UseForm(Guided, forms.Form):
    """What a result was used for, and to which department it was handed."""

    conditional = ("department", "person")
    examples = (("what", "考核第一名，作为2026年度评先的依据"), ("document_number", "江一院人〔2026〕15号"))

    kind = forms.ChoiceField(label=_("用途"), choices=UseKind.choices)
    department = forms.ModelChoiceField(label=_("部门"), queryset=None, required=False, widget=LongChoice)
    person = forms.ModelChoiceField(
        label=_("人员"), queryset=None, required=False, widget=LongChoice, help_text=_("部门和人员选一项。")
    )
    what = text_field(_("内容"), _("结果怎样、作为什么的依据。"), rows=3)
    handed_to = forms.ModelChoiceField(
        label=_("移交部门"), queryset=None, widget=LongChoice, help_text=_("一般为人事科。")
    )
    handed_on = forms.DateField(label=_("移交日期"), widget=DayInput)
    document_number = forms.CharField(label=_("文号"), max_length=60, required=False)

    def __init__(self, *args: Any, appraisal: Appraisal, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.appraisal = appraisal
        for name in ("department", "handed_to"):
            self.fields[name].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        self.fields["person"].queryset = organization_queries.people()  # type: ignore[attr-defined]

    def clean_handed_on(self) -> Any:
        return not_ahead(self.cleaned_data["handed_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "handed_on", since=self.appraisal.published_on, than=_("公布日期"))
        if (cleaned.get("department") is None) == (cleaned.get("person") is None) and not self.errors:
            self.add_error("department", _gettext("请在部门和人员中选一项。"))
        return cleaned


class UseFilters(Filters):
    lookups = (("year", "appraisal__cycle__year"),)

    kind = forms.ChoiceField(label=_("用途"), required=False, choices=[("", _("全部")), *UseKind.choices])
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
