"""Forms and filters of a year, its phases and its lessons."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, ManyChoices, Versioned, search_words
from organization import queries as organization_queries
from organization.models import Department, Person
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


TASKS = {
    PhaseKind.MOBILIZE: gettext_lazy(
        "召开动员会部署全年工作，组织专题学习，讲清目的、内容、步骤和要求，做到人人知晓、人人参与。"
    ),
    PhaseKind.CLEAR: gettext_lazy(
        "对照法律法规、制度和岗位职责逐项清理职权，编制职权目录，绘制内部、外部流程图，逐项写明依据。"
    ),
    PhaseKind.FIND: gettext_lazy(
        "采取自己找、领导提、群众帮、集体定的方法，从岗位职责、业务流程、制度机制、外部环境四类查找风险点，评定等级。"
    ),
    PhaseKind.MEASURE: gettext_lazy(
        "针对每个风险点制定可检查的防控措施，写明责任岗位、时限和佐证；职责冲突的岗位先分开或限期补偿。"
    ),
    PhaseKind.APPROVE: gettext_lazy("填写岗位权力风险防控一览表，逐级审核后报党委会审定；生效后各岗位任职人签收。"),
    PhaseKind.SELF_CHECK: gettext_lazy(
        "各部门对照风险查找、措施制定、措施落实、日常检查四项内容自查，逐条附佐证，形成自查报告。"
    ),
    PhaseKind.SPOT_CHECK: gettext_lazy(
        "按风险等级加权抽取风险点，公开抽取依据；两人以上一组现场检查，与被查部门有关联的回避。"
    ),
    PhaseKind.RECTIFY: gettext_lazy(
        "对发现的问题定责任人、定措施、定期限，逐项整改、复查、销号，需要完善制度的一并修订。"
    ),
    PhaseKind.APPRAISE: gettext_lazy("按考核标准评分排名，受理申诉；结果作为奖励、晋级、评先、评优的依据。"),
}
"""What a new plan proposes as the task of each phase, from part 二 and 第三阶段 of the regulation, in our words."""


class CycleForm(Guided, Versioned):
    """A year: its scheme, its phases with who leads and what is done, who takes part.

    Of a year under way days move only with a reason (`MovePhaseForm`); leader and task of its phases may be changed here.
    """

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
        help_text=gettext_lazy("默认全部。保存后在“各部门负责人”中逐个部门指定负责人岗位。"),
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
        self.with_days = cycle is None or cycle.state == CycleState.PLANNED
        self.known = {phase.kind: phase for phase in cycle.phases.all()} if cycle else {}
        self.leaders = self._leaders(in_use)
        for kind in PhaseKind if self.with_days else filter(self.known.__contains__, PhaseKind):
            self._add_phase(kind)
        self.parts = (  # type: ignore[misc]
            ("scheme", _("方案"), ("year", "title", "document_number", "goals", "leading", "demands")),
            (
                "phases",
                _("阶段安排"),
                [name for name in self.fields if "_phase_" in name],
                _("不需要的阶段把日期清空。") if self.with_days else _("时间在年度页上逐个阶段“调整时间”。"),
            ),
            ("departments", _("参加部门"), ("departments",)),
        )

    def _leaders(self, in_use: Iterable[Department]) -> dict[str, Department]:
        """Departments that may lead a phase by key, those that lead one already among them, read once for all phases."""
        leading = [phase.leader for phase in self.known.values() if phase.leader]
        return {str(each.pk): each for each in (*in_use, *leading)}

    def _add_phase(self, kind: PhaseKind) -> None:
        words = {"phase": kind.label}
        day = {"required": False, "widget": DayInput}
        fields: dict[str, forms.Field] = {
            "from": forms.DateField(label=_("%(phase)s：开始") % words, **day),
            "to": forms.DateField(label=_("%(phase)s：结束") % words, **day),
        }
        fields = fields if self.with_days else {}
        fields["leader"] = forms.TypedChoiceField(
            label=_("%(phase)s：牵头部门") % words,
            required=False,
            choices=[("", _("不指定")), *((pk, str(each)) for pk, each in self.leaders.items())],
            coerce=self.leaders.get,
            empty_value=None,
            widget=LongChoice(words=lambda pk, label: search_words(self.leaders.get(str(pk)), label)),
        )
        fields["task"] = forms.CharField(
            label=_("%(phase)s：工作任务") % words,
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        for name, field in fields.items():
            field.is_conditional = True  # type: ignore[attr-defined]
            self.fields[f"{name}_phase_{kind}"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        entries = list(self._entries(cleaned))
        if self.with_days and not entries and not self.errors:
            self.add_error(None, _("至少安排一个阶段。"))
        for name in [name for name in cleaned if "_phase_" in name]:
            del cleaned[name]
        return {**cleaned, "phases": entries}

    def _entries(self, cleaned: dict[str, Any]) -> Iterator[PhaseEntry]:
        for kind in PhaseKind:
            start, end = self._days(kind, cleaned)
            if start and end and end < start:
                self.add_error(f"to_phase_{kind}", _("结束日期不能早于开始日期。"))
            elif bool(start) != bool(end):
                self.add_error(f"{'to' if start else 'from'}_phase_{kind}", _("开始和结束日期须同时填写，或同时清空。"))
            elif start and end:
                leader, task = cleaned.get(f"leader_phase_{kind}"), cleaned.get(f"task_phase_{kind}", "")
                yield PhaseEntry(kind, start, end, leader, task)

    def _days(self, kind: PhaseKind, cleaned: dict[str, Any]) -> tuple[date | None, date | None]:
        """First and last day of a phase as they are asked for; of a year under way as they stand."""
        if self.with_days:
            return cleaned.get(f"from_phase_{kind}"), cleaned.get(f"to_phase_{kind}")
        before = self.known.get(kind)
        return (before.from_on, before.to_on) if before else (None, None)

    def clean_year(self) -> int:
        year = self.cleaned_data["year"]
        if Cycle.objects.filter(year=year).exists():
            raise forms.ValidationError(_("%(year)d年度已经有一份工作方案，请打开该年度修改。") % {"year": year})
        return year


def proposal(year: int, by: Person) -> dict[str, Any]:
    """What the form of a new plan proposes for `year`: the office that plans it, which is `by`'s, leads each phase."""
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
        values |= {f"leader_phase_{kind}": by.department_id, f"task_phase_{kind}": TASKS[kind]}
    return values


