"""The summary of registers: how many points of each type and grade, for pages that would else count them all."""

from django.db import models
from django.db.models import Q

from risks.states import Grade, RiskType


class RegisterCount(models.Model):
    """How many points of one type and grade a register holds, written once when it comes into force."""

    register = models.ForeignKey("risks.RiskRegister", models.PROTECT, related_name="counts")
    type = models.CharField(max_length=12, choices=RiskType.choices)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "type", "grade"], name="register_count_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="register_count_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.register_id} {self.type} {self.grade}: {self.count}"
