"""Forms and filters of findings and their rectification."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from risks.models import RiskPoint
from risks.states import Grade
from supervision import queries
from supervision.calculations.ages import found_between
from supervision.forms.days import hold
from supervision.models import Finding
from supervision.states.findings import (
    LONGEST_DEADLINE,
    AccountabilityVerb,
    ExtensionVerb,
    FindingAge,
    FindingSource,
    FindingState,
)

ALL = ("", _("全部"))


def days_field(label: Any, help_text: Any, *, is_required: bool = True) -> forms.IntegerField:
    """A number of working days."""
    return forms.IntegerField(
        label=label, help_text=help_text, required=is_required, min_value=1, max_value=LONGEST_DEADLINE
    )


def text_field(label: Any, help_text: Any = "", *, rows: int = 4, is_required: bool = True) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=is_required,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class FindingFilters(Filters):
    lookups = (("grade", "point__grade"), ("year", "cycle__year"))

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, ("living", _("未销号")), *FindingState.choices]
    )
    source = forms.ChoiceField(label=_("来源"), required=False, choices=[ALL, *FindingSource.choices])
    department = forms.ModelChoiceField(
        label=_("责任部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    age = forms.ChoiceField(
        label=_("发现至今"),
        required=False,
        choices=[ALL, *FindingAge.choices],
    )
    grade = forms.ChoiceField(label=_("风险等级"), required=False, choices=[ALL, *Grade.choices])
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    point = forms.CharField(label=_("风险点编码"), required=False, max_length=60)
    measure = forms.CharField(label=_("措施编码"), required=False, max_length=60)
    overdue = forms.BooleanField(label=_("只看逾期"), required=False)
    on_time = forms.BooleanField(label=_("只看未逾期"), required=False)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        if not self.data.get("on_time"):
            del self.fields["on_time"]

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(state__in=FindingState.living()) if value == "living" else rows.filter(state=value)

    def filter_age(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(found_on__range=found_between(value, timezone.localdate()))

    def filter_point(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(Q(point_lineage__code=value) | Q(proposal__point__lineage__code=value))

    def filter_measure(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(measure_lineage__code=value)

    def filter_overdue(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return queries.overdue(rows)

    def filter_on_time(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return rows.exclude(pk__in=queries.overdue(rows).order_by().values("pk"))


class PickDepartment(forms.Form):
    """Which department it is about: the rest of the form depends on it."""

    department = forms.ModelChoiceField(label=_("部门"), queryset=None, widget=LongChoice)

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class Placed(forms.Form):
    """Asks for the risk point a finding belongs to, or the new one it opens, where what it comes from names none."""

    point = forms.ModelChoiceField(
        label=_("属于哪个风险点"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("问题都要落到风险点上；没有合适的，在下面写明新的风险点。"),
    )
    new_point = text_field(_("登记为新的风险点"), _("作为风险点建议交责任部门答复。"), rows=2, is_required=False)

    def __init__(self, *args: Any, points: QuerySet[RiskPoint] | None, **kwargs: Any):
        """`points` to choose from; None where the finding has its point already."""
        super().__init__(*args, **kwargs)
        for name in ("point", "new_point"):
            self.fields[name].is_conditional = True  # type: ignore[attr-defined]
        if points is None:
            del self.fields["point"], self.fields["new_point"]
        else:
            self.fields["point"].queryset = points  # type: ignore[attr-defined]

    def ask_place(self, cleaned: dict[str, Any]) -> None:
        """Say beside the field what is wrong about where the finding belongs."""
        if "point" not in self.fields:
            return
        point, new_point = cleaned.get("point"), cleaned.get("new_point")
        if not (point or new_point) and "point" not in self.errors:
            self.add_error("point", _("请选择风险点；没有合适的，写明新的风险点。"))
        if point and new_point:
            self.add_error("new_point", _("已选择现行的风险点，请清空这一项；或不选。"))


class FindingForm(Guided, forms.Form):
    """A finding with the risk point it belongs to, or the new one it opens."""

    examples = (
        ("text", "5月退药登记与处方不符三处，退药无药师复核签字"),
        ("evidence", "抽查5月退药登记本第12至30页；《药品退药管理规定》第六条"),
        ("new_point", "退药无复核，可能被用于套取药品"),
        ("due_days", "20"),
    )
    parts = (
        ("what", _("问题"), ("source", "found_on", "text", "evidence", "proof")),
        (
            "where",
            _("属于哪个风险点"),
            ("point", "measure", "new_point"),
            _("选择现行的风险点或措施；没有合适的，写明新的风险点，作为建议交责任部门答复。"),
        ),
        ("until", _("期限和回复"), ("due_days", "is_reply_owed", "reply_due_on")),
    )
    conditional = ("new_point", "reply_due_on", "point")

    source = forms.ChoiceField(label=_("来源"), choices=FindingSource.choices)
    found_on = forms.DateField(label=_("发现日期"), widget=DayInput)
    text = text_field(_("问题"), _("写清何时何地、哪项工作、不符合什么要求。不写举报人和反映人。"))
    evidence = text_field(_("依据和事实"), _("查了什么、依据哪项制度。"), is_required=False)
    proof = FilesField(label=_("证明材料"), required=False)
    point = forms.ModelChoiceField(label=_("风险点"), queryset=None, required=False, widget=LongChoice)
    measure = forms.ModelChoiceField(
        label=_("防控措施"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("没有落实或不管用的那一条措施；选了措施，风险点随之确定。"),
    )
    new_point = text_field(_("登记为新的风险点"), rows=2, is_required=False)
    due_days = days_field(
        _("整改期限（工作日）"),
        _("自今天起按医院工作日历计算。留空的，由责任部门在整改措施中提出。"),
        is_required=False,
    )
    is_reply_owed = forms.BooleanField(label=_("须回复来源"), required=False)
    reply_due_on = forms.DateField(label=_("回复期限"), widget=DayInput, required=False)

    def __init__(self, *args: Any, by: Person, department: Department, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = queries.points_to_choose(by, department)  # type: ignore[attr-defined]
        self.fields["measure"].queryset = queries.measures_to_choose(by, department)  # type: ignore[attr-defined]
        if not organization_queries.may(by, Action.KEEP_FINDINGS, department):
            own = [(code, label) for code, label in FindingSource.choices if code in FindingSource.own()]
            self.fields["source"].choices = own  # type: ignore[attr-defined]

    def clean_found_on(self) -> date:
        return not_ahead(self.cleaned_data["found_on"])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        point, measure = cleaned.get("point"), cleaned.get("measure")
        if not (point or measure or cleaned.get("new_point")) and not self.errors:
            self.add_error("point", _("请选择风险点或措施；没有合适的，写明新的风险点。"))
        if (point or measure) and cleaned.get("new_point"):
            self.add_error("new_point", _("已选择现行的风险点或措施，请清空这一项；或不选。"))
        if point and measure and measure.point.lineage_id != point.lineage_id:
            self.add_error("measure", _("这条措施不是针对所选风险点的，请改选，或只选措施。"))
        if cleaned.get("is_reply_owed") and not cleaned.get("reply_due_on"):
            self.add_error("reply_due_on", _("请填写回复期限。"))
        if not cleaned.pop("is_reply_owed", False):
            cleaned["reply_due_on"] = None
        hold(self, "reply_due_on", since=cleaned.get("found_on"), than=_("发现日期"))
        return cleaned


def not_ahead(day: date) -> date:
    """Today or before it."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("日期不能晚于今天。"))
    return day


