"""Forms and filters of 迎检."""

from typing import Any

from django import forms
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries
from supervision.forms.days import hold
from supervision.forms.findings import Placed
from supervision.states.inspections import InspectionState


class InspectionFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *InspectionState.choices])
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    lookups = (("year", "arrives_on__year"),)


class InspectionForm(Guided, Versioned):
    """The notice of the body above."""

    examples = (
        ("body", "预防腐败体系建设领导小组办公室"),
        ("title", "廉洁风险防控工作重点抽查"),
        ("notice_number", "江预防办〔2026〕12号"),
    )

    body = forms.CharField(label=_("检查机构"), max_length=80)
    title = forms.CharField(label=_("检查事项"), max_length=120)
    notice_number = forms.CharField(label=_("通知文号"), required=False, max_length=60)
    notice_on = forms.DateField(label=_("通知日期"), widget=DayInput)
    arrives_on = forms.DateField(label=_("到检日期"), widget=DayInput)
    files = FilesField(label=_("通知文件"), required=False)  # type: ignore[assignment]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        notice_on, arrives_on = cleaned.get("notice_on"), cleaned.get("arrives_on")
        if notice_on and arrives_on and arrives_on < notice_on:
            self.add_error("arrives_on", _("到检日期不能早于通知日期。"))
        return cleaned


class _Page(Guided, forms.Form):
    """A page of this system, or files."""

    url = forms.CharField(
        label=_("系统内页面"),
        required=False,
        max_length=200,
        help_text=_("从浏览器地址栏复制“/”开头的部分；也可只传文件。"),
    )
    files = FilesField(label=_("文件"), required=False)  # type: ignore[assignment]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        try:
            if url:
                resolve(url.partition("?")[0].partition("#")[0])
        except Resolver404 as error:
            raise forms.ValidationError(_("系统中没有这个页面，请核对地址。")) from error
        return url


class MaterialForm(_Page):
    """A material to be shown, and who brings it."""

    examples = (("title", "2026年岗位权力风险防控一览表汇编"), ("url", "/controls/"))
    field_order = ("title", "department", "note", "url", "files")

    title = forms.CharField(label=_("材料"), max_length=120)
    department = forms.ModelChoiceField(
        label=_("准备部门"),
        queryset=None,
        required=False,
        widget=LongChoice,
        help_text=_("选了部门，该部门填报人会收到通知。"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class GiveMaterialForm(_Page):
    """The material itself."""

    conditional = ("url", "files")

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("url") and not cleaned.get("files"):
            self.add_error("files", _("请选择文件，或填写系统内页面。"))
        return cleaned


class FeedbackForm(Guided, forms.Form):
    """What the body above said."""

    examples = (("feedback", "部分科室日常检查记录不完整；两个部门的措施没有责任岗位"),)

    feedback = forms.CharField(label=_("反馈意见"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    on = forms.DateField(label=_("反馈日期"), widget=DayInput)
    reply_due_on = forms.DateField(label=_("回复期限"), required=False, widget=DayInput)
    files = FilesField(label=_("反馈文件"), required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, inspection: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.inspection = inspection

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        hold(self, "on", since=self.inspection.notice_on, than=_("通知日期"), is_past=True)
        hold(self, "reply_due_on", since=cleaned.get("on"), than=_("反馈日期"))
        return cleaned


class ReplyForm(Guided, forms.Form):
    """What the hospital answers."""

    reply = forms.CharField(
        label=_("回复内容"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐条说明整改情况。"),
    )
    on = forms.DateField(label=_("回复日期"), widget=DayInput)
    files = FilesField(label=_("回复文件"), required=False)  # type: ignore[assignment]

    def __init__(self, *args: Any, inspection: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.inspection = inspection

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        hold(self, "on", since=self.inspection.feedback_on, than=_("反馈日期"), is_past=True)
        return cleaned


class InspectionFindingForm(Guided, Placed):
    """A finding of the feedback, and the risk point of the department it belongs to."""

    examples = (
        ("text", "日常检查记录不完整，三个月没有负责人签字"),
        ("new_point", "检查记录补记，可能掩盖没有检查"),
    )
    field_order = ("text", "point", "new_point", "days")

    text = forms.CharField(label=_("问题"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    days = forms.IntegerField(label=_("整改期限（工作日）"), min_value=1, max_value=250, initial=10)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        self.ask_place(cleaned)
        return cleaned
