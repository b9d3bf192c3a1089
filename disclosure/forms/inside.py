"""Filters of 院内公开."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core import forms as core_forms
from disclosure.states import Topic
from powers.states import DisclosureScope

ALL = ("", _("全部"))
INSIDE = [choice for choice in DisclosureScope.choices if choice[0] not in ("society", "none")]


class InsideFilters(core_forms.Filters):
    topic = forms.ChoiceField(label=_("栏目"), required=False, choices=[ALL, *Topic.choices])
    scope = forms.ChoiceField(label=_("公开范围"), required=False, choices=[ALL, *INSIDE])
