"""Forms and filters of a year, its phases and its lessons."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, ManyChoices, Versioned, search_words
from organization import queries as organization_queries
from organization.models import Person
from supervision import queries
from supervision.forms.groups import kind_of_department
from supervision.models import Cycle, Phase
from supervision.services.cycles import PhaseEntry
from supervision.states.cycles import CycleState, LessonKind, PhaseKind

MONTHS: dict[str, tuple[int, int]] = {
    PhaseKind.MOBILIZE: (1, 1),
    PhaseKind.CLEAR: (2, 2),
    PhaseKind.FIND: (3, 3),
    PhaseKind.MEASURE: (4, 4),
    PhaseKind.APPROVE: (5, 6),
    PhaseKind.SELF_CHECK: (9, 9),
    PhaseKind.SPOT_CHECK: (10, 10),
    PhaseKind.RECTIFY: (10, 11),
    PhaseKind.APPRAISE: (12, 12),
}
"""The months a new plan proposes for each phase; the hospital changes them."""

GOALS = gettext_lazy("全面覆盖部门、岗位和权力运行环节，重点防控高等级风险；机制运行顺畅，问题整改到位。")
LEADING = gettext_lazy(
    "党委统一领导，纪委牵头协调，党政齐抓共管，各科室各负其责，依靠群众参与和支持；领导小组办公室设在党办。"
)
DEMANDS = gettext_lazy(
    "谁有风险谁防、谁是领导谁控；与业务工作同步部署、同等要求、同时督促；考核结果作为奖励、晋级、评先、评优的重要依据。"
)
"""What a new plan proposes, from part 一(三) and 三 of the regulation."""


class CycleForm(Guided, Versioned):
    """A year: its scheme, its phases, who takes part."""

    examples = (("document_number", "江医党〔2027〕3号"),)

    year = forms.IntegerField(label=gettext_lazy("年度"), min_value=2012, max_value=2100)
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=60, required=False)
    goals = forms.CharField(
        label=gettext_lazy("目标要求"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    leading = forms.CharField(
        label=gettext_lazy("组织领导"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    demands = forms.CharField(
        label=gettext_lazy("工作要求"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    departments = forms.ModelMultipleChoiceField(
        label=gettext_lazy("参加部门"),
        queryset=None,
        widget=ManyChoices(words=search_words, group=kind_of_department),
        help_text=gettext_lazy("默认全部；各部门负责人对本部门负责。"),
    )

    def __init__(self, *args: Any, cycle: Cycle | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cycle = cycle
        in_use = organization_queries.departments()
        self.fields["departments"].queryset = in_use  # type: ignore[attr-defined]
        if cycle is None:
            self.fields["departments"].initial = list(in_use.values_list("pk", flat=True))
        else:
            del self.fields["year"]
        self.with_phases = cycle is None or cycle.state == CycleState.PLANNED
        for kind in PhaseKind if self.with_phases else ():
            self._add_phase(kind)
        self.parts = (  # type: ignore[misc]
            ("scheme", _("方案"), ("year", "title", "document_number", "goals", "leading", "demands")),
            (
                "phases",
                _("阶段安排"),
                [name for name in self.fields if "_phase_" in name],
                _("不需要的阶段把日期清空。"),
            ),
            ("departments", _("参加部门"), ("departments",)),
        )

    def _add_phase(self, kind: PhaseKind) -> None:
        words = {"phase": kind.label}
        self.fields[f"from_phase_{kind}"] = forms.DateField(
            label=_("%(phase)s：开始") % words, required=False, widget=DayInput
        )
        self.fields[f"to_phase_{kind}"] = forms.DateField(
            label=_("%(phase)s：结束") % words, required=False, widget=DayInput
        )
        for end in ("from", "to"):
            self.fields[f"{end}_phase_{kind}"].is_conditional = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entries = list(self._entries(cleaned)) if self.with_phases else []
        if self.with_phases and not entries and not self.errors:
            self.add_error(None, _("至少安排一个阶段。"))
        for name in [name for name in cleaned if "_phase_" in name]:
            del cleaned[name]
        return {**cleaned, "phases": entries}

    def _entries(self, cleaned: dict[str, Any]) -> Iterator[PhaseEntry]:
        known = {phase.kind: phase for phase in self.cycle.phases.all()} if self.cycle else {}
        for kind in PhaseKind:
            start, end = cleaned.get(f"from_phase_{kind}"), cleaned.get(f"to_phase_{kind}")
            if start and end and end < start:
                self.add_error(f"to_phase_{kind}", _("结束日期不能早于开始日期。"))
            elif bool(start) != bool(end):
                self.add_error(f"{'to' if start else 'from'}_phase_{kind}", _("开始和结束日期须同时填写，或同时清空。"))
            elif start and end:
                before = known.get(kind)
                yield PhaseEntry(kind, start, end, before.leader if before else None, before.task if before else "")

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if Cycle.objects.filter(year=year).exists():
            raise forms.ValidationError(_("%(year)d年度已经有一份工作方案，请打开该年度修改。") % {"year": year})
        return year


def proposal(year: int) -> dict[str, Any]:
    """What the form of a new plan proposes for `year`."""
    values: dict[str, Any] = {
        "year": year,
        "title": _("%(year)d年度廉洁风险防控工作") % {"year": year},
        "goals": GOALS,
        "leading": LEADING,
        "demands": DEMANDS,
    }
    for kind, (first, last) in MONTHS.items():
        values[f"from_phase_{kind}"] = date(year, first, 1)
        values[f"to_phase_{kind}"] = date(year, last, 1) + relativedelta(months=1, days=-1)
    return values


def current(cycle: Cycle, version: int) -> dict[str, Any]:
    """What the form of a year begins with."""
    values = {name: getattr(cycle, name) for name in ("title", "document_number", "goals", "leading", "demands")}
    values |= {"version": version, "departments": list(cycle.participations.values_list("department", flat=True))}
    for phase in cycle.phases.all():
        values |= {f"from_phase_{phase.kind}": phase.from_on, f"to_phase_{phase.kind}": phase.to_on}
    return values


class MovePhaseForm(Guided, forms.Form):
    """Other dates for a phase, and why."""

    examples = (("reason", gettext_lazy("国庆假期后各科室集中外出义诊，自查顺延一周")),)

    from_on = forms.DateField(label=gettext_lazy("开始日期"), widget=DayInput)
    to_on = forms.DateField(label=gettext_lazy("结束日期"), widget=DayInput)
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("会告知各部门，并留在年度的经过中。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("from_on") and cleaned.get("to_on") and cleaned["to_on"] < cleaned["from_on"]:
            self.add_error("to_on", _("结束日期不能早于开始日期。"))
        return cleaned


class LessonFilters(Filters):
    lookups = (("year", "cycle__year"),)

    kind = forms.ChoiceField(
        label=gettext_lazy("类别"), required=False, choices=[("", gettext_lazy("全部")), *LessonKind.choices]
    )
    year = forms.IntegerField(label=gettext_lazy("年度"), required=False, min_value=2000, max_value=2100)
    department = forms.ModelChoiceField(
        label=gettext_lazy("组织部门"),
        required=False,
        queryset=None,
        empty_label=gettext_lazy("全部"),
        widget=LongChoice,
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class LessonForm(Guided, Versioned):
    """A mobilization meeting, training or lesson, with who attended."""

    examples = (
        ("title", gettext_lazy("2026年度廉洁风险防控动员部署会")),
        ("speaker", gettext_lazy("党委书记")),
        ("place", gettext_lazy("行政楼三楼会议室")),
    )
    parts = (
        ("what", gettext_lazy("内容"), ("cycle", "kind", "title", "department", "phase", "held_on", "place")),
        ("more", gettext_lazy("详情"), ("speaker", "hours", "content")),
        ("who", gettext_lazy("参加人员"), ("invited", "head_count")),
        ("proof", gettext_lazy("佐证"), ("proof",)),
    )

    cycle = forms.ModelChoiceField(label=gettext_lazy("年度"), queryset=None, empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=LessonKind.choices)
    title = forms.CharField(label=gettext_lazy("主题"), max_length=120)
    department = forms.ModelChoiceField(
        label=gettext_lazy("组织部门"),
        queryset=None,
        widget=LongChoice,
        help_text=gettext_lazy("全院性的选医院；“动员部署”阶段以此算完成。"),
    )
    phase = forms.ModelChoiceField(label=gettext_lazy("所属阶段"), queryset=None, required=False)
    held_on = forms.DateField(label=gettext_lazy("日期"), widget=DayInput)
    place = forms.CharField(label=gettext_lazy("地点"), max_length=80, required=False)
    speaker = forms.CharField(label=gettext_lazy("主讲或主持"), max_length=60, required=False)
    hours = forms.DecimalField(label=gettext_lazy("学时"), min_value=0, max_value=99, max_digits=4, decimal_places=1)
    content = forms.CharField(
        label=gettext_lazy("内容"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    invited = forms.ModelMultipleChoiceField(
        label=gettext_lazy("参加部门"),
        queryset=None,
        required=False,
        widget=ManyChoices(words=search_words, group=kind_of_department),
        help_text=gettext_lazy("这些部门的人列入应到名单；保存后逐人登记到会。"),
    )
    head_count = forms.IntegerField(
        label=gettext_lazy("另有到会人数"),
        min_value=0,
        max_value=100000,
        required=False,
        help_text=gettext_lazy("没有账号、不逐人登记的，填人数；签到表作为佐证上传。"),
    )
    proof = FilesField(label=gettext_lazy("签到表、照片、课件"), required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        cycles = queries.cycles(by).exclude(state=CycleState.CLOSED)
        choices = {
            "cycle": cycles.order_by("-year"),
            "department": queries.departments_to_record(by),
            "phase": Phase.objects.filter(cycle__in=cycles.values("pk")).order_by("-cycle__year", "position"),
            "invited": organization_queries.departments(),
        }
        for name, found in choices.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        self.fields["phase"].label_from_instance = lambda phase: f"{phase.cycle.year} {phase}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        phase, cycle = cleaned.get("phase"), cleaned.get("cycle")
        if phase and cycle and phase.cycle_id != cycle.pk:
            self.add_error("phase", _("所选阶段不属于这一年度。"))
        cleaned["head_count"] = cleaned.get("head_count") or 0
        return cleaned
