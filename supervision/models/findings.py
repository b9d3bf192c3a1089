"""问题: what self-checks, spot checks and others found, each with the risk point it belongs to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.findings import FindingSource, FindingState


class Finding(models.Model):
    """问题 (第三阶段, 纠错整改): found by whom, about which risk point and measure, and where its rectification stands."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`WT2026-0001`."""
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
    proposal = models.ForeignKey(
        "risks.Proposal", models.PROTECT, null=True, blank=True, verbose_name=_("新的风险点"), related_name="findings"
    )
    """What is put to the department as a new risk point, where none fits."""
    is_leadership = models.BooleanField(default=False, editable=False)
    """About a leadership post: for its holder and the discipline office alone."""
    text = models.TextField(_("问题"))
    evidence = models.TextField(_("依据和事实"), blank=True)
    found_on = models.DateField(_("发现日期"))
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    due_days = models.PositiveSmallIntegerField(_("整改期限（工作日）"), null=True, blank=True)
    due_from = models.DateField(_("期限起算日"), null=True, blank=True)
    """With `due_days` how `due_on` was counted by the hospital's calendar; without, somebody named the day."""
    due_on = models.DateField(_("整改期限"), null=True, blank=True)
    overdue_count = models.PositiveSmallIntegerField(_("逾期次数"), default=0)
    missed_on = models.DateField(_("未按期的期限"), null=True, blank=True)
    """The last deadline that passed unmet: each is counted once."""
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("重复的问题"), related_name="repeated_by"
    )
    """The finding before it on the same measure, in whatever edition."""
    is_reply_owed = models.BooleanField(_("须回复来源"), default=False)
    reply_due_on = models.DateField(_("回复期限"), null=True, blank=True)
    replied_on = models.DateField(_("回复日期"), null=True, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("回复人"), related_name="+"
    )
    reply_text = models.TextField(_("回复内容"), blank=True)
    reply_reference = models.CharField(_("回复文号"), max_length=60, blank=True)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)
    sha256 = models.CharField(_("内容哈希"), max_length=64, blank=True)
    """Of the submission by which it was closed."""
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="finding_due"),
            models.Index(fields=["department", "state", "id"], name="finding_department"),
            models.Index(fields=["-found_on", "-id"], name="finding_found"),
            models.Index(fields=["due_on", "id"], name="finding_deadline"),
            models.Index(fields=["measure_lineage", "found_on"], name="finding_measure"),
            models.Index(fields=["point_lineage", "state"], name="finding_point"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="finding_has_text"),
            models.CheckConstraint(
                condition=Q(point__isnull=False) | Q(proposal__isnull=False), name="finding_has_point_or_opens_one"
            ),
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
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN) | Q(due_on__isnull=False), name="finding_under_way_has_deadline"
            ),
            models.CheckConstraint(
                condition=Q(due_days__isnull=True, due_from__isnull=True)
                | Q(due_days__gte=1, due_from__isnull=False, due_on__isnull=False),
                name="finding_days_have_a_first_and_a_last",
            ),
            models.CheckConstraint(
                condition=Q(overdue_count=0, missed_on__isnull=True) | Q(overdue_count__gt=0, missed_on__isnull=False),
                name="finding_overdue_has_day",
            ),
            models.CheckConstraint(
                condition=Q(is_reply_owed=True, reply_due_on__isnull=False)
                | Q(is_reply_owed=False, reply_due_on__isnull=True),
                name="finding_reply_owed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True, replied_by__isnull=True, reply_text="")
                | Q(is_reply_owed=True, replied_on__isnull=False, replied_by__isnull=False) & ~Q(reply_text=""),
                name="finding_replied_has_who_when_what",
            ),
            models.CheckConstraint(
                condition=Q(reply_due_on__isnull=True) | Q(reply_due_on__gte=F("found_on")),
                name="finding_reply_is_due_after_it_was_found",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(replied_on__gte=F("found_on")),
                name="finding_replied_after_it_was_found",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text[:40]}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:finding", args=[self.pk])
