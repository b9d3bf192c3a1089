"""意见 and 批注: what the holders of a stage said, inserted once and never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.states import VERDICTS_WITH_REASON, EventKind, Verdict


class Decision(models.Model):
    """A person's verdict at a stage. It covers every row of the submission but those of its recusals."""

    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="decisions")
    stage = models.ForeignKey("approvals.Stage", models.PROTECT, null=True, blank=True, related_name="decisions")
    verdict = models.CharField(_("意见"), max_length=14, choices=Verdict.choices)
    reason = models.TextField(_("理由"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("代理"), related_name="+"
    )
    agenda_item = models.ForeignKey("approvals.AgendaItem", models.PROTECT, null=True, blank=True, related_name="+")
    submission_version = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "submission_version"], name="decision_once_a_version"),
            models.CheckConstraint(
                condition=~Q(verdict__in=VERDICTS_WITH_REASON) | ~Q(reason=""), name="decision_no_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.get_verdict_display()}"


class Recusal(models.Model):
    """回避: a person did not decide a row at a stage, and why."""

    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="recusals")
    stage = models.ForeignKey("approvals.Stage", models.PROTECT, related_name="recusals")
    row = models.ForeignKey("approvals.SubmissionRow", models.PROTECT, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, blank=True, related_name="recusals")
    item = models.ForeignKey("approvals.AgendaItem", models.PROTECT, null=True, blank=True, related_name="recusals")
    """In the committee: the item under which the row was taken."""
    reason = models.CharField(_("回避理由"), max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "row", "person"], condition=Q(item__isnull=True), name="recusal_once"
            ),
            models.UniqueConstraint(
                fields=["item", "row", "person"], condition=Q(item__isnull=False), name="recusal_once_an_item"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="recusal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.row}"


class Remark(models.Model):
    """批注 on one row, made at a stage; a return carries them to the department."""

    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="remarks")
    row = models.ForeignKey("approvals.SubmissionRow", models.PROTECT, related_name="remarks")
    stage = models.ForeignKey("approvals.Stage", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("批注"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="remark_has_text")]

    def __str__(self) -> str:
        return self.text[:40]


class StageEvent(models.Model):
    """What the system did at a stage: skipped it, or passed rows on that nobody there may decide."""

    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="events")
    stage = models.ForeignKey("approvals.Stage", models.PROTECT, null=True, blank=True, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    rows = models.ManyToManyField("approvals.SubmissionRow", blank=True, related_name="events")
    text = models.CharField(max_length=300)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.text
