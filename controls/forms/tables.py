"""Forms and filters of control tables and measures."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from controls import queries
from controls.models import ControlTable
from controls.states import MeasureKind, MeasureStatus
from core.forms import DayInput, Filters, Guided, LongChoice
from core.states import ListState
from organization import queries as organization_queries
from powers import queries as powers_queries
from powers.states import RegulationState
from risks import queries as risk_queries
from risks.states import Fate, Grade, RiskType

LED_BY = ("counted", "change", "of")
"""Links lead to measures by these: each is shown once it is in use."""


class TableFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ListState.choices])
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class FormerMeasureFilters(Filters):
    """The filter that looks at editions which may be superseded by now."""

    change = forms.ChoiceField(
        label=_("与去年底相比"),
        required=False,
        choices=[("", _("全部")), *((fate.value, fate.label) for fate in (Fate.ADDED, Fate.REMOVED))],
    )

    @property
    def looks_back(self) -> bool:
        """Is it in use?"""
        self.is_valid()
        return bool(self.cleaned_data.get("change"))


class MeasureFilters(FormerMeasureFilters):
    lookups = (("grade", "point__grade"), ("type", "point__type"), ("department", "table__department"))
    field_order = ("department", "kind", "status", "due", "grade", "type")

    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    kind = forms.ChoiceField(label=_("措施类型"), required=False, choices=[("", _("全部")), *MeasureKind.choices])
    status = forms.ChoiceField(label=_("进展"), required=False, choices=[("", _("全部")), *MeasureStatus.choices])
    due = forms.ChoiceField(
        label=_("时限"),
        required=False,
        choices=[
            ("", _("全部")),
            ("overdue", _("已逾期")),
            ("open", _("未完成未逾期")),
            ("long", _("长期")),
            ("dated", _("有期限")),
        ],
    )
    grade = forms.ChoiceField(label=_("风险等级"), required=False, choices=[("", _("全部")), *Grade.choices])
    type = forms.ChoiceField(label=_("风险类型"), required=False, choices=[("", _("全部")), *RiskType.choices])
    counted = forms.BooleanField(label=_("只看总览所统计的"), required=False)
    of = forms.ModelChoiceField(
        label=_("一览表"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        for name in LED_BY:
            if not self.data.get(name):
                del self.fields[name]
        if "of" in self.fields:
            self.fields["of"].queryset = queries.tables_in_force(self.by)  # type: ignore[attr-defined]

    def filter_counted(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return queries.counted_measures(self.by, rows, is_former=self.looks_back)

    def filter_change(self, rows: QuerySet, value: str) -> QuerySet:
        return risk_queries.with_fate(rows, value, "table__", year=timezone.localdate().year)

    def filter_of(self, rows: QuerySet, value: ControlTable) -> QuerySet:
        return rows.filter(table__department=value.department_id, table__is_leadership=value.is_leadership)

    def filter_due(self, rows: QuerySet, value: str) -> QuerySet:
        if value == "long":
            return rows.filter(is_long_term=True)
        if value == "dated":
            return rows.filter(due_on__isnull=False)
        is_late = Q(due_on__lt=timezone.localdate())
        unfinished = rows.exclude(status=MeasureStatus.DONE)
        return unfinished.filter(is_late) if value == "overdue" else unfinished.exclude(is_late)


class MeasureForm(Guided, forms.Form):
    """A measure against one risk point."""

    examples = (
        ("text", "会议主持词固定“先议后表态”程序，书记发言列为最后一项"),
        ("proof", "近四期党委会记录发言次序抽查表"),
    )
    due = ("responsible_post", "due_on")

    text = forms.CharField(
        label=_("措施"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text=_("写清谁做什么、怎样做到能查。"),
    )
    kind = forms.ChoiceField(label=_("措施类型"), choices=MeasureKind.choices)
    responsible_post = forms.ModelChoiceField(
        label=_("责任岗位"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("由哪个岗位落实，写岗位不写人。"),
    )
    due_on = forms.DateField(
        label=_("完成时限"), required=False, widget=DayInput, help_text=_("有期限的填日期；长期坚持的勾选下一项。")
    )
    is_long_term = forms.BooleanField(label=_("长期"), required=False)
    proof = forms.CharField(
        label=_("佐证"), required=False, max_length=200, help_text=_("自查、抽查时凭什么证明已落实。")
    )
    regulation = forms.ModelChoiceField(
        label=_("形成的制度"), queryset=None, required=False, widget=LongChoice, help_text=_("“制度建设”类措施填写。")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible_post"].queryset = organization_queries.posts()  # type: ignore[attr-defined]
        standing = powers_queries.regulations(by).filter(state__in=RegulationState.living())
        self.fields["regulation"].queryset = standing  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("is_long_term") and cleaned.get("due_on"):
            self.add_error("due_on", _("已勾选“长期”，请清空日期；或取消“长期”。"))
        return cleaned


class ProgressForm(forms.Form):
    status = forms.ChoiceField(label=_("进展"), choices=MeasureStatus.choices)


class OpenForm(forms.Form):
    """Which department's table to open."""

    department = forms.ModelChoiceField(label=_("部门"), queryset=None, widget=LongChoice)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = queries.departments_to_file(by)  # type: ignore[attr-defined]


class PrintForm(forms.Form):
    """How a table is printed."""

    kind = forms.ChoiceField(
        label=_("文件"), choices=[("pdf", "PDF"), ("xlsx", "Excel"), ("docx", "Word")], widget=forms.RadioSelect
    )
    paper = forms.ChoiceField(
        label=_("纸张"), choices=[("A3", _("A3 横向")), ("A4", _("A4 横向"))], widget=forms.RadioSelect
    )
    post = forms.ChoiceField(label=_("范围"), required=False)

    def __init__(self, *args, by, table: ControlTable, **kwargs):
        super().__init__(*args, **kwargs)
        posts = [(post.code, post.name) for post in queries.posts_of_table(table, by=by)]
        self.fields["post"].choices = [("", _("整个部门")), *posts]  # type: ignore[attr-defined]
        self.fields["kind"].initial, self.fields["paper"].initial = "pdf", "A3"
