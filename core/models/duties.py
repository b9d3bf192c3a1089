"""Work that must happen exactly once: rows with a unique key that the sweep claims."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.states import DutyState


class Duty(models.Model):
    """One piece of background work; a Celery message only wakes the sweep, the row is the truth."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=DutyState.choices, default=DutyState.WAITING)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("名称"), max_length=200, blank=True)
    phase = models.CharField(_("阶段"), max_length=80, blank=True)
    phase_number = models.PositiveSmallIntegerField(default=0)
    phase_count = models.PositiveSmallIntegerField(default=0)
    result = models.ForeignKey("core.Attachment", models.PROTECT, null=True, blank=True, related_name="+")
    result_url = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at", "id"], name="duty_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[DutyState.DONE, DutyState.FAILED], finished_at__isnull=False)
                | Q(state__in=[DutyState.WAITING, DutyState.RUNNING], finished_at__isnull=True),
                name="duty_finished_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key

    def get_absolute_url(self) -> str:
        return reverse("core:job", args=[self.pk])
