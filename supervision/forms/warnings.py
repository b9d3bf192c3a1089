"""Forms and filters of the register of warnings."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice
from organization import queries as organization_queries
from organization.models import Department, Person
from risks.models import RiskPoint
from supervision import queries
from supervision.forms.days import hold
from supervision.forms.findings import ALL, Placed, days_field, not_ahead, text_field
from supervision.states.warnings import OUTCOMES, NoticedWhere, WarningLevel, WarningOutcome, WarningState


class WarningFilters(Filters):
    lookups = (("year", "cycle__year"), ("state", "state_shown"))

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *WarningState.choices])
    level = forms.ChoiceField(label=_("级别"), required=False, choices=[ALL, *WarningLevel.choices])
    department = forms.ModelChoiceField(
        label=_("涉及部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_level(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(level=value)


class WarningForm(Guided, forms.Form):
    """What was noticed where."""

    examples = (
        ("title", "高值耗材单一来源采购占比上升"),
        ("what", "5月高值耗材单一来源采购占比41%，比上季度高18个百分点，集中在两家供应商"),
    )

    title = forms.CharField(
        label=_("事项"), max_length=80, help_text=_("责任部门收到风险提示后能看到这一项，不写信息从哪里来。")
    )
    noticed_on = forms.DateField(label=_("发现日期"), widget=DayInput)
    noticed_where = forms.ChoiceField(label=_("信息来源"), choices=NoticedWhere.choices)
    what = text_field(
        _("采集的信息"), _("只供党办、纪检监察室研判。不写反映人；属于检举控告的，按信访渠道移送，不在这里登记。")
    )
    point = forms.ModelChoiceField(label=_("风险点"), queryset=None, required=False, widget=LongChoice)

    def __init__(self, *args: Any, by: Person, department: Department, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = queries.points_to_choose(by, department)  # type: ignore[attr-defined]

    def clean_noticed_on(self) -> date:
        return not_ahead(self.cleaned_data["noticed_on"])


class JudgeForm(Guided, forms.Form):
    level = forms.ChoiceField(
        label=_("级别"),
        choices=[
            (WarningLevel.FIRST, _("一级：有苗头或倾向，发防控通知书")),
            (WarningLevel.SECOND, _("二级：风险已经显现，发处置通知书")),
        ],
        widget=forms.RadioSelect,
    )
    judgement = text_field(_("研判意见"), _("责任部门看不到这一项。"))


class SendForm(Guided, forms.Form):
    """The letter as it will be printed."""

    examples = (
        ("letter", "近期高值耗材单一来源采购占比上升较快。请核查单一来源的理由和审批是否齐全，规范采购方式。"),
        ("answer_days", "10"),
    )

    letter = text_field(_("风险提示内容"), _("写清风险是什么、要求做什么。每段另起一行，照此印成通知书。"), rows=8)
    answer_days = days_field(_("反馈期限（工作日）"), _("自今天起按医院工作日历计算。"))


class AnswerForm(Guided, forms.Form):
    answer = text_field(_("反馈内容"), _("写清核查情况、已采取的防控措施和结果。"))
    proof = FilesField(label=_("佐证材料"), required=False)


class HandleForm(Guided, Placed):
    """What came of it; a finding belongs to the warning's risk point, or else to one that is named here."""

    examples = (("new_point", "单一来源采购理由由申购科室自定，可能规避招标"),)
    field_order = ("outcome", "note", "point", "new_point", "due_days", "handed_to", "handed_on", "handed_number")
    conditional = ("note", "handed_to", "handed_on", "handed_number")

    outcome = forms.ChoiceField(label=_("处理结果"), widget=forms.RadioSelect)
    note = text_field(
        _("处理说明"), _("转问题整改的，这段文字就是问题的内容，责任部门能看到。移送的不填。"), is_required=False
    )
    due_days = days_field(_("整改期限（工作日）"), _("转问题整改时填写，可以留空。"), is_required=False)
    handed_to = forms.CharField(label=_("移送机关"), required=False, max_length=80)
    handed_on = forms.DateField(label=_("移送日期"), required=False, widget=DayInput)
    handed_number = forms.CharField(
        label=_("移送文号"), required=False, max_length=60, help_text=_("只登记移送给谁、何时、文号，不写内容。")
    )

    def __init__(
        self,
        *args: Any,
        state: str,
        noticed_on: date | None = None,
        points: QuerySet[RiskPoint] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, points=points, **kwargs)
        if "point" in self.fields:
            self.fields["point"].help_text = _("转问题整改时填写；没有合适的，在下面写明新的风险点。")
        self.noticed_on = noticed_on
        offered = [(each.value, each.label) for each in map(WarningOutcome, OUTCOMES.get(state, ()))]
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        outcome = cleaned.get("outcome")
        if outcome == WarningOutcome.HANDED_OVER:
            for name in ("handed_to", "handed_on", "handed_number"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("移送有权机关的，请填写这一项。"))
            hold(self, "handed_on", since=self.noticed_on, than=_("发现日期"), is_past=True)
        elif outcome and not cleaned.get("note"):
            self.add_error("note", _("请写明处理说明。"))
        if outcome == WarningOutcome.FINDING:
            self.ask_place(cleaned)
        return cleaned
