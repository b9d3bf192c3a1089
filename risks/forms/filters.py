"""Filters of the lists of registers, points and proposals."""

from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, LongChoice
from core.states import ListState
from organization import queries as organization_queries
from risks import queries
from risks.states import Finder, Grade, ProposalState, RiskType

ALL = ("", _("全部"))
SCORES = [ALL, *((str(score), str(score)) for score in range(5, 0, -1))]


class RegisterFilters(Filters):
    show = forms.ChoiceField(
        label=_("显示"),
        required=False,
        choices=[("", _("现行和在办")), ("all", _("全部版次")), *ListState.choices],
    )
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet) -> QuerySet:
        rows = super().narrow(rows)
        if self.cleaned_data.get("show"):
            return rows
        return rows.filter(state__in=[*ListState.working(), ListState.IN_FORCE])

    def filter_show(self, rows: QuerySet, value: str) -> QuerySet:
        return rows if value == "all" else rows.filter(state=value)


class PointFilters(Filters):
    """Filters of a register's points."""

    lookups = (("post", "post__code"), ("power", "power__code"), ("step", "step__code"))
    led_by: ClassVar[tuple[str, ...]] = ("importance", "probability", "power", "step")
    """Links lead by these: each is shown once it is in use."""

    type = forms.ChoiceField(label=_("风险类型"), required=False, choices=[ALL, *RiskType.choices])
    grade = forms.ChoiceField(label=_("等级"), required=False, choices=[ALL, *Grade.choices])
    finder = forms.ChoiceField(label=_("查找形式"), required=False, choices=[ALL, *Finder.choices])
    post = forms.ModelChoiceField(
        label=_("岗位"), required=False, queryset=None, to_field_name="code", empty_label=_("全部"), widget=LongChoice
    )
    due = forms.ChoiceField(
        label=_("复核"),
        required=False,
        choices=[ALL, ("due", _("待复核")), ("unsettled", _("未经集体评定"))],
    )
    importance = forms.ChoiceField(label=_("重要性"), required=False, choices=SCORES)
    probability = forms.ChoiceField(label=_("概率"), required=False, choices=SCORES)
    power = forms.CharField(label=_("职权编码"), required=False, max_length=60)
    step = forms.CharField(label=_("环节编码"), required=False, max_length=60)

    def prepare(self) -> None:
        self.fields["post"].queryset = queries.posts_with(self.rows)  # type: ignore[attr-defined,arg-type]
        for name in self.led_by:
            if not self.data.get(name):
                del self.fields[name]

    def filter_post(self, rows: QuerySet, value: object) -> QuerySet:
        return rows.filter(post=value)

    def filter_due(self, rows: QuerySet, value: str) -> QuerySet:
        marked: QuerySet = queries.with_due(rows)
        return marked.filter(is_due=True) if value == "due" else rows.filter(grade_basis="")

    def filter_importance(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(importance=int(value), total__isnull=False)

    def filter_probability(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(probability=int(value), total__isnull=False)


class AllPointFilters(PointFilters):
    """Filters of points over all registers; a hospital has hundreds of posts, which the search box finds."""

    field_order = ("department", "type", "grade", "finder", "post", "due")
    led_by = (*PointFilters.led_by, "post", "counted")
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    counted = forms.BooleanField(label=_("只看总览所统计的"), required=False)

    def prepare(self) -> None:
        super().prepare()
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_department(self, rows: QuerySet, value: object) -> QuerySet:
        return rows.filter(Q(post__department=value))

    def filter_counted(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return queries.counted_points(self.by, rows)


class ProposalFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ProposalState.choices])
    finder = forms.ChoiceField(
        label=_("查找形式"),
        required=False,
        choices=[ALL, (Finder.LEADER, Finder.LEADER.label), (Finder.COLLEAGUES, Finder.COLLEAGUES.label)],
    )
