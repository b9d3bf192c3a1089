"""Filters of a person's reminders."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import Filters
from core.registry import registry


class ReminderFilters(Filters):
    kind = forms.ChoiceField(label=_("类别"), required=False)
    due = forms.ChoiceField(
        label=_("期限"), required=False, choices=[("", _("全部")), ("overdue", _("已逾期")), ("ahead", _("未到期"))]
    )

    def prepare(self) -> None:
        titles = [(kind, source.title) for kind, source in registry.reminders()]
        self.fields["kind"].choices = [("", _("全部")), *titles]  # type: ignore[attr-defined]

    def filter_due(self, rows: QuerySet, value: str) -> QuerySet:
        today = timezone.localdate()
        return rows.filter(due_on__lt=today) if value == "overdue" else rows.filter(due_on__gte=today)
