"""备案: what the committee approved of the leadership's own risks, entered in the hospital's book and sent to a body above."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals.states import FilingState


class Filing(models.Model):
    """One approved submission of the leadership under a number of its year, with the hash of what was approved.

    It goes to the body named in the settings when the lists came into force; the receipt closes it.
    """

    submission = models.OneToOneField("approvals.Submission", models.PROTECT, related_name="filing")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("备案号"))
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(_("生效时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=FilingState.choices, default=FilingState.PENDING)
    body = models.CharField(_("接收备案的机构"), max_length=80, blank=True)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)
    receipt_number = models.CharField(_("回执编号"), max_length=60, blank=True)
    receipt_on = models.DateField(_("回执日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    supplements = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("补充备案"), related_name="supplemented_by"
    )
    """The filing of the edition before, which this one changes (补充备案)."""
    reminded_on = models.DateField(null=True, blank=True)
    """The due day of the last reminder that was sent: none is sent twice."""

    class Meta:
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="filing_filed_at"),
            models.Index(fields=["sent_on", "id"], name="filing_sent_on"),
            models.Index(fields=["receipt_on", "id"], name="filing_receipt_on"),
            models.Index(fields=["state", "id"], name="filing_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="filing_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=FilingState.PENDING, sent_on__isnull=True)
                | Q(~Q(state=FilingState.PENDING), sent_on__isnull=False),
                name="filing_sent_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(Q(state=FilingState.RECEIPTED, receipt_on__isnull=False), ~Q(receipt_number=""))
                | Q(~Q(state=FilingState.RECEIPTED), receipt_on__isnull=True, receipt_number=""),
                name="filing_receipt_has_number_and_day",
            ),
            models.CheckConstraint(
                condition=Q(receipt_on__isnull=True) | Q(receipt_on__gte=models.F("sent_on")),
                name="filing_receipt_follows_sending",
            ),
        ]

    def __str__(self) -> str:
        return gettext("廉洁风险备案〔%(year)s〕%(number)s号") % {"year": self.year, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("approvals:filing", args=[self.pk])
