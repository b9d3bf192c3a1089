"""党委会 and 议题: what the committee resolved, recorded; attendance, quorum and votes grow on these."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.states import AgendaVerdict


class Meeting(models.Model):
    """A meeting of a body with its date and number."""

    body = models.ForeignKey("organization.Body", models.PROTECT, verbose_name=_("会议主体"), related_name="+")
    number = models.CharField(_("会议编号"), max_length=40)
    """For example 党委会〔2026〕12号."""
    held_on = models.DateField(_("会议日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once")]
        indexes = [models.Index(fields=["-held_on", "-id"], name="meeting_held_on")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("approvals:meeting", args=[self.pk])


class AgendaItem(models.Model):
    """议题: one submission before the committee and what was resolved on it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("序号"))
    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="agenda_items")
    verdict = models.CharField(_("决议"), max_length=10, choices=AgendaVerdict.choices)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
            models.UniqueConstraint(fields=["meeting", "submission"], name="agenda_submission_once"),
            models.CheckConstraint(
                condition=Q(verdict=AgendaVerdict.AGREE) | ~Q(reason=""), name="agenda_no_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.position}"


class AgendaRow(models.Model):
    """A row on which the committee resolved apart from the rest of its item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="rows")
    row = models.ForeignKey("approvals.SubmissionRow", models.PROTECT, related_name="+")
    verdict = models.CharField(_("决议"), max_length=10, choices=AgendaVerdict.choices)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "row"], name="agenda_row_once"),
            models.CheckConstraint(
                condition=Q(verdict=AgendaVerdict.AGREE) | ~Q(reason=""), name="agenda_row_no_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.row}"
