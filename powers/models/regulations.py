"""制度的版本 and 制度廉洁性评估: what a version was asked, answered, corrected, and what the discipline office said."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from powers.states import Answer, RegulationState, ReviewEvent, ReviewItem, ReviewState


class RegulationVersion(models.Model):
    """One version of a regulation; what was in force once stays readable for ever."""

    regulation = models.ForeignKey("powers.Regulation", models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("第几版"))
    edition = models.CharField(_("版本"), max_length=40, blank=True)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    ended_on = models.DateField(_("失效日期"), null=True, blank=True)
    ended_reason = models.CharField(_("废止或作废原因"), max_length=200, blank=True)
    summary = models.TextField(_("主要内容"), blank=True)
    changes = models.TextField(_("修订内容"), blank=True)
    text = models.ForeignKey(
        "core.Attachment", models.PROTECT, null=True, blank=True, verbose_name=_("正文"), related_name="+"
    )
    state = models.CharField(_("状态"), max_length=10, choices=RegulationState.choices, default=RegulationState.DRAFT)
    is_existing = models.BooleanField(_("沿用的现行制度"), default=False)
    """It was in force before reviews were asked for: it needs none, and is listed as 未评估."""
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regulation", "number"], name="regulation_version_number_once"),
            models.UniqueConstraint(
                fields=["regulation"], condition=Q(state=RegulationState.IN_FORCE), name="regulation_in_force_once"
            ),
            models.UniqueConstraint(
                fields=["regulation"], condition=Q(state=RegulationState.DRAFT), name="regulation_drafted_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[RegulationState.DRAFT, RegulationState.DROPPED])
                | Q(is_existing=True)
                | Q(effective_on__isnull=False),
                name="regulation_in_force_since_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(effective_on__isnull=True) | Q(ended_on__gte=F("effective_on")),
                name="regulation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RegulationState.REPEALED, RegulationState.DROPPED]) | ~Q(ended_reason=""),
                name="regulation_ends_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_on", "id"], name="regulation_version_state")]

    def __str__(self) -> str:
        return f"{self.regulation}{self.label}"

    def get_absolute_url(self) -> str:
        return reverse("powers:version", args=[self.pk])

    @property
    def label(self) -> str:
        """What the hospital calls the version, else its number in the library."""
        return self.edition or _("第%(number)d版") % {"number": self.number}


class RegulationReview(models.Model):
    """制度廉洁性评估 of one version by who drafted it (part 二(三): 谁制定、谁负责，谁起草、谁评估)."""

    version = models.OneToOneField(RegulationVersion, models.PROTECT, related_name="review")
    state = models.CharField(_("状态"), max_length=10, choices=ReviewState.choices, default=ReviewState.DRAFT)
    conclusion = models.TextField(_("评估结论"), blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    completed_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="regulation_review_submitted_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.DRAFT) | Q(Q(submitted_at__isnull=False), ~Q(conclusion="")),
                name="regulation_review_submitted_has_conclusion",
            ),
            models.CheckConstraint(
                condition=Q(state=ReviewState.COMPLETED, completed_at__isnull=False)
                | Q(~Q(state=ReviewState.COMPLETED), completed_at__isnull=True),
                name="regulation_review_completed_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at", "id"], name="regulation_review_waiting")]

    def __str__(self) -> str:
        return _("%(version)s廉洁性评估") % {"version": self.version}

    def get_absolute_url(self) -> str:
        return reverse("powers:review", args=[self.pk])


class ReviewAnswer(models.Model):
    """The answer to one item of the checklist; a risk is described."""

    review = models.ForeignKey(RegulationReview, models.PROTECT, related_name="answers")
    item = models.CharField(_("评估内容"), max_length=14, choices=ReviewItem.choices)
    answer = models.CharField(_("结论"), max_length=16, choices=Answer.choices)
    note = models.TextField(_("说明"), blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "item"], name="review_answers_an_item_once"),
            models.CheckConstraint(condition=~Q(answer=Answer.AT_RISK) | ~Q(note=""), name="review_risk_is_described"),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.get_answer_display()}"


class ReviewCorrection(models.Model):
    """修改事项: what must be corrected because of a risk, by when, and what was done about it."""

    review = models.ForeignKey(RegulationReview, models.PROTECT, related_name="corrections")
    item = models.CharField(_("评估内容"), max_length=14, choices=ReviewItem.choices)
    text = models.TextField(_("修改事项"))
    due_on = models.DateField(_("完成期限"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    result = models.TextField(_("修改结果"), blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_by__isnull=True, result="")
                | Q(Q(done_on__isnull=False, done_by__isnull=False), ~Q(result="")),
                name="review_correction_done_has_who_when_and_what",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(done_on__isnull=True), name="review_correction_open")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ReviewOpinion(models.Model):
    """监督意见: what the discipline office said to a review as it then stood; inserted once."""

    review = models.ForeignKey(RegulationReview, models.PROTECT, related_name="opinions")
    verdict = models.CharField(
        _("意见"),
        max_length=14,
        choices=[(event.value, event.label) for event in (ReviewEvent.NO_OBJECTION, ReviewEvent.RETURN)],
    )
    reason = models.TextField(_("理由"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    content = models.JSONField(default=dict)
    """The answers, the conclusion and the corrections as they were read."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict=ReviewEvent.RETURN) | ~Q(reason=""), name="review_return_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())
