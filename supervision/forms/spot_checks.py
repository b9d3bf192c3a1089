"""Forms and filters of spot checks, their records and the checklists."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, ManyChoices, Section, Versioned, search_words
from risks.states import RiskType
from supervision import queries
from supervision.calculations import draws
from supervision.forms.days import hold
from supervision.forms.groups import kind_of_department
from supervision.models import RecordItem, SpotCheck
from supervision.services import ItemEntry
from supervision.states.spot_checks import FEWEST_INSPECTORS, Answer, SeedKind, SpotCheckState


class SpotCheckFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SpotCheckState.choices])
    cycle = forms.ModelChoiceField(label=_("年度"), required=False, queryset=None, empty_label=_("全部"))

    def prepare(self) -> None:
        self.fields["cycle"].queryset = queries.cycles_to_choose()  # type: ignore[attr-defined]


class SpotCheckForm(Guided, Versioned):
    """The plan of a spot check: what is drawn from, how, and where the seed will come from."""

    examples = (
        ("title", "2026年度第二次重点抽查"),
        ("seed_source", "2026年11月24日上证综指收盘点数（保留两位小数）"),
    )
    conditional = ("seed_source",)
    parts = (
        ("what", _("抽查"), ("title", "cycle", "from_on", "to_on")),
        ("scope", _("范围"), ("departments", "types", "has_leadership", "excluded_checks")),
        (
            "how",
            _("抽取"),
            ("size", "weight_high", "weight_medium", "weight_low", "is_each_department"),
            _("权重是整数：权重 3 的风险点被先抽中的机会是权重 1 的三倍；权重 0 不抽。等级待定的按“中”。"),
        ),
        ("seed", _("种子"), ("seed_kind", "seed_source"), _("现在只定取哪一个数；范围固定之后才填写。")),
    )

    title = forms.CharField(label=_("名称"), max_length=80)
    cycle = forms.ModelChoiceField(label=_("所属年度"), queryset=None, required=False, empty_label=_("不属于年度工作"))
    from_on = forms.DateField(label=_("检查开始"), widget=DayInput)
    to_on = forms.DateField(label=_("检查截止"), widget=DayInput)
    departments = forms.ModelMultipleChoiceField(
        label=_("部门"),
        queryset=None,
        required=False,
        widget=ManyChoices(words=search_words, group=kind_of_department),
        help_text=_("不选即全部部门。"),
    )
    types = forms.MultipleChoiceField(
        label=_("风险类型"),
        choices=RiskType.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选即四类全部。"),
    )
    has_leadership = forms.BooleanField(label=_("含班子成员清单的风险点"), required=False)
    excluded_checks = forms.IntegerField(
        label=_("排除最近几次抽查抽中的"),
        min_value=0,
        max_value=10,
        initial=0,
        help_text=_("0 表示不排除；排除了多少个，会印在抽取依据中。"),
    )
    size = forms.IntegerField(label=_("抽取数量"), min_value=1, max_value=500)
    weight_high = forms.IntegerField(label=_("“高”的权重"), min_value=0, max_value=draws.MOST_WEIGHT, initial=3)
    weight_medium = forms.IntegerField(label=_("“中”的权重"), min_value=0, max_value=draws.MOST_WEIGHT, initial=2)
    weight_low = forms.IntegerField(label=_("“低”的权重"), min_value=0, max_value=draws.MOST_WEIGHT, initial=1)
    is_each_department = forms.BooleanField(label=_("每个部门至少抽一个"), required=False)
    seed_kind = forms.ChoiceField(
        label=_("种子来源"), choices=SeedKind.choices, initial=SeedKind.PUBLIC, widget=forms.RadioSelect
    )
    seed_source = forms.CharField(label=_("取哪一个公开数据"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = queries.cycles_to_choose()  # type: ignore[attr-defined]
        self.fields["departments"].queryset = queries.departments_to_choose()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("from_on"), cleaned.get("to_on")
        if begin and end and end < begin:
            self.add_error("to_on", _("截止日期不能早于开始日期。"))
        if not any(cleaned.get(name, 1) for name in ("weight_high", "weight_medium", "weight_low")):
            self.add_error("weight_high", _("三个等级的权重不能都是 0。"))
        if cleaned.get("seed_kind") == SeedKind.PUBLIC and not cleaned.get("seed_source"):
            self.add_error("seed_source", _("请写明取哪一天、哪一个公开数据，并在公布之前定下。"))
        return cleaned


def initial_of(check: SpotCheck) -> dict[str, Any]:
    """What the form shows of a plan."""
    names = [name for name in SpotCheckForm.base_fields if name not in ("version", "departments")]
    chosen = check.departments.values_list("pk", flat=True)
    return {**{name: getattr(check, name) for name in names}, "departments": list(chosen)}


class SeedForm(Guided, forms.Form):
    """The public figure that was announced."""

    examples = (("seed", "3456.78"),)

    seed = forms.CharField(label=_("种子"), max_length=100, help_text=_("照公布的数据原样填写。只填一次，不能再改。"))

    def clean_seed(self) -> str:
        seed = self.cleaned_data["seed"]
        if not seed.isprintable():
            raise forms.ValidationError(_("种子应是一行文字。"))
        return seed


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


def _department_of(person: Any) -> str:
    return str(person.department or _("不在部门"))


def _words_of(person: Any, label: str) -> str:
    return f"{search_words(person, label)} {search_words(person.department, label)}"


class InspectorsForm(forms.Form):
    """Who inspects a department; those near it are not among the choices."""

    people = forms.ModelMultipleChoiceField(
        label=_("检查人员"),
        queryset=None,
        widget=ManyChoices(words=_words_of, group=_department_of),
        help_text=_("两名以上。被查部门的人员、其分管领导、有亲属在该部门任职的、填报过被抽中风险点的，不在此列。"),
    )

    def __init__(self, *args: Any, record: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = queries.people_to_inspect(record)  # type: ignore[attr-defined]

    def clean_people(self) -> QuerySet:
        people = self.cleaned_data["people"]
        if len(people) < FEWEST_INSPECTORS:
            raise forms.ValidationError(_("每个被查部门须有两名以上检查人员。"))
        return people


class FactsForm(Guided, Versioned):
    """When and where it was inspected, and how things stand on the whole."""

    examples = (("summary", "查阅采购台账三份、会议记录两次，措施基本落实；退药登记不全。"),)

    checked_on = forms.DateField(label=_("检查日期"), widget=DayInput)
    place = forms.CharField(label=_("检查地点"), max_length=80, required=False)
    summary = forms.CharField(
        label=_("总体情况"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, drawn_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.drawn_on = drawn_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "checked_on", since=self.drawn_on, than=_("抽取日期"), is_past=True)
        return cleaned


class PointForm(Guided, Versioned):
    """The checklist of one drawn point: an answer, a note and files for each item, a part of the form each."""

    def __init__(self, *args: Any, items: list[RecordItem], **kwargs: Any):
        self.items = items
        kwargs["initial"] = {**_answers_of(items), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        for item in items:
            self._ask(item)
        self.parts = tuple(  # type: ignore[misc]
            (f"item-{item.pk}", f"{item.position}. {item.text}", _names_of(item)) for item in items
        )

    def _ask(self, item: RecordItem) -> None:
        choices = [("", _("未查")), *Answer.choices]
        note = forms.Textarea(attrs={"rows": 2})
        answer, told, files = _names_of(item)
        self.fields |= {
            answer: forms.ChoiceField(label=_("结果"), choices=choices, required=False, widget=forms.RadioSelect),
            told: forms.CharField(label=_("情况说明"), required=False, max_length=2000, widget=note),
            files: FilesField(label=_("佐证"), required=False),
        }
        for name in (answer, told):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]

    def sections(self) -> list[Section]:
        """An item is done when it has a result."""
        return [replace(each, is_complete=bool(each.fields[0].value())) for each in super().sections()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for item in self.items:
            answer, note = cleaned.get(f"answer_{item.pk}"), cleaned.get(f"note_{item.pk}")
            if answer == Answer.NO and not note:
                self.add_error(f"note_{item.pk}", _("不符合的，请写明看到了什么。"))
            if item.finding_id and answer != Answer.NO:
                self.add_error(f"answer_{item.pk}", _("这一项已登记问题，结果不能再改。"))
        return cleaned

    def entries(self) -> dict[int, ItemEntry]:
        """The answers by the id of their item."""
        read = self.cleaned_data
        return {
            item.pk: ItemEntry(
                read[f"answer_{item.pk}"], read[f"note_{item.pk}"], tuple(read[f"files_{item.pk}"] or ())
            )
            for item in self.items
        }


def _names_of(item: RecordItem) -> tuple[str, str, str]:
    return f"answer_{item.pk}", f"note_{item.pk}", f"files_{item.pk}"


def _answers_of(items: list[RecordItem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in items:
        found |= {f"answer_{item.pk}": item.answer, f"note_{item.pk}": item.note}
    return found


class ItemFindingForm(Guided, forms.Form):
    """What does not fit, as a finding."""

    text = forms.CharField(
        label=_("问题"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("写清违反了哪一条、看到了什么，让被查部门知道改什么。"),
    )
    measure = forms.ModelChoiceField(
        label=_("涉及的防控措施"), queryset=None, required=False, empty_label=_("不涉及某一条措施"), widget=LongChoice
    )
    days = forms.IntegerField(
        label=_("整改期限（工作日）"),
        min_value=1,
        max_value=250,
        initial=20,
        help_text=_("从今天起算，按医院工作日历。"),
    )

    def __init__(self, *args: Any, item: RecordItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        measures = item.point.measures.order_by("code")
        self.fields["measure"].queryset = measures  # type: ignore[attr-defined]
        if not self.is_bound and len(measures) == 1:
            self.initial["measure"] = measures[0]


class PaperSignatureForm(forms.Form):
    """The day on which an inspector signed on paper."""

    signed_on = forms.DateField(label=_("纸上的签字日期"), widget=DayInput)

    def __init__(self, *args: Any, checked_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.checked_on = checked_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "signed_on", since=self.checked_on, than=_("检查日期"), is_past=True)
        return cleaned


class OpinionForm(Guided, forms.Form):
    """What the department's head says; a signer and a day where it was signed on paper. `signers`: whose name alone may
    stand there; none: anybody's."""

    examples = (("opinion", "检查情况属实，立即整改。"),)

    opinion = forms.CharField(label=_("被查部门意见"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)
    signer = forms.CharField(label=_("纸上的签字人"), max_length=60)
    signed_on = forms.DateField(label=_("纸上的签字日期"), widget=DayInput)

    def __init__(
        self,
        *args: Any,
        is_on_paper: bool,
        checked_on: date | None = None,
        name: str = "",
        signers: Iterable[str] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.checked_on = checked_on
        self.fields["opinion"].label = name or self.fields["opinion"].label
        if names := [(signer, signer) for signer in signers]:
            self.fields["signer"] = forms.ChoiceField(label=self.fields["signer"].label, choices=names)
        if not is_on_paper:
            del self.fields["signer"], self.fields["signed_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "signed_on" in self.fields:
            hold(self, "signed_on", since=self.checked_on, than=_("检查日期"), is_past=True)
        return cleaned


class SheetForm(forms.Form):
    file = FilesField(
        label=_("填好的检查记录表"), help_text=_("从系统下载的 Excel 检查记录表，填好后上传。先预览，再写入。")
    )

    def clean_file(self) -> Any:
        files = self.cleaned_data["file"]
        if len(files) != 1 or not files[0].name.lower().endswith(".xlsx"):
            raise forms.ValidationError(_("请只上传一份填好的检查记录表（.xlsx）。"))
        return files[0]


class ChecklistFilters(Filters):
    risk_type = forms.ChoiceField(label=_("风险类型"), required=False, choices=[("", _("全部")), *RiskType.choices])
    with_retired = forms.BooleanField(label=_("含已停用"), required=False)

    def filter_with_retired(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — as Filters calls it
        return rows


class ChecklistItemForm(Guided, Versioned):
    examples = (("text", "一览表所列措施按时限落实，佐证齐全、可查"),)

    risk_type = forms.ChoiceField(label=_("风险类型"), choices=RiskType.choices)
    text = forms.CharField(label=_("检查内容"), max_length=200, help_text=_("一句话，能回答符合、不符合或不适用。"))
    position = forms.IntegerField(label=_("排序"), min_value=0, max_value=999, initial=10)

    def __init__(self, *args: Any, save: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.save = save
        if save is not None:
            del self.fields["risk_type"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = self.save.risk_type if self.save else cleaned.get("risk_type")
        if queries.is_asked_already(kind, cleaned.get("text", ""), save=self.save):
            self.add_error("text", _("这一类型已有同样的检查项目。"))
        return cleaned
