"""What is printed of a meeting, and the filing of the leadership's approved lists with its receipt."""

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.states import FilingState
from core.forms import DayInput, Filters, Guided


class MeetingPrintForm(forms.Form):
    """Which paper of a meeting, as which file."""

    paper = forms.ChoiceField(label=_("文件"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("格式"),
        widget=forms.RadioSelect,
        initial="pdf",
        choices=[("pdf", _("PDF，直接打印")), ("docx", _("Word，可按本院文头调整"))],
    )

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].choices = papers  # type: ignore[attr-defined]
        self.fields["paper"].initial = papers[0][0]


class FilingFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *FilingState.choices])
    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)


class SendFilingForm(forms.Form):
    """The day on which a filing went out."""

    sent_on = forms.DateField(label=_("报送日期"), widget=DayInput)
    note = forms.CharField(
        label=_("说明"), required=False, max_length=300, help_text=_("写入备案报告，如报送方式、需要说明的变化。")
    )


class ReceiptForm(Guided, forms.Form):
    """The receipt of the body above."""

    examples = (("number", "江卫党备〔2026〕8号"),)

    number = forms.CharField(label=_("回执编号"), max_length=60)
    on = forms.DateField(label=_("回执日期"), widget=DayInput)
