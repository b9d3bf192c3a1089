"""Putting a text in force right, the list of 更正, putting the year's to the committee."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from approvals import queries, rules
from core import calculations
from core.forms import Filters, Guided, LongChoice
from core.registry import Wording, registry
from core.rules import refusal
from organization import queries as organization_queries

ONE_LINE = 120
"""Texts of at most so many characters are written on one line."""


class CorrectionForm(Guided, forms.Form):
    """The new text of a wording, and why; `before` brings back what the page showed, `checked` the text whose changes it showed."""

    examples: ClassVar[Any] = (("reason", gettext_lazy("“采购”误写为“采构”，系录入错误")),)

    after = forms.CharField(
        label=gettext_lazy("更正为"),
        help_text=gettext_lazy("在原文上改，只改错别字、漏字、标点；数字不能改。"),
        error_messages={"required": gettext_lazy("请填写更正后的文字。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写明为什么更正，例如错在哪里。")},
    )
    before = forms.CharField(widget=forms.HiddenInput, required=False)
    checked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, wording: Wording, **kwargs: Any):
        super().__init__(*args, initial={"after": wording.text}, **kwargs)
        self.wording = wording
        is_short = wording.max_length is not None and wording.max_length <= ONE_LINE
        rows = max(3, len(wording.text) // 30 + wording.text.count("\n") + 2)
        self.fields["after"].widget = forms.TextInput() if is_short else forms.Textarea(attrs={"rows": rows})

    def clean_after(self) -> str:
        after = calculations.plain_text(self.cleaned_data["after"])
        if denied := refusal(rules.wording, self.wording, after):
            raise ValidationError(f"{denied.reason}{denied.help}")
        return after

    def clean_before(self) -> str:
        before = self.cleaned_data["before"]
        if calculations.plain_text(before) != calculations.plain_text(self.wording.text):
            raise ValidationError(_("您打开页面之后，这段文字已被更正。"))
        return before

    @property
    def is_stale(self) -> bool:
        """Was the text put right by somebody else meanwhile?"""
        return "before" in self.errors

    @property
    def is_checked(self) -> bool:
        """Has the person seen what would change?"""
        return calculations.plain_text(self.cleaned_data["checked"]) == self.cleaned_data["after"]


class CorrectionFilters(Filters):
    year = forms.IntegerField(label=gettext_lazy("更正年度"), required=False, min_value=2000, max_value=2100)
    department = forms.ModelChoiceField(
        label=gettext_lazy("部门"),
        required=False,
        queryset=None,
        empty_label=gettext_lazy("全部"),
        widget=LongChoice,
    )
    list_kind = forms.ChoiceField(label=gettext_lazy("清单"), required=False)

    lookups = (("year", "at__year"),)

    def prepare(self) -> None:
        kinds = [(handler.kind, handler.title) for handler in registry.handlers()]
        self.fields["list_kind"].choices = [("", gettext_lazy("全部")), *kinds]  # type: ignore[attr-defined]
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class ReportForm(forms.Form):
    """At which meeting the committee reads the year's corrections, where it is one of those in the book."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("党委会"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不在会上，另行送阅"),
        help_text=gettext_lazy("选了会议的，委员在会议的页面上可以看到清单。"),
    )
    count = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, year: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = queries.meetings_to_report_at(year)  # type: ignore[attr-defined]
