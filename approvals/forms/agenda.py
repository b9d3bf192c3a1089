"""Forms of an item: putting it on the agenda, recusal, voting apart, opinions, who carries it out."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from approvals import queries, rules
from approvals.models import AgendaItem, SubmissionRow
from core.forms import DayInput, Guided
from core.rules import refusal

BETWEEN_CODES = re.compile(r"[\s,，、;；]+")
WHOLE, SOME = "whole", "some"


class FollowUpForm(Guided, forms.Form):
    """落实: who carries it out by when."""

    examples: ClassVar[Sequence[tuple[str, Any]]] = (("implementer", _("党办牵头，各部门落实")),)

    implementer = forms.CharField(label=_("落实责任"), max_length=80, required=False)
    due_on = forms.DateField(label=_("落实期限"), required=False, widget=DayInput)


class ItemForm(FollowUpForm):
    """One item with the submissions it carries."""

    examples: ClassVar[Sequence[tuple[str, Any]]] = (
        ("title", _("审定药剂科2026年第1版清单")),
        *FollowUpForm.examples,
    )

    submissions = forms.ModelMultipleChoiceField(
        label=_("列入议题的报审"), queryset=None, error_messages={"required": _("请至少选择一份报审。")}
    )
    title = forms.CharField(label=_("议题"), max_length=120)

    def __init__(self, *args: Any, by: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["submissions"].queryset = queries.waiting_for_committee(by)  # type: ignore[attr-defined]
        self.order_fields(["title", "implementer", "due_on", "submissions"])  # type: ignore[attr-defined]

    def clean_submissions(self) -> Any:
        picked = self.cleaned_data["submissions"]
        if len(picked) > 1 and any(each.is_leadership for each in picked):
            raise ValidationError(_("班子成员的清单逐人审定，请单独作为一项议题。"))
        return picked


class _OfRows(Guided, forms.Form):
    """A form that may name rows of the item by their codes."""

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.item = item

    def clean_codes(self) -> list[SubmissionRow]:
        codes = [code for code in BETWEEN_CODES.split(self.cleaned_data["codes"]) if code]  # type: ignore[attr-defined]
        rows = queries.rows_named(self.item, codes) if codes else []
        missing = [code for code in codes if code not in {row.code for row in rows}]
        if missing:
            raise ValidationError(_("本议题中没有编码“%(code)s”。"), params={"code": missing[0]})
        return rows


class RecusalForm(_OfRows):
    """申报回避: the whole item, or rows of it."""

    examples = (("codes", "YP-07、YP-08"), ("reason", _("配偶在该科室任职")))
    conditional = ("codes",)

    scope = forms.ChoiceField(
        label=_("回避哪些内容"),
        choices=[(WHOLE, _("整项议题")), (SOME, _("只回避其中的条目"))],
        initial=WHOLE,
        widget=forms.RadioSelect,
    )
    codes = forms.CharField(
        label=_("条目编码"), max_length=600, required=False, help_text=_("只回避部分条目时填写，用顿号分开。")
    )
    reason = forms.CharField(label=_("回避理由"), max_length=120)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.get("scope") == SOME and not cleaned.get("codes") and "codes" not in self.errors:
            self.add_error("codes", _("请填写要回避的条目编码。"))
        if cleaned.get("scope") == WHOLE:
            cleaned["codes"] = []
        return cleaned


class ApartForm(_OfRows):
    """单列表决: a department, or rows."""

    examples = (("codes", "YP-07、YP-08"),)

    entry = forms.ModelChoiceField(
        label=_("部门"),
        queryset=None,
        required=False,
        empty_label=_("不单列部门"),
        help_text=_("该部门的清单单独表决。"),
    )
    codes = forms.CharField(
        label=_("条目编码"), max_length=600, required=False, help_text=_("每个条目各自表决，用顿号分开。")
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, item=item, **kwargs)
        field = self.fields["entry"]
        field.queryset = queries.entries_of(item).filter(is_apart=False)  # type: ignore[attr-defined]
        field.label_from_instance = lambda entry: str(entry.submission)  # type: ignore[attr-defined]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("entry") and not cleaned.get("codes"):
            self.add_error("entry", _("请选择部门，或填写条目编码。"))
        return cleaned


class OpinionForm(forms.Form):
    """发言: who said what, in the order of speaking."""

    person = forms.ModelChoiceField(label=_("发言人"), queryset=None, empty_label=_("请选择"))
    entry = forms.ModelChoiceField(label=_("针对"), queryset=None, required=False, empty_label=_("整项议题"))
    text = forms.CharField(label=_("发言要点"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, by: Any, item: AgendaItem, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.by, self.item = by, item
        self.fields["person"].queryset = queries.speakers(item)  # type: ignore[attr-defined]
        entries = queries.entries_of(item)
        self.fields["entry"].queryset = entries  # type: ignore[attr-defined]
        self.fields["entry"].label_from_instance = lambda entry: str(entry.submission.department)  # type: ignore[attr-defined]
        if entries.count() == 1:  # one department is the whole item
            del self.fields["entry"]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if not self.errors:
            said = rules.state_opinion, self.by, self.item, cleaned["person"], cleaned.get("entry")
            if denied := refusal(*said):
                self.add_error("entry" if "entry" in self.fields else "person", f"{denied.reason}{denied.help}")
        return cleaned
