"""抽查: a plan, the population it is drawn from, the seed, the draw; and the checklists inspectors go by."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from risks.states import Grade, RiskType
from supervision.calculations import draws
from supervision.states.spot_checks import SeedKind, SpotCheckState

BEFORE_SEED = [SpotCheckState.PLANNED, SpotCheckState.FROZEN]
WITH_DRAW = SpotCheckState.has_draw()
PERSON: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}
WEIGHT: dict[str, Any] = {"default": 1, "validators": [MaxValueValidator(draws.MOST_WEIGHT)]}


class SpotCheck(models.Model):
    """重点抽查 (part 二(五)2): risk points in force drawn by weight, so that anybody can draw the same again."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`CC2026-01`."""
    title = models.CharField(_("名称"), max_length=80)
    state = models.CharField(_("状态"), max_length=10, choices=SpotCheckState.choices, default=SpotCheckState.PLANNED)
    cycle = models.ForeignKey(
        "supervision.Cycle",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("所属年度"),
        related_name="spot_checks",
    )
    from_on = models.DateField(_("检查开始"))
    to_on = models.DateField(_("检查截止"))
    departments = models.ManyToManyField(
        "organization.Department", blank=True, verbose_name=_("部门范围"), related_name="+"
    )
    """None: all."""
    types = models.JSONField(_("风险类型范围"), default=list, blank=True)
    """Codes of `RiskType`; none: all."""
    has_leadership = models.BooleanField(_("含班子成员风险点"), default=False)
    weight_high = models.PositiveSmallIntegerField(_("“高”的权重"), **WEIGHT)
    weight_medium = models.PositiveSmallIntegerField(_("“中”的权重"), **WEIGHT)
    weight_low = models.PositiveSmallIntegerField(_("“低”的权重"), **WEIGHT)
    size = models.PositiveSmallIntegerField(_("抽取数量"))
    is_each_department = models.BooleanField(_("每个部门至少抽一个"), default=False)
    excluded_checks = models.PositiveSmallIntegerField(_("排除最近几次抽中的"), default=0)
    excluded_count = models.PositiveIntegerField(_("因此排除的风险点"), default=0)
    seed_kind = models.CharField(_("种子来源"), max_length=8, choices=SeedKind.choices, default=SeedKind.PUBLIC)
    seed_source = models.CharField(_("取哪一个公开数据"), max_length=200, blank=True)
    population = models.ForeignKey("core.Attachment", **PERSON)
    population_sha256 = models.CharField(_("范围文件哈希"), max_length=64, blank=True)
    population_count = models.PositiveIntegerField(_("范围内风险点"), default=0)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    frozen_at = models.DateTimeField(_("范围固定时间"), null=True, blank=True)
    seed = models.CharField(_("种子"), max_length=100, blank=True)
    seeded_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    seeded_at = models.DateTimeField(_("种子确定时间"), null=True, blank=True)
    algorithm = models.CharField(_("算法"), max_length=40, blank=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    began_at = models.DateTimeField(_("开始检查时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("取消时间"), null=True, blank=True)
    cancel_reason = models.TextField(_("取消理由"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["-to_on", "-id"], name="spot_check_until"),
            models.Index(fields=["title", "id"], name="spot_check_title"),
            models.Index(fields=["state", "id"], name="spot_check_state"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="spot_check_has_a_title"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="spot_check_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(size__gte=1), name="spot_check_draws_something"),
            models.CheckConstraint(
                condition=Q(population_sha256="", frozen_at__isnull=True, frozen_by__isnull=True)
                | Q(
                    ~Q(population_sha256=""),
                    frozen_at__isnull=False,
                    frozen_by__isnull=False,
                    population__isnull=False,
                    population_count__gte=F("size"),
                ),
                name="spot_check_population_has_who_when",
            ),
            models.CheckConstraint(
                condition=Q(seed="", seeded_at__isnull=True, seeded_by__isnull=True)
                | Q(~Q(seed=""), seeded_at__gt=F("frozen_at"), seeded_by__isnull=False),
                name="spot_check_seed_after_population",
            ),
            models.CheckConstraint(
                condition=Q(algorithm="", drawn_at__isnull=True, drawn_by__isnull=True)
                | Q(~Q(algorithm=""), drawn_at__gt=F("seeded_at"), drawn_by__isnull=False),
                name="spot_check_drawn_after_seed",
            ),
            models.CheckConstraint(
                condition=Q(state=SpotCheckState.PLANNED, population_sha256="")
                | Q(state=SpotCheckState.FROZEN, seed="") & ~Q(population_sha256="")
                | Q(state=SpotCheckState.FIXED, algorithm="") & ~Q(seed="")
                | Q(state__in=WITH_DRAW) & ~Q(algorithm="")
                | Q(state=SpotCheckState.CANCELLED),
                name="spot_check_state_fits",
            ),
            models.CheckConstraint(
                condition=Q(state=SpotCheckState.CANCELLED, cancelled_at__isnull=False) & ~Q(cancel_reason="")
                | ~Q(state=SpotCheckState.CANCELLED) & Q(cancelled_at__isnull=True, cancel_reason=""),
                name="spot_check_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(seed_kind=SeedKind.PUBLIC) | ~Q(seed_source=""), name="spot_check_public_seed_has_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:spot_check", args=[self.pk])

    @property
    def weights(self) -> dict[str, int]:
        """Weight by grade; a point whose grade is open counts as 中, and a grade without weight is not drawn."""
        return {
            Grade.HIGH: self.weight_high,
            Grade.MEDIUM: self.weight_medium,
            Grade.LOW: self.weight_low,
            Grade.PENDING: self.weight_medium,
        }


class PopulationUnit(models.Model):
    """A risk point in a population as it was frozen. Inserted once."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="units")
    point = models.ForeignKey("risks.RiskPoint", models.PROTECT, related_name="+")
    department = models.ForeignKey("organization.Department", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    grade = models.CharField(max_length=8, choices=Grade.choices)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_of", "code"], name="population_unit_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="population_unit_weighs"),
        ]

    def __str__(self) -> str:
        return self.code


class ChecklistItem(models.Model):
    """检查项目: a question asked of every drawn point of a risk type; retired, never deleted."""

    risk_type = models.CharField(_("风险类型"), max_length=12, choices=RiskType.choices)
    text = models.CharField(_("检查内容"), max_length=200)
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["risk_type", "position", "id"], name="checklist_place")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="checklist_item_has_text"),
            models.UniqueConstraint(
                fields=["risk_type", "text"], condition=Q(retired_on__isnull=True), name="checklist_item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("supervision:change_checklist_item", args=[self.pk])
