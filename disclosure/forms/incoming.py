"""Forms and filters of handling what the public wrote in."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, Guided, LongChoice, search_words
from disclosure.models import Handling
from disclosure.queries import handling as queries
from disclosure.rules import handling as rules
from disclosure.states import HandlingState, SuggestionKind
from organization import queries as organization_queries
from risks.models import RiskPoint
from supervision.states.findings import LONGEST_DEADLINE

ALL = ("", _("全部"))
OUTCOMES = (ALL, ("on_time", _("按期办结")), ("late", _("逾期办结")), ("public", _("公开答复")))
ASKED_ONLY = ("outcome", "month", "year", "unassigned")
"""Filters that the statistics lead to; shown only where they are in use."""


def text_field(label: Any, help_text: Any = "", *, rows: int = 6, most: int = 4000) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, widget=forms.Textarea(attrs={"rows": rows})
    )


def department_field(label: Any, **kwargs: Any) -> forms.ModelChoiceField:
    """One of the departments there are."""
    return forms.ModelChoiceField(label=label, queryset=None, widget=LongChoice(words=search_words), **kwargs)


class SuggestionFilters(Filters):
    lookups = (("department", "handling__department"), ("year", "received_at__year"))

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[ALL, ("open", _("未办结")), ("closed", _("已办结")), *HandlingState.choices],
    )
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[ALL, *SuggestionKind.choices])
    department = department_field(_("承办部门"), required=False, empty_label=_("全部"))
    overdue = forms.BooleanField(label=_("只看逾期未办结"), required=False)
    outcome = forms.ChoiceField(label=_("办理结果"), required=False, choices=OUTCOMES)
    month = forms.RegexField(r"^\d{4}-(0[1-9]|1[0-2])$", label=_("收到月份"), required=False)
    year = forms.IntegerField(label=_("收到年度"), required=False, min_value=2000, max_value=2100)
    unassigned = forms.BooleanField(label=_("只看未转办"), required=False)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        for name in ASKED_ONLY:
            if not self.data.get(name):
                del self.fields[name]

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        if value == "closed":
            return rows.exclude(state__in=HandlingState.open())
        return rows.filter(state__in=HandlingState.open()) if value == "open" else rows.filter(state=value)

    def filter_overdue(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return queries.overdue(rows)

    def filter_outcome(self, rows: QuerySet, value: str) -> QuerySet:
        narrow = {"on_time": queries.on_time, "late": queries.late, "public": queries.public}
        return narrow[value](rows)

    def filter_month(self, rows: QuerySet, value: str) -> QuerySet:
        year, month = value.split("-")
        return rows.filter(received_at__year=int(year), received_at__month=int(month))

    def filter_unassigned(self, rows: QuerySet, value: bool) -> QuerySet:  # noqa: FBT001 — the filter's own signature
        return rows.filter(handling__department__isnull=True)


class AssignForm(Guided, forms.Form):
    """Which department drafts the answer."""

    examples = (("note", "请附收费依据"),)

    department = department_field(_("承办部门"))
    note = forms.CharField(
        label=_("办理要求"),
        required=False,
        max_length=60,
        help_text=_("承办部门能看到。不要写提出人的姓名和联系方式。"),
    )

    def __init__(self, *args: Any, pieces: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
        if pieces:
            told = _gettext(
                "原文里有疑似个人信息（%(pieces)s），转办后承办部门也会看到；不必让部门知道的，请直接答复。"
            )
            self.fields["department"].help_text = told % {"pieces": "、".join(pieces)}


class DraftAnswerForm(Guided, forms.Form):
    """The department's draft."""

    answer = text_field(
        _("答复稿"), _("写给提出人看的话，由党办审定。不要写提出人的姓名、电话、病情，也不要复述原文。"), rows=8
    )


class ReasonForm(Guided, forms.Form):
    """Why a draft goes back."""

    examples = (("reason", "没有说明收费依据，请补充文号"),)

    reason = forms.CharField(label=_("退回理由"), max_length=80, widget=forms.Textarea(attrs={"rows": 3}))


class HoldForm(ReasonForm):
    """What 保密审查 has against it."""

    examples = (("reason", "问题中能看出提出人是谁，请改写后再送"),)


class TakeBackForm(Guided, forms.Form):
    """Why 党办 takes back what it settled."""

    examples = (("reason", "标题要改得更明白"),)

    reason = forms.CharField(label=_("撤回理由"), max_length=80, widget=forms.Textarea(attrs={"rows": 2}))


class RefuseForm(Guided, forms.Form):
    """Why it is not for the hospital to answer."""

    examples = (("text", "您反映的是医保报销政策问题，请拨打 12393 咨询医保部门。"),)

    text = text_field(_("不予受理的理由"), _("提出人凭回执码能看到，请写明应向哪里反映。"), rows=4, most=1000)


