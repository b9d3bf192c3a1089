"""流程图: the external and the internal chart of a power, as steps and the links between them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from powers.states import FlowKind, LimitUnit, StepFocus, StepFunction


class Flow(models.Model):
    """One chart of a power: 权力运行外部流程图 or 内部流程图."""

    power = models.ForeignKey("powers.Power", models.CASCADE, related_name="flows")
    kind = models.CharField(_("图别"), max_length=8, choices=FlowKind.choices)
    version = models.PositiveIntegerField(default=1)

    ordered_steps: "list[FlowStep]"
    """Filled by queries."""

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["power", "kind"], name="flow_kind_once")]

    def __str__(self) -> str:
        return _("%(power)s %(kind)s流程图") % {"power": self.power, "kind": self.get_kind_display()}


class FlowStep(models.Model):
    """环节: who does what within which limit; its post is its lane."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="steps")
    lineage = models.ForeignKey("core.Lineage", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(_("序号"))
    name = models.CharField(_("环节名称"), max_length=60)
    post = models.ForeignKey(
        "organization.Post",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("责任岗位"),
        related_name="flow_steps",
    )
    function = models.CharField(_("职能"), max_length=12, choices=StepFunction.choices, default=StepFunction.EXECUTION)
    focus = models.CharField(_("重点环节"), max_length=10, choices=StepFocus.choices, default=StepFocus.NONE)
    limit_value = models.PositiveSmallIntegerField(_("时限"), null=True, blank=True)
    limit_unit = models.CharField(_("时限单位"), max_length=8, choices=LimitUnit.choices, default=LimitUnit.WORKDAY)
    suspends_clock = models.BooleanField(_("可暂停计时"), default=False)
    note = models.CharField(_("特别程序说明"), max_length=300, blank=True)

    ordered_links: "list[FlowLink]"
    """Filled by queries."""

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flow", "lineage"], name="step_once_in_flow"),
            models.UniqueConstraint(fields=["flow", "number"], name="step_number_once_in_flow"),
            models.CheckConstraint(condition=Q(number__gte=1), name="step_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class FlowLink(models.Model):
    """流向: what follows a step; without `to_step` the flow ends here."""

    from_step = models.ForeignKey(FlowStep, models.CASCADE, related_name="links")
    to_step = models.ForeignKey(FlowStep, models.CASCADE, null=True, blank=True, related_name="links_in")
    condition = models.CharField(_("条件"), max_length=60, blank=True)
    is_parallel = models.BooleanField(_("并行"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_step", "to_step", "condition"], name="link_once"),
            models.UniqueConstraint(
                fields=["from_step", "condition"], condition=Q(to_step__isnull=True), name="link_to_end_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_step_id} → {self.to_step_id or _('结束')}"
