"""The filters of receipts, and recording one that was given on paper."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from controls import queries
from controls.documents import scans
from controls.models import ControlTable
from controls.states import ReceiptState
from core.forms import DayInput, Filters, Guided, LongChoice
from organization import queries as organization_queries


class ReceiptFilters(Filters):
    lookups = (("department", "post__department"), ("state", "receipt_state"), ("paper", "is_on_paper"))

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *ReceiptState.choices])
    paper = forms.ChoiceField(
        label=_("方式"), required=False, choices=[("", _("全部")), ("False", _("系统内")), ("True", _("纸质"))]
    )
    department = forms.ModelChoiceField(
        label=_("部门"), required=False, queryset=None, empty_label=_("全部"), widget=LongChoice
    )

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class PaperReceiptForm(Guided, forms.Form):
    """Who signed on paper when, and where the sheet is."""

    examples = (("paper_place", "科室文件柜 3 号盒《2026年签收单》第 2 页"),)
    conditional = ("paper_place", "scan")

    tenure = forms.ModelChoiceField(
        label=_("签收人"),
        queryset=None,
        widget=LongChoice,
        help_text=_("只列没有登录账号、还未登记的在岗人员；有账号的须本人签收。"),
    )
    signed_on = forms.DateField(label=_("签收日期"), widget=DayInput, help_text=_("签收单上写的日期。"))
    paper_place = forms.CharField(
        label=_("原件存放处"),
        required=False,
        max_length=200,
        help_text=_("写明签收单原件在哪里；上传扫描件的可以不写。"),
    )
    scan = forms.FileField(
        label=_("签收单扫描件"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=_("PDF 或图片，不超过 5 MB。"),
    )

    def __init__(self, *args: Any, table: ControlTable, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.table = table
        self.fields["tenure"].queryset = queries.paper_signers(table)  # type: ignore[attr-defined]
        self.fields["tenure"].label_from_instance = _named  # type: ignore[attr-defined]

    def clean_signed_on(self) -> Any:
        day, since = self.cleaned_data["signed_on"], timezone.localdate(self.table.in_force_at)
        if not since <= day <= timezone.localdate():
            raise forms.ValidationError(_("请填一览表生效（%(day)s）至今天之间的日期。") % {"day": since})
        return day

    def clean_scan(self) -> Any:
        """Raises a fault for what is neither PDF nor picture, whatever its name says."""
        file = self.cleaned_data["scan"]
        if not file:
            return None
        data = file.read(scans.MOST_BYTES + 1)
        content_type, ending = scans.content_type_of(data)
        if not content_type:
            raise forms.ValidationError(_("只能上传不超过 5 MB 的 PDF 或图片（jpg、png）。"))
        return {"data": data, "name": f"{_('签收单')}{ending}", "content_type": content_type}

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not cleaned.get("paper_place", "").strip() and not cleaned.get("scan") and "scan" not in self.errors:
            self.add_error("paper_place", _("请写明原件存放处，或上传扫描件。"))
        return cleaned


def _named(tenure: Any) -> str:
    return f"{tenure.post} · {tenure.person}"
