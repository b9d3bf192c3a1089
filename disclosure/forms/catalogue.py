"""Forms and filters of the catalogue: an item, retiring one, adopting the standard."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import forms as core_forms
from disclosure.calculations.standard_catalogue import CLOCK_DAYS, StandardItem
from disclosure.queries import catalogue as queries
from disclosure.queries import dues as due_queries
from disclosure.states import Aspect, ItemSource, ItemStanding, Period, Topic
from organization.models import Department
from powers.states import BasisStatus, DisclosureScope

ALL = ("", _("全部"))


class ItemFilters(core_forms.Filters):
    topic = forms.ChoiceField(label=_("栏目"), required=False, choices=[ALL, *Topic.choices])
    aspect = forms.ChoiceField(label=_("方面"), required=False, choices=[ALL, *Aspect.choices])
    department = forms.ModelChoiceField(
        label=_("责任部门"), required=False, queryset=Department.objects.none(), empty_label=_("全部")
    )
    scope = forms.ChoiceField(label=_("公开范围"), required=False, choices=[ALL, *DisclosureScope.choices])
    period = forms.ChoiceField(label=_("公开周期"), required=False, choices=[ALL, *Period.choices])
    standing = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ItemStanding.choices])

    def prepare(self) -> None:
        self.fields["department"].queryset = due_queries.departments_due()  # type: ignore[attr-defined]


class ItemForm(core_forms.Guided, core_forms.Versioned):
    """An item of the catalogue; its code is given by its topic."""

    examples = (
        ("name", "采购结果"),
        ("basis", "医院信息公开目录（国卫办政务发〔2015〕12号附件）"),
        ("form", "院务公开网页、公示栏"),
    )
    parts = (
        ("what", _("公开什么"), ("name", "topic", "aspect", "basis", "basis_status", "basis_verified_on")),
        ("how", _("谁公开、对谁公开"), ("department", "scope", "form", "source")),
        ("when", _("什么时候公开"), ("period", "clock_days")),
    )
    conditional = ("basis_verified_on",)

    name = forms.CharField(
        label=_("公开内容"), max_length=80, help_text=_("对社会公开的事项，名称、依据和形式公众都能看到。")
    )
    topic = forms.ChoiceField(label=_("栏目"), choices=Topic.choices)
    aspect = forms.ChoiceField(label=_("方面"), choices=Aspect.choices, initial=Aspect.RESULT)
    basis = forms.CharField(
        label=_("依据"), max_length=200, required=False, help_text=_("写全称和文号；没见过原文的，依据状态选“待核”。")
    )
    basis_status = forms.ChoiceField(label=_("依据状态"), choices=BasisStatus.choices, initial=BasisStatus.UNCHECKED)
    basis_verified_on = forms.DateField(
        label=_("核对日期"), required=False, widget=core_forms.DayInput, help_text=_("哪一天对照原文核对。")
    )
    department = forms.ModelChoiceField(
        label=_("责任部门"),
        queryset=Department.objects.none(),
        widget=core_forms.LongChoice(words=core_forms.search_words),
        help_text=_("由它起草；逾期的提醒和督促也发给它。"),
    )
    scope = forms.ChoiceField(label=_("公开范围"), choices=DisclosureScope.choices, initial=DisclosureScope.SOCIETY)
    form = forms.CharField(label=_("公开形式"), max_length=120, required=False)
    source = forms.ChoiceField(
        label=_("内容来源"),
        choices=ItemSource.choices,
        required=False,
        help_text=_("选“人工填写”以外的，起草时由系统先写好数字；“职权目录”的不用起草，审定生效时自动公开。"),
    )
    period = forms.ChoiceField(
        label=_("公开周期"),
        choices=Period.choices,
        initial=Period.EVENT,
        help_text=_("按周期的，每期期满自动生成一项待公开；“形成或变更后”的，由责任部门登记。"),
    )
    clock_days = forms.IntegerField(
        label=_("时限（工作日）"),
        min_value=1,
        max_value=250,
        initial=CLOCK_DAYS,
        help_text=_(
            "从形成或变更、期满的次日起算。国卫办发〔2021〕43号为20个工作日（待核）。改动只影响以后生成的待公开。"
        ),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments_to_keep(by)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("basis_verified_on")
        if cleaned.get("basis_status") == BasisStatus.VALID and not day:
            self.add_error("basis_verified_on", _("标为“有效”须写明哪一天核对过原文。"))
        if day and day > timezone.localdate():
            self.add_error("basis_verified_on", _("核对日期不能晚于今天。"))
        if cleaned.get("source") == ItemSource.POWERS and cleaned.get("period") != Period.EVENT:
            self.add_error("period", _("职权目录生效时自动公开，周期只能选“形成或变更后”。"))
        return cleaned


class ReasonForm(core_forms.Guided, forms.Form):
    """Why something is ended."""

    reason = forms.CharField(
        label=_("理由"), max_length=180, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("全院可见。")
    )


class AdoptForm(forms.Form):
    """A department for each item of the standard that is not there yet; empty: the item is not adopted."""

    def __init__(
        self,
        data: Any = None,
        *,
        missing: Sequence[tuple[StandardItem, int | None]],
        departments: QuerySet[Department],
    ):
        super().__init__(data)
        self.missing = missing
        self.known = {str(department.pk): department for department in departments}
        choices = [("", _("不采用")), *((key, str(department)) for key, department in self.known.items())]
        for item, keeper in missing:
            self.fields[item.code] = forms.ChoiceField(
                label=_("%(name)s的责任部门") % {"name": item.name},
                choices=choices,
                required=False,
                initial=str(keeper or ""),
            )

    def lines(self) -> list[dict[str, Any]]:
        """Each item with its bound field and its choices in words."""
        return [
            {
                "item": item,
                "field": self[item.code],
                "topic": Topic(item.topic).label,
                "period": Period(item.period).label,
                "scope": DisclosureScope(item.scope).label,
            }
            for item, _keeper in self.missing
        ]

    def chosen(self) -> dict[str, Department]:
        """Code of each item that is to be adopted → who answers for it."""
        return {code: self.known[key] for code, key in self.cleaned_data.items() if key}
