"""工作日历: the hospital's own days over the national calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class CalendarDay(models.Model):
    """A day that is worked or not, whatever the national calendar says."""

    day = models.DateField(_("日期"), unique=True)
    is_workday = models.BooleanField(_("工作日"))
    note = models.CharField(_("说明"), max_length=80)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.day} {self.note}"
