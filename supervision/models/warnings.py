"""预警: a register of signs, how each was judged, the 风险提示 sent, the answer, and what came of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.warnings import (
    LETTERS,
    NoticedWhere,
    WarningLevel,
    WarningOutcome,
    WarningState,
)


class RiskWarning(models.Model):
    """预警 (第三阶段: 廉政风险信息采集、分析、反馈、处理).

    What was noticed and how it was judged stays with those who keep the register; the department reads title and letter.
    """

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`YJ2026-001`."""
    state = models.CharField(_("状态"), max_length=10, choices=WarningState.choices, default=WarningState.COLLECTED)
    cycle = models.ForeignKey("supervision.Cycle", models.PROTECT, null=True, blank=True, related_name="warnings")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("涉及部门"), related_name="+"
    )
    point = models.ForeignKey(
        "risks.RiskPoint", models.PROTECT, null=True, blank=True, verbose_name=_("风险点"), related_name="warnings"
    )
    point_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    is_leadership = models.BooleanField(default=False, editable=False)
    title = models.CharField(_("事项"), max_length=80)
    noticed_on = models.DateField(_("发现日期"))
    noticed_where = models.CharField(_("信息来源"), max_length=9, choices=NoticedWhere.choices)
    what = models.TextField(_("采集的信息"))
    collected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    level = models.CharField(_("级别"), max_length=6, choices=WarningLevel.choices, blank=True)
    judgement = models.TextField(_("研判意见"), blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("研判人"), related_name="+"
    )
    judged_on = models.DateField(_("研判日期"), null=True, blank=True)
    letter = models.TextField(_("风险提示"), blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("发出人"), related_name="+"
    )
    sent_on = models.DateField(_("发出日期"), null=True, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("反馈期限（工作日）"), null=True, blank=True)
    answer_due_on = models.DateField(_("反馈期限"), null=True, blank=True)
    answer = models.TextField(_("反馈内容"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("反馈人"), related_name="+"
    )
    answered_on = models.DateField(_("反馈日期"), null=True, blank=True)
    outcome = models.CharField(_("处理结果"), max_length=12, choices=WarningOutcome.choices, blank=True)
    outcome_note = models.TextField(_("处理说明"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("处理人"), related_name="+"
    )
    handled_on = models.DateField(_("处理日期"), null=True, blank=True)
    finding = models.OneToOneField(
        "supervision.Finding", models.PROTECT, null=True, blank=True, verbose_name=_("转为问题"), related_name="warning"
    )
    handed_to = models.CharField(_("移送机关"), max_length=80, blank=True)
    handed_on = models.DateField(_("移送日期"), null=True, blank=True)
    handed_number = models.CharField(_("移送文号"), max_length=60, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["-noticed_on", "-id"], name="warning_noticed"),
            models.Index(fields=["state", "answer_due_on", "id"], name="warning_due"),
            models.Index(fields=["department", "state", "id"], name="warning_department"),
            models.Index(fields=["answer_due_on", "id"], name="warning_deadline"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(what=""), name="warning_says_what"),
            models.CheckConstraint(
                condition=Q(point__isnull=True, point_lineage__isnull=True)
                | Q(point__isnull=False, point_lineage__isnull=False),
                name="warning_point_has_lineage",
            ),
            models.CheckConstraint(
                condition=Q(state=WarningState.COLLECTED, level="", judged_by__isnull=True, judged_on__isnull=True)
                | (
                    ~Q(state=WarningState.COLLECTED)
                    & ~Q(level="")
                    & ~Q(judgement="")
                    & Q(judged_by__isnull=False, judged_on__isnull=False)
                ),
                name="warning_judged_has_level_who_when",
            ),
            models.CheckConstraint(
                condition=Q(letter="", sent_by__isnull=True, sent_on__isnull=True, answer_due_on__isnull=True)
                | (~Q(letter="") & Q(sent_by__isnull=False, sent_on__isnull=False, answer_due_on__isnull=False)),
                name="warning_sent_has_letter_who_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[WarningState.NOTICED, WarningState.ANSWERED]) | Q(sent_on__isnull=False),
                name="warning_noticed_was_sent",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_on__isnull=True)
                | (~Q(answer="") & Q(sent_on__isnull=False, answered_by__isnull=False, answered_on__isnull=False)),
                name="warning_answered_has_who_when_what",
            ),
            models.CheckConstraint(
                condition=Q(state=WarningState.HANDLED, handled_by__isnull=False, handled_on__isnull=False)
                & ~Q(outcome="")
                | (~Q(state=WarningState.HANDLED) & Q(outcome="", handled_by__isnull=True, handled_on__isnull=True)),
                name="warning_handled_has_outcome_who_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome=WarningOutcome.FINDING, finding__isnull=False)
                | (~Q(outcome=WarningOutcome.FINDING) & Q(finding__isnull=True)),
                name="warning_turned_has_finding",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome=WarningOutcome.HANDED_OVER, handed_on__isnull=False)
                    & ~Q(handed_to="")
                    & ~Q(handed_number="")
                )
                | (~Q(outcome=WarningOutcome.HANDED_OVER) & Q(handed_on__isnull=True, handed_to="", handed_number="")),
                name="warning_handed_over_has_whom_when_number",
            ),
            models.CheckConstraint(
                condition=Q(handed_on__isnull=True) | Q(handed_on__gte=F("noticed_on")),
                name="warning_handed_over_after_it_was_noticed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:warning", args=[self.pk])

    @property
    def letter_name(self) -> str:
        """防控通知书 or 处置通知书."""
        return str(LETTERS.get(WarningLevel(self.level), "")) if self.level else ""
