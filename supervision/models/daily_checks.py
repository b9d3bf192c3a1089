"""日常检查: what a department looked at during the year, in a line or two, for its self-check to count."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.self_checks import DailyResult


class DailyCheck(models.Model):
    """日常检查 (part 二(五)1): on which day what was looked at, and whether something was wrong."""

    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="daily_checks"
    )
    checked_on = models.DateField(_("检查日期"))
    what = models.CharField(_("检查内容"), max_length=200)
    measure = models.ForeignKey(
        "controls.Measure",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("防控措施"),
        related_name="daily_checks",
    )
    measure_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    result = models.CharField(_("结果"), max_length=8, choices=DailyResult.choices)
    note = models.TextField(_("情况说明"), blank=True)
    finding = models.OneToOneField(
        "supervision.Finding", models.PROTECT, null=True, blank=True, verbose_name=_("登记的问题"), related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("检查人"), related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["checked_on", "id"], name="daily_check_day"),
            models.Index(fields=["department", "checked_on", "id"], name="daily_check_department"),
            models.Index(fields=["result", "id"], name="daily_check_result"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="daily_check_says_what"),
            models.CheckConstraint(
                condition=~Q(result=DailyResult.PROBLEM) | ~Q(note=""), name="daily_check_problem_has_a_note"
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=True) | Q(result=DailyResult.PROBLEM),
                name="daily_check_finding_is_of_a_problem",
            ),
            models.CheckConstraint(
                condition=Q(measure__isnull=True, measure_lineage__isnull=True)
                | Q(measure__isnull=False, measure_lineage__isnull=False),
                name="daily_check_measure_has_lineage",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("supervision:daily_check", args=[self.pk])
