"""Filters of the lists of registers, points and proposals."""

from typing import ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, LongChoice
from core.states import ListState
from organization import queries as organization_queries
from risks import queries
from risks.models import RiskRegister
from risks.states import Fate, Finder, Grade, ProposalState, RiskType

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


class FormerFilters(Filters):
    """Filters that look at editions which may be superseded by now."""

    in_force_at = forms.IntegerField(label=_("年底生效的"), required=False, min_value=2000, max_value=2100)
    change = forms.ChoiceField(label=_("与去年底相比"), required=False, choices=[ALL, *Fate.choices])

    @property
    def looks_back(self) -> bool:
        """Is one of them in use?"""
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in FormerFilters.base_fields)


class AllPointFilters(PointFilters, FormerFilters):
    """Filters of points over all registers; a hospital has hundreds of posts, which the search box finds."""

    field_order = ("department", "type", "grade", "finder", "post", "due")
    led_by = (*PointFilters.led_by, "post", "counted", *FormerFilters.base_fields, "of")
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    counted = forms.BooleanField(label=_("只看总览所统计的"), required=False)
    of = forms.ModelChoiceField(
        label=_("清单"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        super().prepare()
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        if "of" in self.fields:
            self.fields["of"].queryset = queries.registers_in_force(self.by)  # type: ignore[attr-defined]

    def filter_department(self, rows: QuerySet, value: object) -> QuerySet:
        return rows.filter(Q(post__department=value))

    def filter_counted(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return queries.counted_points(self.by, rows, is_former=self.looks_back)

    def filter_in_force_at(self, rows: QuerySet, value: int) -> QuerySet:
        return rows.filter(queries.stood_at(queries.year_began(value + 1), "register__"))

    def filter_change(self, rows: QuerySet, value: str) -> QuerySet:
        return queries.with_fate(rows, value, "register__", year=timezone.localdate().year)

    def filter_of(self, rows: QuerySet, value: RiskRegister) -> QuerySet:
        return rows.filter(register__department=value.department_id, register__is_leadership=value.is_leadership)


class ProposalFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *ProposalState.choices])
    finder = forms.ChoiceField(
        label=_("查找形式"),
        required=False,
        choices=[ALL, (Finder.LEADER, Finder.LEADER.label), (Finder.COLLEAGUES, Finder.COLLEAGUES.label)],
    )
