"""自查总结报告: what the departments' received reports come to, sent to the body above."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.self_checks import HospitalReportState

GONE = (HospitalReportState.SENT, HospitalReportState.RECEIPTED)


class HospitalReport(models.Model):
    """The hospital's 自查总结报告 of a year, 报预防腐败体系建设领导小组办公室 (part 二(五)1).

    As with a department's, `report` keeps only the sections written by hand.
    """

    cycle = models.OneToOneField(
        "supervision.Cycle", models.PROTECT, verbose_name=_("年度"), related_name="hospital_report"
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=HospitalReportState.choices, default=HospitalReportState.DRAFT
    )
    body = models.CharField(_("报送机构"), max_length=80)
    """Taken from the settings when it was begun; the sending may name another."""
    report = models.JSONField(_("手写章节"), default=dict, blank=True)
    content = models.JSONField(default=dict, blank=True)
    """Sections, figures and departments as they were sent."""
    sha256 = models.CharField(_("内容校验值"), max_length=64, blank=True)
    document_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    sent_on = models.DateField(_("报送日期"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("报送人"), related_name="+"
    )
    receipt_number = models.CharField(_("回执编号"), max_length=60, blank=True)
    receipt_on = models.DateField(_("回执日期"), null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(state__in=GONE, sent_on__isnull=False, sent_by__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(document_number="")
                )
                | Q(state=HospitalReportState.DRAFT, sent_on__isnull=True, sent_by__isnull=True, sha256=""),
                name="hospital_report_sent_has_number_day_content",
            ),
            models.CheckConstraint(
                condition=Q(state=HospitalReportState.RECEIPTED, receipt_on__isnull=False)
                | Q(~Q(state=HospitalReportState.RECEIPTED), receipt_on__isnull=True),
                name="hospital_report_receipt_has_day",
            ),
            models.CheckConstraint(
                condition=Q(receipt_on__isnull=True) | Q(receipt_on__gte=F("sent_on")),
                name="hospital_report_receipt_after_it_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s年度自查总结报告") % {"year": self.cycle.year}

    def get_absolute_url(self) -> str:
        return reverse("supervision:hospital_report", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state == HospitalReportState.DRAFT