def current(cycle: Cycle, version: int) -> dict[str, Any]:
    """What the form of a year begins with."""
    values = {name: getattr(cycle, name) for name in ("title", "document_number", "goals", "leading", "demands")}
    values |= {"version": version, "departments": list(cycle.participations.values_list("department", flat=True))}
    for phase in cycle.phases.all():
        values |= {f"from_phase_{phase.kind}": phase.from_on, f"to_phase_{phase.kind}": phase.to_on}
        values |= {f"leader_phase_{phase.kind}": phase.leader_id, f"task_phase_{phase.kind}": phase.task}
    return values


class PostsForm(forms.Form):
    """A grid: for each department that takes part the post that answers for it, proposed where its head holds one."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, taking_part: Sequence[Any], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.taking_part = taking_part
        for each in taking_part:
            offered = {str(post.pk): post for post in each.offered}
            self.fields[f"post_{each.department.pk}"] = forms.TypedChoiceField(
                label=_("%(department)s的负责人岗位") % {"department": each.department},
                required=False,
                choices=[("", _("未指定")), *((pk, _with_holders(post)) for pk, post in offered.items())],
                coerce=offered.get,
                empty_value=None,
                initial=each.post.pk if each.post else each.proposed.pk if each.proposed else "",
            )

    @property
    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        return [(each, self[f"post_{each.department.pk}"]) for each in self.taking_part]

    @property
    def posts(self) -> dict[int, Any]:
        """Department → the post chosen, or None."""
        return {each.department.pk: self.cleaned_data[f"post_{each.department.pk}"] for each in self.taking_part}


def _with_holders(post: Any) -> str:
    names = "、".join(tenure.person.name for tenure in post.holders)
    return f"{post.name}（{names or _('空缺')}）"


class MovePhaseForm(Guided, forms.Form):
    """Other dates for a phase, and why."""

    examples = (("reason", gettext_lazy("国庆假期后各科室集中外出义诊，自查顺延一周")),)

    from_on = forms.DateField(label=gettext_lazy("开始日期"), widget=DayInput)
    to_on = forms.DateField(label=gettext_lazy("结束日期"), widget=DayInput)
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, is_told: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        told, kept = _("会告知各部门，并留在年度的经过中。"), _("年度还没有启动，不通知各部门；留在年度的经过中。")
        self.fields["reason"].help_text = told if is_told else kept

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
