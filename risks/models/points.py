"""风险清单: a department's risk points by edition; each sits on a post."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import EditionList, EditionRow, edition_constraints
from risks.states import Finder, Grade, GradeBasis, RiskType


class RiskRegister(EditionList):
    """风险清单 of a department and edition; the leadership's own is one for the hospital, kept at the root."""

    is_leadership = models.BooleanField(_("班子成员清单"), default=False)
    power_list = models.ForeignKey(
        "powers.PowerList", models.PROTECT, null=True, blank=True, verbose_name=_("所依职权目录"), related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = edition_constraints("risk_register", "department", "is_leadership")

    def get_absolute_url(self) -> str:
        return reverse("risks:register", args=[self.pk])


class RiskPoint(EditionRow):
    """风险点: how a power or a post can be abused, where, found by whom, graded how."""

    register = models.ForeignKey(RiskRegister, models.PROTECT, related_name="points")
    post = models.ForeignKey("organization.Post", models.PROTECT, verbose_name=_("岗位"), related_name="risk_points")
    power = models.ForeignKey(
        "powers.Power", models.PROTECT, null=True, blank=True, verbose_name=_("职权"), related_name="risk_points"
    )
    power_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    step = models.ForeignKey(
        "powers.FlowStep", models.PROTECT, null=True, blank=True, verbose_name=_("环节"), related_name="risk_points"
    )
    step_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    type = models.CharField(_("风险类型"), max_length=12, choices=RiskType.choices)
    finder = models.CharField(_("查找形式"), max_length=10, choices=Finder.choices, default=Finder.SELF)
    description = models.TextField(_("风险点"))
    manifestation = models.TextField(_("表现形式"), blank=True)
    indicator = models.CharField(_("监测指标"), max_length=200, blank=True)
    grade = models.CharField(_("等级"), max_length=8, choices=Grade.choices, default=Grade.PENDING)
    grade_basis = models.CharField(_("等级来源"), max_length=8, choices=GradeBasis.choices, blank=True)
    grade_reason = models.TextField(_("等级理由"), blank=True)
    computed_grade = models.CharField(_("计算等级"), max_length=8, choices=Grade.choices, default=Grade.PENDING)
    importance = models.PositiveSmallIntegerField(_("权力重要性"), null=True, blank=True)
    frequency = models.PositiveSmallIntegerField(_("行使频率"), null=True, blank=True)
    probability = models.PositiveSmallIntegerField(_("发生概率"), null=True, blank=True)
    total = models.PositiveSmallIntegerField(_("总分"), null=True, blank=True)
    rule = models.ForeignKey("risks.GradeRule", models.PROTECT, null=True, blank=True, related_name="+")
    grade_inputs = models.JSONField(default=dict, blank=True)
    """Rule version, scores, floor and arithmetic as they stood when the grade was settled."""
    review = models.ForeignKey(
        "risks.CollectiveReview", models.PROTECT, null=True, blank=True, related_name="settled_points"
    )
    grade_confirmed_on = models.DateField(_("等级确认日期"), null=True, blank=True)
    power_hash = models.CharField(max_length=64, blank=True, editable=False)
    """The power's content hash when the grade was settled: another one now means the grade is due for review."""
    heard_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    heard_opinion = models.TextField(_("纪检监察室意见"), blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "lineage"], name="risk_point_once_in_register"),
            models.CheckConstraint(
                condition=~Q(type=RiskType.PROCESS) | Q(power__isnull=False, step__isnull=False),
                name="risk_process_has_power_and_step",
            ),
            models.CheckConstraint(
                condition=Q(power__isnull=True, power_lineage__isnull=True)
                | Q(power__isnull=False, power_lineage__isnull=False),
                name="risk_power_with_lineage",
            ),
            models.CheckConstraint(
                condition=Q(step__isnull=True, step_lineage__isnull=True)
                | Q(step__isnull=False, step_lineage__isnull=False),
                name="risk_step_with_lineage",
            ),
            models.CheckConstraint(
                condition=~Q(grade_basis__in=[GradeBasis.ENTERED, GradeBasis.LOWERED]) | ~Q(grade_reason=""),
                name="risk_grade_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(heard_by__isnull=True, heard_at__isnull=True, heard_opinion="")
                | Q(Q(heard_by__isnull=False, heard_at__isnull=False), ~Q(heard_opinion="")),
                name="risk_heard_has_who_and_when",
            ),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"risk_{name}_one_to_five",
                )
                for name in ("importance", "frequency", "probability")
            ],
        ]
        indexes = [
            models.Index(fields=["register", "code", "id"], name="risk_register_code"),
            models.Index(fields=["register", "grade", "id"], name="risk_register_grade"),
            models.Index(fields=["post", "register"], name="risk_post_register"),
        ]

    def __str__(self) -> str:
        return self.description[:60]

    def get_absolute_url(self) -> str:
        return reverse("risks:point", args=[self.pk])
