"""问题: what self-checks, spot checks and others found, each with the risk point it belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.findings import FindingSource, FindingState


class Finding(models.Model):
    """问题 (第三阶段, 纠错整改): found by whom, about which risk point and measure, and where its rectification stands."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`WT2026-001`."""
    source = models.CharField(_("来源"), max_length=18, choices=FindingSource.choices)
    state = models.CharField(_("状态"), max_length=10, choices=FindingState.choices, default=FindingState.OPEN)
    cycle = models.ForeignKey("supervision.Cycle", models.PROTECT, null=True, blank=True, related_name="findings")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("责任部门"), related_name="+"
    )
    point = models.ForeignKey(
        "risks.RiskPoint", models.PROTECT, null=True, blank=True, verbose_name=_("风险点"), related_name="findings"
    )
    point_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.ForeignKey(
        "controls.Measure", models.PROTECT, null=True, blank=True, verbose_name=_("防控措施"), related_name="findings"
    )
    measure_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("问题"))
    evidence = models.TextField(_("依据和事实"), blank=True)
    found_on = models.DateField(_("发现日期"))
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="finding_due"),
            models.Index(fields=["department", "state", "id"], name="finding_department"),
            models.Index(fields=["-found_on", "-id"], name="finding_found"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_text"),
            models.CheckConstraint(
                condition=Q(point__isnull=True, point_lineage__isnull=True)
                | Q(point__isnull=False, point_lineage__isnull=False),
                name="finding_point_has_lineage",
            ),
            models.CheckConstraint(
                condition=Q(measure__isnull=True, measure_lineage__isnull=True)
                | Q(measure__isnull=False, measure_lineage__isnull=False),
                name="finding_measure_has_lineage",
            ),
            models.CheckConstraint(
                condition=Q(state=FindingState.CLOSED, closed_on__isnull=False)
                | Q(~Q(state=FindingState.CLOSED), closed_on__isnull=True),
                name="finding_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:finding", args=[self.pk])
