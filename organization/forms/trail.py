"""Filters of the audit trail."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, Filters


class TrailFilters(Filters):
    lookups = (
        ("verb", "verb__startswith"),
        ("actor", "actor_name"),
    )

    actor = forms.CharField(label=_("操作人"), required=False, max_length=60)
    verb = forms.CharField(label=_("动作"), required=False, max_length=60)
    since = forms.DateField(label=_("自"), required=False, widget=DayInput)
    until = forms.DateField(label=_("至"), required=False, widget=DayInput)

    def filter_since(self, rows: QuerySet, value) -> QuerySet:
        return rows.filter(at__date__gte=value)

    def filter_until(self, rows: QuerySet, value) -> QuerySet:
        return rows.filter(at__date__lte=value)
