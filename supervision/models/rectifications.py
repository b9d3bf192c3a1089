"""整改: who answers for a finding and how, extensions, rechecks, and 问责建议 that wait for the competent organ."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.findings import AccountabilityState, ExtensionState, ProposalGround


class Rectification(models.Model):
    """The plan of a finding (第三阶段: 制定工作措施), and the latest report that it was carried out."""

    finding = models.OneToOneField("supervision.Finding", models.PROTECT, related_name="rectification")
    owner_post = models.ForeignKey(
        "organization.Post", models.PROTECT, verbose_name=_("责任岗位"), related_name="rectifications"
    )
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("整改责任人"), related_name="rectifications"
    )
    measures = models.TextField(_("整改措施"))
    planned_on = models.DateField(_("制定日期"))
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("制定人"), related_name="+")
    report = models.TextField(_("整改报告"), blank=True)
    proof_note = models.CharField(_("佐证存放处"), max_length=300, blank=True)
    """Where the proof lies that is no file here."""
    reported_on = models.DateField(_("报告日期"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("报告人"), related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(measures=""), name="rectification_has_measures"),
            models.CheckConstraint(
                condition=Q(report="", reported_on__isnull=True, reported_by__isnull=True)
                | (~Q(report="") & Q(reported_on__isnull=False, reported_by__isnull=False)),
                name="rectification_reported_has_who_when_what",
            ),
        ]

    def __str__(self) -> str:
        return str(self.finding)

    def get_absolute_url(self) -> str:
        return self.finding.get_absolute_url()


class Extension(models.Model):
    """延期: a later deadline asked for with a reason, and what somebody else said to it."""

    finding = models.ForeignKey("supervision.Finding", models.PROTECT, related_name="extensions")
    state = models.CharField(_("批复"), max_length=8, choices=ExtensionState.choices, default=ExtensionState.WAITING)
    from_on = models.DateField(_("原期限"))
    days = models.PositiveSmallIntegerField(_("延长工作日"))
    to_on = models.DateField(_("延至"))
    reason = models.TextField(_("延期理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("申请人"), related_name="+")
    at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("批复人"), related_name="+"
    )
    answered_at = models.DateTimeField(_("批复时间"), null=True, blank=True)
    answer = models.TextField(_("批复意见"), blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="extension_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(state=ExtensionState.WAITING), name="extension_waits_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="extension_ends_later"),
            models.CheckConstraint(
                condition=Q(state=ExtensionState.WAITING, answered_by__isnull=True, answered_at__isnull=True)
                | (
                    ~Q(state=ExtensionState.WAITING)
                    & ~Q(answer="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="extension_answered_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")),
                name="extension_is_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.code} {self.from_on}–{self.to_on}"


class Recheck(models.Model):
    """复查: somebody else looked whether a finding is put right. Inserted once."""

    finding = models.ForeignKey("supervision.Finding", models.PROTECT, related_name="rechecks")
    is_passed = models.BooleanField(_("复查通过"))
    note = models.TextField(_("复查意见"))
    on = models.DateField(_("复查日期"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("复查人"), related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="recheck_has_a_note")]

    def __str__(self) -> str:
        return f"{self.finding.code} {self.on}"


class AccountabilityProposal(models.Model):
    """问责建议 (第三阶段, 责任追究): put before the competent organ by the system; nothing follows by itself."""

    finding = models.ForeignKey("supervision.Finding", models.PROTECT, related_name="accountability_proposals")
    ground = models.CharField(_("事由"), max_length=8, choices=ProposalGround.choices)
    state = models.CharField(
        _("状态"), max_length=8, choices=AccountabilityState.choices, default=AccountabilityState.WAITING
    )
    put_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    reason = models.TextField(_("研究意见"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("答复人"), related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="accountability_proposal_state")]
        constraints = [
            models.UniqueConstraint(fields=["finding", "ground"], name="accountability_proposed_once"),
            models.CheckConstraint(
                condition=Q(state=AccountabilityState.WAITING, answered_by__isnull=True, answered_at__isnull=True)
                | (
                    ~Q(state=AccountabilityState.WAITING)
                    & ~Q(reason="")
                    & Q(answered_by__isnull=False, answered_at__isnull=False)
                ),
                name="accountability_answered_has_who_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding.code} {self.get_ground_display()}"

    def get_absolute_url(self) -> str:
        return f"{reverse('supervision:finding', args=[self.finding_id])}#accountability"
