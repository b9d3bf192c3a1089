"""Filters of the audit trail."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters
from core.registry import registry


class TrailFilters(Filters):
    lookups = (("actor", "actor_name"),)

    actor = forms.CharField(label=_("操作人"), required=False, max_length=60)
    verb = forms.CharField(label=_("动作"), required=False, max_length=60, help_text=_("如：授予角色"))
    since = forms.DateField(label=_("自"), required=False, widget=DayInput)
    until = forms.DateField(label=_("至"), required=False, widget=DayInput)

    def filter_verb(self, rows: QuerySet, value: str) -> QuerySet:
        """Verbs called so, in whole or in part, and those whose code begins so."""
        called = [verb for verb, word in registry.verbs.items() if value in str(word)]
        return rows.filter(Q(verb__in=called) | Q(verb__startswith=value))

    def filter_since(self, rows: QuerySet, value) -> QuerySet:
        return rows.filter(at__date__gte=value)

    def filter_until(self, rows: QuerySet, value) -> QuerySet:
        return rows.filter(at__date__lte=value)
