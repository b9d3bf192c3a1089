"""Grading: the rule with its history, single opinions, the collective review that settles."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from risks.states import HEAD, MAIN_LEADER, OVERSEER, Grade, OpinionSource


class GradeRule(models.Model):
    """Weights, bands, floor and who answers for which grade; a new version is added, none is changed."""

    version = models.PositiveIntegerField(_("规则版本"), unique=True)
    weight_importance = models.PositiveSmallIntegerField(_("重要性权重"), default=2)
    weight_frequency = models.PositiveSmallIntegerField(_("频率权重"), default=1)
    weight_probability = models.PositiveSmallIntegerField(_("概率权重"), default=2)
    high_from = models.PositiveSmallIntegerField(_("高：总分不低于"), default=20)
    medium_from = models.PositiveSmallIntegerField(_("中：总分不低于"), default=14)
    has_major_floor = models.BooleanField(_("三重一大职权的决策、审批环节一律为高"), default=True)
    post_raise_count = models.PositiveSmallIntegerField(_("岗位中级及以上风险点达到此数时岗位等级上调一级"), default=8)
    answers_high = models.CharField(_("高风险由谁负责"), max_length=30, default=MAIN_LEADER)
    answers_medium = models.CharField(_("中风险由谁负责"), max_length=30, default=OVERSEER)
    answers_low = models.CharField(_("低风险由谁负责"), max_length=30, default=HEAD)
    reason = models.CharField(_("调整理由"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(high_from__gt=models.F("medium_from")), name="grade_rule_bands_ordered"),
            models.CheckConstraint(condition=~Q(reason=""), name="grade_rule_has_a_reason"),
        ]

    def __str__(self) -> str:
        return _("第%(version)s版评级规则") % {"version": self.version}


class GradeOpinion(models.Model):
    """意见: one person's view of a point's grade: three scores, or a grade with its reason."""

    point = models.ForeignKey("risks.RiskPoint", models.CASCADE, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    source = models.CharField(_("意见来源"), max_length=10, choices=OpinionSource.choices)
    importance = models.PositiveSmallIntegerField(_("权力重要性"), null=True, blank=True)
    frequency = models.PositiveSmallIntegerField(_("行使频率"), null=True, blank=True)
    probability = models.PositiveSmallIntegerField(_("发生概率"), null=True, blank=True)
    grade = models.CharField(_("直接认定等级"), max_length=8, choices=Grade.choices, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "by", "source"], name="opinion_once_a_person"),
            models.CheckConstraint(condition=Q(grade="") | ~Q(reason=""), name="opinion_entered_grade_has_a_reason"),
            *[
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__range": (1, 5)}),
                    name=f"opinion_{name}_one_to_five",
                )
                for name in ("importance", "frequency", "probability")
            ],
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.by}"


class CollectiveReview(models.Model):
    """集体评定: the department's recorded review that settles grades and precedes submission."""

    register = models.ForeignKey("risks.RiskRegister", models.PROTECT, related_name="reviews")
    held_on = models.DateField(_("评定日期"))
    place = models.CharField(_("地点"), max_length=60, blank=True)
    present = models.ManyToManyField(settings.AUTH_USER_MODEL, verbose_name=_("到会人员"), related_name="+")
    conclusion = models.TextField(_("评定结论"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(m2m_fields=[present])

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(conclusion=""), name="review_has_a_conclusion")]

    def __str__(self) -> str:
        return f"{self.held_on} {self.register}"
