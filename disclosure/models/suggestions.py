"""意见建议: what the public wrote in, which the public face may only insert; and what the hospital made of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.states import HandlingState, Level, SuggestionKind


class Suggestion(models.Model):
    """意见建议 as it was sent: no address and no browser; name and contact only where they were given.

    Inserted by the public face under a key made here, so that the database role needs no right to read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("类型"), max_length=10, choices=SuggestionKind.choices)
    about_code = models.CharField(_("关于事项"), max_length=60, blank=True)
    """Code of the publication it was written at."""
    about_title = models.CharField(max_length=120, blank=True)
    department_code = models.CharField(_("关于部门"), max_length=20, blank=True)
    text = models.TextField(_("内容"), blank=True)
    name = models.CharField(_("称呼"), max_length=30, blank=True)
    contact = models.CharField(_("联系方式"), max_length=80, blank=True)
    is_public_allowed = models.BooleanField(_("同意公开问题和答复"), default=False)
    code_hash = models.CharField(max_length=64, unique=True)
    """Of the receipt code, which nobody keeps but the one who wrote."""
    token_hash = models.CharField(max_length=64, unique=True)
    """Of the form's signed token: a form sent twice is one suggestion."""
    received_at = models.DateTimeField(_("收到时间"))
    due_on = models.DateField(_("答复期限"))
    purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "id"], name="suggestion_received"),
            models.Index(fields=["due_on", "id"], name="suggestion_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True) & ~Q(text="")
                | Q(purged_at__isnull=False, text="", name="", contact=""),
                name="suggestion_has_its_text_until_purged",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localdate(self.received_at)}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure_desk:suggestion", args=[self.pk])

    @property
    def reply(self) -> "Reply | None":
        """What holds now: the latest, a correction over what it corrects."""
        return max(self.replies.all(), key=lambda each: each.pk, default=None)


class SuggestionFile(models.Model):
    """A file sent along, checked and written anew without metadata; kept in the database, deleted with the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Handling(models.Model):
    """办理 of a suggestion: made with the desk's first step; without one the suggestion waits to be taken in."""

    suggestion = models.OneToOneField(Suggestion, models.PROTECT, related_name="handling")
    state = models.CharField(_("状态"), max_length=10, choices=HandlingState.choices, default=HandlingState.RECEIVED)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("承办部门")
    )
    answer = models.TextField(_("答复"), blank=True)
    """As drafted, then as settled for the public, until it is told in a `Reply`."""
    title = models.CharField(_("公开的标题"), max_length=60, blank=True)
    question = models.TextField(_("公开的问题"), blank=True)
    """With `title` as the moderator lets it stand, while 保密审查 looks at both."""
    correction = models.TextField(_("更正理由"), blank=True)
    """Why an answer that was told is corrected, while 保密审查 looks at the correction."""
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审定人")
    )
    proposal = models.ForeignKey("risks.Proposal", models.PROTECT, null=True, blank=True, related_name="+")
    """群众帮: what became a proposed risk point."""
    finding = models.ForeignKey("supervision.Finding", models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("办结时间"), null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["answer", "title", "question", "correction"])

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="handling_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HandlingState.open(), closed_at__isnull=True)
                | Q(~Q(state__in=HandlingState.open()), closed_at__isnull=False),
                name="handling_closed_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[HandlingState.ASSIGNED, HandlingState.DRAFTED]) | Q(department__isnull=False),
                name="handling_assigned_has_a_department",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HandlingState.before_secrecy())
                | Q(department__isnull=False, settled_by__isnull=False)
                & ~Q(answer="")
                & ~Q(title="")
                & ~Q(question=""),
                name="handling_clearing_has_what_is_to_be_public",
            ),
            models.CheckConstraint(
                condition=~Q(state=HandlingState.CORRECTING) | ~Q(correction=""),
                name="handling_correcting_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}"


class Reply(models.Model):
    """回复: what the asker is told, and, where both agree, everybody. A correction is one more; the latest holds."""

    suggestion = models.ForeignKey(Suggestion, models.PROTECT, related_name="replies")
    text = models.TextField(_("答复"))
    reason = models.TextField(_("更正理由"), blank=True)
    """Why the one before is corrected; empty of the first."""
    is_refusal = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("答复时间"))
    publication = models.OneToOneField("Publication", models.PROTECT, null=True, blank=True, related_name="reply")
    """The public answer, a link of the chain, with the question as the moderator let it stand."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion"], condition=Q(reason=""), name="suggestion_answered_once"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class SlipBatch(models.Model):
    """评议码 printed together for one department or one service; each code may be used once.

    A code carries the batch, its number and a keyed digest of both: no table of codes has to be read to check one.
    """

    department = models.ForeignKey(
        "organization.Department", models.PROTECT, related_name="+", verbose_name=_("被评部门")
    )
    power_code = models.CharField(_("被评服务"), max_length=60, blank=True)
    title = models.CharField(_("评议对象"), max_length=120)
    """What the reader sees: the department or the service."""
    count = models.PositiveIntegerField(_("份数"))
    expires_on = models.DateField(_("有效期至"))
    is_closed = models.BooleanField(_("已停用"), default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="slip_batch_made")]
        constraints = [
            models.CheckConstraint(condition=Q(count__gt=0, count__lte=2000), name="slip_batch_has_slips"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("disclosure_desk:batch", args=[self.pk])


class Rating(models.Model):
    """评议: one slip's answer; it says nothing of who gave it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    batch = models.ForeignKey(SlipBatch, models.PROTECT, related_name="ratings")
    number = models.PositiveIntegerField()
    level = models.CharField(_("评价"), max_length=4, choices=Level.choices)
    reason = models.CharField(_("原因"), max_length=300, blank=True)
    rated_on = models.DateField(_("评议日期"))

    class Meta:
        indexes = [models.Index(fields=["batch", "rated_on"], name="rating_batch_day")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="slip_used_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="slip_number_counts_from_one"),
        ]

    def __str__(self) -> str:
        return self.get_level_display()


class OpenBatch(models.Model):
    """What the public face may read of a batch of slips: a database view of those in use."""

    title = models.CharField(max_length=120)
    count = models.PositiveIntegerField()
    expires_on = models.DateField()

    class Meta:
        managed = False
        db_table = "disclosure_open_batch"

    def __str__(self) -> str:
        return self.title
