"""Forms and filters of self-checks and of the hospital's report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, FilesField, Filters, Guided, LongChoice, Versioned
from core.models import Attachment
from organization import queries as organization_queries
from supervision.calculations.sections import Section
from supervision.forms.days import hold
from supervision.forms.findings import Placed
from supervision.models import SelfCheckAnswer
from supervision.states.self_checks import AnswerState, Content, SelfCheckState


class SelfCheckFilters(Filters):
    lookups = (("year", "cycle__year"),)

    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *SelfCheckState.choices])
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )
    due = forms.ChoiceField(
        label=_("期限"), required=False, choices=[("", _("全部")), ("late", _("逾期未报")), ("working", _("未报送"))]
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]

    def filter_due(self, rows: QuerySet, value: str) -> QuerySet:
        working = rows.filter(state__in=SelfCheckState.editable())
        return working.filter(due_on__lt=timezone.localdate()) if value == "late" else working


class AnswerForm(Guided, forms.Form):
    """What is said of one item: state, note, files. A draft may leave it open."""

    state = forms.ChoiceField(
        label=_("落实情况"), required=False, choices=AnswerState.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("已落实的写佐证在哪里；没有落实到位的写情况和原因。"),
    )
    files = FilesField(label=_("佐证文件"), required=False, help_text=_("PDF、图片、Word、Excel，每份不超过 5 MB。"))  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    conditional = ("state", "note", "files")


@dataclass(frozen=True)
class AnswerRow:
    """One item on the page where all are answered."""

    answer: SelfCheckAnswer
    form: AnswerForm
    files: Sequence[Attachment]

    @property
    def entry(self) -> dict[str, Any]:
        """The fields of `services.self_check_answers.AnswerEntry`."""
        return {"answer_id": self.answer.pk, **self.form.cleaned_data}


def answer_row(
    answer: SelfCheckAnswer,
    files: Sequence[Attachment],
    data: Any = None,
    uploads: Any = None,
    *,
    is_alone: bool = False,
) -> AnswerRow:
    """The item with its form; among others each has a prefix of its own."""
    initial = {"state": answer.state, "note": answer.note, "version": answer.version}
    form = AnswerForm(data, uploads, prefix=None if is_alone else f"a{answer.pk}", initial=initial)
    return AnswerRow(answer, form, files)


def answer_rows(
    answers: Sequence[SelfCheckAnswer],
    files: Mapping[int, Sequence[Attachment]],
    data: Any = None,
    uploads: Any = None,
) -> list[AnswerRow]:
    """Each item with its form, in the order given."""
    return [answer_row(each, files.get(each.pk, []), data, uploads) for each in answers]


def by_content(rows: Sequence[Any]) -> list[tuple[Content, list[Any]]]:
    """Rows (or answers) under the four contents."""
    found: dict[str, list[Any]] = {content: [] for content in Content}
    for row in rows:
        found[getattr(row, "answer", row).content].append(row)
    return [(content, found[content]) for content in Content]


class FindingForm(Guided, Placed):
    """What is wrong, where it belongs unless the item is a measure, and until when it is put right."""

    examples = (
        ("text", "三份采购验收单没有双人签字，措施要求双人验收"),
        ("new_point", "验收由申购人一人签字，可能虚报数量"),
    )
    field_order = ("text", "point", "new_point", "evidence", "days")

    text = forms.CharField(
        label=_("问题"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清哪里不符合措施的要求。"),
    )
    evidence = forms.CharField(
        label=_("依据和事实"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    days = forms.IntegerField(
        label=_("整改期限（工作日）"), min_value=1, max_value=250, initial=10, help_text=_("从今天起算的工作日数。")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.ask_place(cleaned)
        return cleaned


class ReportForm(Versioned):
    """The sections of a report, each in a box of its own."""

    def __init__(self, *args: Any, sections: Sequence[Section], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for section in sections:
            self.fields[section.key] = forms.CharField(
                label=section.title,
                initial=section.text,
                max_length=8000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("已由人工改写。") if section.is_written_by_hand else "",
            )

    @property
    def texts(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "version"}


class SignForm(forms.Form):
    """What the head saw when signing."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)


class ReturnForm(Guided, forms.Form):
    """Why a report goes back."""

    examples = (("reason", "第3条措施填报已落实，但没有验收记录，请补充佐证"),)

    reason = forms.CharField(
        label=_("退回理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清要补什么、改什么。"),
    )


class SendReportForm(Guided, Versioned):
    """To whom, under which number and on which day the hospital's report went."""

    examples = (("document_number", "江一院〔2026〕18号"),)

    body = forms.CharField(label=_("报送机构"), max_length=80)
    document_number = forms.CharField(label=_("发文字号"), max_length=60)
    sent_on = forms.DateField(label=_("报送日期"), widget=DayInput)

    def __init__(self, *args: Any, opened_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.opened_on = opened_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "sent_on", since=self.opened_on, than=_("年度启动日期"), is_past=True)
        return cleaned


class ReportReceiptForm(Guided, forms.Form):
    """What the body above answered."""

    examples = (("number", "江预防办收〔2026〕31号"),)

    number = forms.CharField(label=_("回执编号"), max_length=60)
    on = forms.DateField(label=_("回执日期"), widget=DayInput)

    def __init__(self, *args: Any, sent_on: date | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.sent_on = sent_on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        hold(self, "on", since=self.sent_on, than=_("报送日期"), is_past=True)
        return cleaned
