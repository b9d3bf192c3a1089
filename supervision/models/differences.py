"""The summary of what differs from last year, for pages that would else compare every row."""

from django.db import models
from django.db.models import Q

from risks.states import Fate


class EditionDifference(models.Model):
    """How many rows of a register or of a table have one fate against the edition that was in force when the year began in
    which this one came into force; written once, when it does."""

    register = models.ForeignKey(
        "risks.RiskRegister", models.PROTECT, null=True, blank=True, related_name="differences"
    )
    table = models.ForeignKey(
        "controls.ControlTable", models.PROTECT, null=True, blank=True, related_name="differences"
    )
    fate = models.CharField(max_length=8, choices=Fate.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "fate"], name="edition_difference_of_register_once"),
            models.UniqueConstraint(fields=["table", "fate"], name="edition_difference_of_table_once"),
            models.CheckConstraint(
                condition=Q(register__isnull=False, table__isnull=True) | Q(register__isnull=True, table__isnull=False),
                name="edition_difference_of_one_list",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="edition_difference_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.register_id or self.table_id} {self.fate}: {self.count}"
