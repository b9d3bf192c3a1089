"""公开稿: what is written for an item of the catalogue, and the secrecy reviewer's checklist on it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.states import DraftState, ItemSource
from powers.states import DisclosureScope


class Draft(models.Model):
    """公开稿 of one item: through 党办, 保密审查 and the leader in charge, then published at its time.

    Its files are attachments of `disclosure.draft`.
    """

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`GK2026-0001`."""
    item = models.ForeignKey("DisclosureItem", models.PROTECT, related_name="drafts", verbose_name=_("公开事项"))
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("责任部门"), related_name="+"
    )
    """That of the item when it was drafted."""
    due = models.ForeignKey(
        "DueDisclosure", models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("对应待公开")
    )
    title = models.CharField(_("标题"), max_length=120)
    body = models.TextField(_("正文"))
    """Markdown without HTML: paragraphs, headings, lists, tables."""
    scope = models.CharField(_("公开范围"), max_length=14, choices=DisclosureScope.choices)
    publish_at = models.DateTimeField(_("发布时间"), null=True, blank=True)
    """Empty: as soon as it has passed."""
    corrects = models.ForeignKey(
        "Publication", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("更正")
    )
    reason = models.CharField(_("更正理由"), max_length=200, blank=True)
    source = models.CharField(max_length=16, choices=ItemSource.choices, blank=True, default=ItemSource.NONE)
    state = models.CharField(_("状态"), max_length=10, choices=DraftState.choices, default=DraftState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("起草时间"), auto_now_add=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    """Of what was passed; empty before."""
    published_as = models.OneToOneField("Publication", models.PROTECT, null=True, blank=True, related_name="draft")

    history = HistoricalRecords()

    class Meta:
        indexes = [
            models.Index(fields=["state", "-made_at", "-id"], name="draft_state"),
            models.Index(fields=["made_at", "id"], name="draft_made"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(reason=""), name="draft_that_corrects_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state=DraftState.PUBLISHED, published_as__isnull=False)
                | Q(~Q(state=DraftState.PUBLISHED), published_as__isnull=True),
                name="draft_published_has_its_publication",
            ),
            models.CheckConstraint(
                condition=Q(passed_at__isnull=True, sha256="") | Q(Q(passed_at__isnull=False), ~Q(sha256="")),
                name="draft_passed_has_when_and_hash",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[DraftState.SCHEDULED, DraftState.PUBLISHED]) | Q(passed_at__isnull=False),
                name="draft_on_its_way_out_has_passed",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(
                    state__in=[DraftState.DRAFT, DraftState.IN_REVIEW, DraftState.RETURNED, DraftState.SCHEDULED]
                ),
                name="one_correction_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("disclosure_desk:draft", args=[self.pk])


class SecrecyCheck(models.Model):
    """保密审查表 of one frozen draft: each point of the checklist answered, each found piece of personal data settled."""

    submission = models.OneToOneField("approvals.Submission", models.PROTECT, related_name="secrecy_check")
    content_hash = models.CharField(max_length=64)
    """Of what was frozen: the check speaks of this text and these files alone."""
    answers = models.JSONField(default=dict)
    """Point of the checklist → note; a point that is not there was not looked at."""
    findings = models.JSONField(default=list)
    """What the finder found: kind, place, a masked excerpt, and how it was settled."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    history = HistoricalRecords()

    def __str__(self) -> str:
        return f"{self.submission}"