class PlanForm(Guided, Versioned):
    """Who answers for a finding, and what will be done."""

    examples = (
        ("measures", "修订退药复核流程，增加药师双签；5月起每月抽查一次退药登记，结果报药事会"),
        ("due_days", "20"),
    )

    owner_post = forms.ModelChoiceField(
        label=_("责任岗位"), queryset=None, widget=LongChoice, help_text=_("由哪个岗位负责整改。")
    )
    answerer = forms.ModelChoiceField(
        label=_("整改责任人"), queryset=None, widget=LongChoice, help_text=_("由谁答复，到期前向谁催办。")
    )
    measures = text_field(_("整改措施"), _("写清谁做什么、怎样做到能查、怎样防止再发生。"))
    due_days = days_field(_("整改期限（工作日）"), _("自今天起按医院工作日历计算。"))

    def __init__(self, *args: Any, finding: Finding, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["owner_post"].queryset = queries.posts_to_own(finding)  # type: ignore[attr-defined]
        self.fields["answerer"].queryset = queries.people_to_answer(finding)  # type: ignore[attr-defined]
        if finding.due_on is not None:
            del self.fields["due_days"]


class ReportForm(Guided, Versioned):
    """What was done, with its proof."""

    examples = (("report", "退药复核流程已修订并于6月3日施行；6月退药42笔均有药师双签，登记本见附件"),)

    report = text_field(_("整改完成情况"), _("逐条对照整改措施写明结果。"))
    proof = FilesField(label=_("佐证材料"), required=False)


class ExtensionForm(Guided, forms.Form):
    """How much longer, and why."""

    examples = (("days", "10"), ("reason", "修订的流程须经药事会讨论，下次会议在6月20日"))

    days = days_field(_("延长工作日"), _("自原期限起算；原期限已过的，自今天起算。"))
    reason = text_field(_("延期理由"), _("写清为什么按期完不成、已做到哪一步。"))


class ExtensionAnswerForm(Guided, forms.Form):
    verdict = forms.ChoiceField(label=_("批复"), choices=ExtensionVerb.choices, widget=forms.RadioSelect)
    answer = text_field(_("批复意见"), rows=3)


class RecheckForm(Guided, forms.Form):
    """Is it put right? If not, until when."""

    conditional = ("due_days",)
    examples = (("note", "现场抽查6月退药登记20笔，均有双签，问题已整改到位"),)

    is_passed = forms.TypedChoiceField(
        label=_("复查结论"),
        choices=[("yes", _("通过")), ("no", _("未通过"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = text_field(_("复查意见"), _("写清怎样复查、看到什么。"))
    on = forms.DateField(label=_("复查日期"), widget=DayInput)
    due_days = days_field(
        _("重新整改的期限（工作日）"), _("未通过时填写，自今天起按医院工作日历计算。"), is_required=False
    )

    def __init__(self, *args: Any, reported_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reported_on = reported_on

    def clean_on(self) -> date:
        return not_ahead(self.cleaned_data["on"])

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        hold(self, "on", since=self.reported_on, than=_("报告日期"))
        if cleaned.get("is_passed") is False and not cleaned.get("due_days") and "due_days" not in self.errors:
            self.add_error("due_days", _gettext("复查未通过的，请填写重新整改的期限。"))
        return cleaned


class ReplyForm(Guided, forms.Form):
    """The reply that was owed to the source."""

    examples = (("reference", "江一院函〔2026〕8号"),)

    text = text_field(_("回复内容"))
    replied_on = forms.DateField(label=_("回复日期"), widget=DayInput)
    reference = forms.CharField(label=_("回复文号"), required=False, max_length=60)

    def __init__(self, *args: Any, found_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.found_on = found_on

    def clean_replied_on(self) -> date:
        return not_ahead(self.cleaned_data["replied_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "replied_on", since=self.found_on, than=_("发现日期"))
        return cleaned


class ProposalAnswerForm(Guided, forms.Form):
    verdict = forms.ChoiceField(label=_("意见"), choices=AccountabilityVerb.choices, widget=forms.RadioSelect)
    reason = text_field(_("研究意见"), _("写明研究的依据和理由。采纳的，另行按程序登记责任追究。"))
