"""Forms and filters of drafts and of what was published."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import FilesField, Filters, Guided, LongChoice, Versioned
from disclosure.models import DisclosureItem, DueDisclosure
from disclosure.queries import drafts as queries
from disclosure.queries import secrecy
from disclosure.states import DraftState, Face, PublicationState, Topic
from organization import queries as organization_queries
from organization.models import Person
from powers.states import DisclosureScope

ALL = ("", _("全部"))


class MomentInput(forms.DateTimeInput):
    """A day and a time picked in the browser."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class ItemForm(Guided, forms.Form):
    """Which item of the catalogue is to be drafted for."""

    item = forms.ModelChoiceField(
        label=_("公开事项"),
        queryset=None,
        help_text=_("可输入名称、编码查找；只列出您可以起草的部门的事项。"),
        widget=LongChoice(words=lambda item, label: getattr(item, "code", "")),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item"]
        field.queryset = queries.items_to_draft(by)
        field.label_from_instance = lambda item: f"{item.name}（{item.department}）"


class DraftForm(Guided, Versioned):
    """The text of a draft, before whom and when it is to be public."""

    examples = (("title", _("2026年第三季度医用耗材采购结果公告")), ("reason", _("中标金额单位误写，现予更正")))

    title = forms.CharField(label=_("标题"), max_length=120)
    body = forms.CharField(
        label=_("正文"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "空一行分段；行首写“## ”是小标题，“- ”是条目；表格每行用竖线“|”隔开各栏，第二行写“|---|---|”。"
            "不写患者、职工的姓名、电话、证件号和床号。"
        ),
    )
    due = forms.ModelChoiceField(  # type: ignore[assignment]
        label=_("对应的待公开事由"), queryset=None, required=False, empty_label=_("不对应（临时公开或更正）")
    )
    scope = forms.ChoiceField(
        label=_("公开范围"),
        choices=DisclosureScope.choices,
        help_text=_("“社会”在院务公开网页上公布；其余只在院内公开。选“不公开”不能报审。"),
    )
    publish_at = forms.DateTimeField(
        label=_("发布时间"), required=False, widget=MomentInput, help_text=_("不填：审核通过后立即发布。")
    )
    reason = forms.CharField(
        label=_("更正理由"), max_length=200, help_text=_("与更正后的内容一起公开，原版本的校验码保留在公开链上。")
    )

    def __init__(self, *args: Any, item: DisclosureItem, is_correction: bool, kept: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        due: Any = self.fields["due"]
        due.queryset = queries.dues_to_meet(item) | DueDisclosure.objects.filter(pk=kept.pk if kept else 0)
        due.label_from_instance = _due_label
        if not is_correction:
            del self.fields["reason"]

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")

    def clean_publish_at(self) -> datetime | None:
        """A time that changed must lie ahead; one that was typed earlier may have gone by."""
        at = self.cleaned_data["publish_at"]
        if at and at != self.initial.get("publish_at") and at < timezone.now():
            raise ValidationError(gettext("发布时间已经过了；要立即发布的，请不填。"))
        return at


def _due_label(due: DueDisclosure) -> str:
    return gettext("%(label)s（最迟 %(day)s）") % {"label": due.label, "day": due.due_on}


class FilesForm(Guided, forms.Form):
    """Files to go with a draft."""

    attachments = FilesField(label=_("附件"))


class ReasonForm(Guided, forms.Form):
    """Why something is called off or taken off."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(ReasonForm):
    """Why a publication is taken off: it stays on the chain for everybody to read."""

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"])
        if pieces := secrecy.personal_pieces(reason):
            text = gettext("理由永久公开，里面有疑似个人信息：%(pieces)s。请改写。")
            raise ValidationError(text % {"pieces": "、".join(pieces)})
        return reason


class DraftFilters(Filters):
    lookups = (("item", "item__code"),)

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[ALL, ("waiting", _("办理中")), *DraftState.choices]
    )
    department = forms.ModelChoiceField(
        label=_("责任部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    topic = forms.ChoiceField(label=_("栏目"), required=False, choices=[ALL, *Topic.choices])
    item = forms.CharField(label=_("公开事项编码"), required=False, max_length=20)
    mine = forms.BooleanField(label=_("只看我起草的"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["department"]
        field.queryset = organization_queries.departments()

    def filter_state(self, rows: QuerySet, value: str) -> QuerySet:
        """办理中 is everything between the first word and the publication."""
        ended = Q(state__in=[DraftState.PUBLISHED, DraftState.DROPPED])
        return rows.filter(~ended) if value == "waiting" else rows.filter(state=value)

    def filter_topic(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(item__topic=value)

    def filter_mine(self, rows: QuerySet, value: object) -> QuerySet:
        return rows.filter(made_by=self.by)


class PublicationFilters(Filters):
    face = forms.ChoiceField(label=_("公开于"), required=False, choices=[ALL, *Face.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *PublicationState.choices])
    topic = forms.ChoiceField(label=_("栏目"), required=False, choices=[ALL, *Topic.choices])
    department = forms.ModelChoiceField(
        label=_("责任部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        field: Any = self.fields["department"]
        field.queryset = organization_queries.departments()

    def filter_department(self, rows: QuerySet, value: Any) -> QuerySet:
        return rows.filter(department_code=value.code)
