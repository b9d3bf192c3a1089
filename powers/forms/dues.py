"""Forms and filters of what is due for review after a basis or a regulation changed."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import Filters, Guided
from organization import queries as organization_queries
from powers.states import DueCause, DueState

ALL = ("", _("全部"))


class DueFilters(Filters):
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[ALL, *DueState.choices])
    cause = forms.ChoiceField(label=_("原因"), required=False, choices=[ALL, *DueCause.choices])
    department = forms.ModelChoiceField(label=_("部门"), required=False, queryset=None, empty_label=_("全部"))

    def prepare(self) -> None:
        self.fields["department"].queryset = organization_queries.departments()  # type: ignore[attr-defined]


class ConfirmDueForm(Guided, forms.Form):
    """The department has looked: nothing is to be changed, and why; the same may hold for others beside it."""

    examples = (("reason", "新办法第二十三条与旧办法第八条内容一致，本项职权的程序和时限不受影响"),)
    reason = forms.CharField(
        label=_("为什么无需调整"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明对照了哪些条款；要调整的，不要在这里确认，请开新版修改。"),
    )
    also = forms.MultipleChoiceField(
        label=_("同一变动涉及的其他项，一并确认"), required=False, widget=forms.CheckboxSelectMultiple
    )

    stamps = forms.CharField(widget=forms.HiddenInput, required=False)
    """What each due was when the page was opened: `due:stamp`, the service refuses what came too late."""

    def __init__(self, *args: Any, beside: QuerySet, stamps: Mapping[int, int], **kwargs: Any):
        words = " ".join(f"{due}:{stamp}" for due, stamp in stamps.items())
        super().__init__(*args, initial={"stamps": words}, **kwargs)
        choices = [(str(each.pk), str(each)) for each in beside]
        if choices:
            self.fields["also"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["also"]

    def clean_stamps(self) -> dict[int, int] | None:
        words = self.cleaned_data["stamps"]
        if not words:
            return None
        if not re.fullmatch(r"\d{1,18}:\d{1,18}( \d{1,18}:\d{1,18})*", words):
            raise forms.ValidationError(_("页面已过期，请刷新后再确认。"))
        return {int(due): int(stamp) for due, stamp in (word.split(":") for word in words.split())}
