"""Forms and filters of regulations and their versions."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, LongChoice, Versioned
from organization import queries as organization_queries
from powers import queries
from powers.documents import texts
from powers.states import RegulationKind, RegulationState, ReviewState

ALL = ("", _("全部"))


class RegulationFilters(Filters):
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[ALL, *RegulationKind.choices])
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *RegulationState.choices])
    review = forms.ChoiceField(
        label=_("廉洁性评估"),
        required=False,
        choices=[ALL, (queries.UNREVIEWED, _("未评估")), *ReviewState.choices],
    )
    department = forms.ModelChoiceField(label=_("制定部门"), required=False, queryset=None, empty_label=_("全部"))
    lookups = (("review", "review_state"),)

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class NamedForm(Guided, Versioned):
    """What a regulation is called, and whose it is."""

    examples: ClassVar[Any] = (("name", "药品采购管理制度"), ("edition", "2026年修订版"))
    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("写全称，不加书名号。"))
    kind = forms.ChoiceField(
        label=_("类别"), choices=RegulationKind.choices, help_text=_("按实施意见第三阶段的五类填写。")
    )
    department = forms.ModelChoiceField(
        label=_("制定部门"), queryset=None, widget=LongChoice, help_text=_("谁制定谁负责、谁起草谁评估。")
    )

    def __init__(self, *args: Any, departments: QuerySet | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        found = organization_queries.departments() if departments is None else departments
        self.fields["department"].queryset = found  # type: ignore[attr-defined]


class RegulationForm(NamedForm):
    """A regulation that the hospital has already; the version's name and day only while they are not registered (`fixed`)."""

    effective_on = forms.DateField(
        label=_("施行日期"), required=False, widget=DayInput, help_text=_("文件写明的施行之日。")
    )
    edition = forms.CharField(label=_("版本"), max_length=40, required=False, help_text=_("现行的是哪一版。"))

    def __init__(self, *args: Any, fixed: Collection[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in fixed:
            del self.fields[name]

    def clean_effective_on(self) -> Any:
        return _not_ahead(self.cleaned_data["effective_on"])


class TextFields(forms.Form):
    """What a draft says: in words, and as a file."""

    edition = forms.CharField(label=_("版本"), max_length=40, required=False, help_text=_("印发时用的版本名称。"))
    summary = forms.CharField(
        label=_("主要内容"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写清管什么事、谁决定、什么程序、多长时限、怎样公开和追责；评估和监督意见据此提出。"),
    )
    changes = forms.CharField(
        label=_("修订内容"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("与上一版相比改了哪些条款、为什么改。"),
    )
    file = forms.FileField(
        label=_("正文文件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_("PDF 或 Word（.docx），不超过 5 MB；再传一份即替换。"),
    )

    def clean_file(self) -> Any:
        """Raises a fault for what is no PDF and no Word document, whatever its name says."""
        file = self.cleaned_data["file"]
        if not file:
            return None
        data = file.read(texts.MOST_BYTES + 1)
        content_type = texts.content_type_of(data)
        if not content_type:
            raise forms.ValidationError(_("只能上传不超过 5 MB 的 PDF 或 Word（.docx）文件。"))
        return {"data": data, "name": str(file.name)[-200:], "content_type": content_type}


class NewRegulationForm(NamedForm, TextFields):
    """A regulation to be drafted by a department, with its first version."""

    examples: ClassVar[Any] = (
        *NamedForm.examples,
        ("summary", "规定临时采购的申请条件、审批人和时限；每月公示一次；违规的按责任追究办法处理"),
    )
    field_order = ["name", "kind", "department", "edition", "summary", "file"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["changes"]


class DraftForm(Guided, TextFields, Versioned):
    """A version being drafted; what is changed against the version before must be told."""

    examples = (
        ("edition", "2026年修订版"),
        ("changes", "第八条增加临时采购的金额上限；第十二条写明审批人回避"),
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["changes"]
        else:
            self.fields["changes"].required = True


class EnactForm(Guided, forms.Form):
    """A version comes into force by a document of the hospital."""

    examples = (("document_number", "江一医〔2026〕38号"),)
    document_number = forms.CharField(label=_("文号"), max_length=80, help_text=_("印发文件的文号。"))
    issued_on = forms.DateField(label=_("印发日期"), widget=DayInput, help_text=_("印发文件的日期。"))
    effective_on = forms.DateField(
        label=_("施行日期"), widget=DayInput, help_text=_("文件写明的施行之日；原来的版本到前一天为止。")
    )

    def clean_issued_on(self) -> Any:
        return _not_ahead(self.cleaned_data["issued_on"])

    def clean_effective_on(self) -> Any:
        return _not_ahead(self.cleaned_data["effective_on"])


class DropForm(Guided, forms.Form):
    """A draft is given up."""

    examples = (("reason", "并入《采购管理办法》修订，不再单独起草"),)
    reason = forms.CharField(label=_("作废原因"), max_length=200, help_text=_("草稿和评估仍可查阅。"))


class RepealForm(Guided, forms.Form):
    """A regulation ends without another version."""

    examples = (("reason", "相关内容已并入《采购管理办法》"),)
    ended_on = forms.DateField(label=_("废止日期"), widget=DayInput, help_text=_("废止文件写明的日期。"))
    reason = forms.CharField(label=_("废止原因"), max_length=200, help_text=_("写明由什么替代、依据什么文件。"))

    def clean_ended_on(self) -> Any:
        return _not_ahead(self.cleaned_data["ended_on"])


def _not_ahead(day: Any) -> Any:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("日期不能晚于今天；到了那一天再登记。"))
    return day