class AnswerForm(Guided, forms.Form):
    """The settled answer; in public with title and question as the moderator lets them stand.

    What looks like personal data in what is to be public is pointed out beside the field, and must be taken out or looked at.
    """

    conditional = ("title", "question")
    examples: ClassVar[Sequence[tuple[str, str]]] = (("title", "关于门诊退费多久到账的答复"),)

    text = text_field(_("答复"), _("提出人凭回执码能看到。原文到期删除后答复仍保留，请不要复述原文。"), rows=8)
    is_public = forms.BooleanField(
        label=_("公开问题和答复"),
        required=False,
        help_text=_("提出人已同意公开。送保密审查，通过后答复并公开，进入公开链，更正和撤下都会留下记录。"),
    )
    title = forms.CharField(label=_("公开的标题"), required=False, max_length=60)
    question = forms.CharField(
        label=_("公开的问题"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("请删去姓名、电话、住院号、床号等个人信息，只留问题本身。"),
    )
    is_checked = forms.BooleanField(label=_("已逐处核对，不是个人信息，可以公开"), required=False)

    told: ClassVar[Sequence[str]] = ("text",)
    """What is sent to the asker alone."""
    public_texts: ClassVar[Sequence[str]] = ("title", "question", "text")
    """What is searched for personal data where it goes public."""

    def __init__(self, *args: Any, handling: Handling, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.suggestion = handling.suggestion
        if not self.suggestion.is_public_allowed:
            for name in ("is_public", "title", "question"):
                del self.fields[name]
        if not self._goes_public() or not self._found():
            del self.fields["is_checked"]

    def _goes_public(self) -> bool:
        return bool(self.data.get("is_public"))

    def _found(self) -> dict[str, list[str]]:
        """Field → what in it looks like personal data."""
        texts = [self.data.get(name, "") for name in self.public_texts]
        found = zip(self.public_texts, queries.personal_pieces(self.suggestion, *texts), strict=True)
        return {name: pieces for name, pieces in found if pieces}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("is_public"):
            return {name: cleaned.get(name, "") for name in self.told}
        for name, missing in (("title", _("公开的，请写明标题。")), ("question", _("公开的，请写明问题。"))):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, missing)
        if not cleaned.pop("is_checked", False):
            self._point_out()
        return cleaned

    def _point_out(self) -> None:
        for name, hits in self._found().items():
            words = {"hits": "、".join(hits)}
            self.add_error(
                name, _gettext("疑似个人信息：%(hits)s。请删去；确实不是的，勾选下面的“已逐处核对”。") % words
            )


class CorrectForm(AnswerForm):
    """The answer put right, and why; one that stands in public is corrected in public."""

    told = ("text", "reason")
    public_texts = ("title", "question", "text", "reason")
    examples = (("reason", "到账时限写错，应为七个工作日"), *AnswerForm.examples)
    field_order = ("text", "reason")

    reason = forms.CharField(
        label=_("更正理由"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("提出人和公众都能看到，写明原来哪里不对。"),
    )

    def __init__(self, *args: Any, handling: Handling, **kwargs: Any):
        self.is_open = rules.stands_public(handling)
        super().__init__(*args, handling=handling, **kwargs)
        if self.is_open:
            del self.fields["is_public"]

    def _goes_public(self) -> bool:
        return self.is_open or super()._goes_public()

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["is_public"] = self._goes_public()
        return super().clean()


class ProposePointForm(Guided, forms.Form):
    """群众帮, in the words of 党办."""

    examples = (("text", "退费无时限要求，可能被拖延或选择性办理"),)

    department = department_field(_("送哪个部门"))
    text = text_field(_("发现的风险"), _("用党办的话写风险本身，不要写提出人是谁，也不要照抄原文。"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class MakeFindingForm(Guided, forms.Form):
    """A finding, with the risk point it belongs to or the new one it opens."""

    conditional = ("point", "new_point")
    examples = (("text", "门诊退费平均用时 12 个工作日，超过承诺的 7 个工作日"), ("due_days", "20"))

    text = text_field(_("问题"), _("用党办的话写核实后的问题，不要写提出人是谁。"), rows=4)
    point = forms.ModelChoiceField(
        label=_("属于哪个风险点"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("问题都要落到风险点上；没有合适的，在下面写明新的风险点。"),
    )
    new_point = forms.CharField(
        label=_("登记为新的风险点"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("作为风险点建议交责任部门答复。"),
    )
    due_days = forms.IntegerField(
        label=_("整改期限（工作日）"), required=False, min_value=1, max_value=LONGEST_DEADLINE
    )

    def __init__(self, *args: Any, points: QuerySet[RiskPoint], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["point"].queryset = points  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        point, new_point = cleaned.get("point"), cleaned.get("new_point")
        if not (point or new_point) and "point" not in self.errors:
            self.add_error("point", _("请选择风险点；没有合适的，写明新的风险点。"))
        if point and new_point:
            self.add_error("new_point", _("已选择现行的风险点，请清空这一项；或不选。"))
        return cleaned


class PickDepartment(forms.Form):
    """Which department a finding is of: its risk points depend on it."""

    department = department_field(_("部门"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]
