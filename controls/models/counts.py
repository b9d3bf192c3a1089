"""The summary of control tables: how many measures at which progress are due when, for pages that would else count them all."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from controls.states import MeasureStatus


class MeasureCount(models.Model):
    """How many measures of a table stand at one progress and are due on one day (none: long-term).

    Written when the table comes into force, changed with every progress reported after that.
    """

    table = models.ForeignKey("controls.ControlTable", models.PROTECT, related_name="counts")
    status = models.CharField(max_length=10, choices=MeasureStatus.choices)
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "status", "due_on"], name="measure_count_once"),
            models.UniqueConstraint(
                fields=["table", "status"], condition=Q(due_on__isnull=True), name="measure_count_long_term_once"
            ),
            models.CheckConstraint(condition=Q(count__gte=0), name="measure_count_is_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.table_id} {self.status} {self.due_on}: {self.count}"
