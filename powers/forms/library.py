"""Forms and filters of the library of legal bases."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters, Guided, Versioned
from powers.states import BasisStatus

ALL = ("", _("全部"))


class BasisFilters(Filters):
    status = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *BasisStatus.choices])


class Verified(Guided, forms.Form):
    """What a basis' status asks for: 有效 needs the day somebody checked it, which never lies ahead."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        day = cleaned.get("verified_on")
        if cleaned.get("status") == BasisStatus.VALID and not day:
            self.add_error("verified_on", _("标为“有效”须写明哪一天核对过原文。"))
        if day and day > timezone.localdate():
            self.add_error("verified_on", _("核对日期不能晚于今天。"))
        return cleaned


class BasisForm(Verified, Versioned):
    """A legal basis; its code is given by the library."""

    examples = (
        ("title", "医疗机构药事管理规定"),
        ("document_number", "卫医政发〔2011〕11号"),
        ("article", "第二十三条、第二十五条"),
        ("issuer", "原卫生部、国家中医药管理局、总后勤部卫生部"),
        ("note", "据官网文本核对；第二十三条为药品采购管理"),
    )
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("写全称，不加书名号。"))
    document_number = forms.CharField(
        label=_("文号"), max_length=80, required=False, help_text=_("照原文写，含年份的六角括号。")
    )
    article = forms.CharField(
        label=_("条款"), max_length=200, required=False, help_text=_("职权所依的条款，可写多条。")
    )
    issuer = forms.CharField(label=_("发布机关"), max_length=120, required=False, help_text=_("联合发文的都写上。"))
    status = forms.ChoiceField(
        label=_("状态"), choices=BasisStatus.choices, help_text=_("没见过原文的一律为“待核”，核对后再改。")
    )
    verified_on = forms.DateField(
        label=_("核对日期"), required=False, widget=DayInput, help_text=_("哪一天对照原文核对。")
    )
    note = forms.CharField(
        label=_("备注"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("据何处核对、还有什么没核。"),
    )


class VerifyForm(Verified, Versioned):
    """Somebody checked a basis against its source."""

    examples = (("note", "官网标注已被2026年第5号令废止"),)
    status = forms.ChoiceField(label=_("核对结果"), choices=BasisStatus.choices, widget=forms.RadioSelect)
    verified_on = forms.DateField(
        label=_("核对日期"), required=False, widget=DayInput, help_text=_("哪一天对照原文核对。")
    )
    note = forms.CharField(
        label=_("备注"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("据何处核对、发现了什么。"),
    )
