"""年度: one year's work with its phases, the departments that take part, and who was urged."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.cycles import CycleState, PhaseKind


class Cycle(models.Model):
    """年度工作: dynamic management by the year (第三阶段), under one scheme (part 二(一))."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    title = models.CharField(_("名称"), max_length=120)
    state = models.CharField(_("状态"), max_length=8, choices=CycleState.choices, default=CycleState.PLANNED)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    goals = models.TextField(_("目标要求"), blank=True)
    leading = models.TextField(_("组织领导"), blank=True)
    demands = models.TextField(_("工作要求"), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("启动人"), related_name="+"
    )
    opened_at = models.DateTimeField(_("启动时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CycleState.PLANNED, opened_by__isnull=True, opened_at__isnull=True)
                | Q(~Q(state=CycleState.PLANNED), opened_by__isnull=False, opened_at__isnull=False),
                name="cycle_opened_has_who_when",
            ),
            models.CheckConstraint(
                condition=Q(state=CycleState.CLOSED, closed_at__isnull=False)
                | Q(~Q(state=CycleState.CLOSED), closed_at__isnull=True),
                name="cycle_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:cycle", args=[self.pk])


class Phase(models.Model):
    """One step of a year with its dates and who leads it."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="phases")
    kind = models.CharField(_("阶段"), max_length=12, choices=PhaseKind.choices)
    position = models.PositiveSmallIntegerField()
    from_on = models.DateField(_("开始日期"))
    to_on = models.DateField(_("结束日期"))
    leader = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, verbose_name=_("牵头部门"), related_name="+"
    )
    task = models.TextField(_("工作任务"), blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind"], name="phase_once_a_cycle"),
            models.UniqueConstraint(fields=["cycle", "position"], name="phase_position_once"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="phase_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return str(PhaseKind(self.kind).label)


class Participation(models.Model):
    """A department that takes part in a year, and the post that answers for it."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="participations")
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("责任岗位"), related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "department"], name="participation_once")]

    def __str__(self) -> str:
        return f"{self.cycle} {self.department}"


class PhaseMove(models.Model):
    """The dates of a phase were moved: from what to what, by whom, why. Inserted once."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="moves")
    from_on_before = models.DateField()
    to_on_before = models.DateField()
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="phase_move_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.phase} {self.from_on}–{self.to_on}"


class Urging(models.Model):
    """催办: a department was urged to finish a phase. Inserted once."""

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="urgings")
    department = models.ForeignKey("organization.Department", models.PROTECT, related_name="+")
    text = models.CharField(_("催办内容"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    on = models.DateField(_("日期"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["phase", "department", "on"], name="urging_once_a_day")]

    def __str__(self) -> str:
        return f"{self.department} {self.phase}"
