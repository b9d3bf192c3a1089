"""岗位权力风险防控一览表 and 防控措施: what stands against each risk point, who answers, until when."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from controls.states import MeasureKind, MeasureStatus
from core.models import EditionList, EditionRow, edition_constraints


class ControlTable(EditionList):
    """一览表 of a department and edition, resting on a register; the leadership's is one for the hospital."""

    is_leadership = models.BooleanField(_("班子成员一览表"), default=False)
    register = models.ForeignKey(
        "risks.RiskRegister", models.PROTECT, verbose_name=_("所依风险清单"), related_name="tables"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = edition_constraints("control_table", "department", "is_leadership")

    def get_absolute_url(self) -> str:
        return reverse("controls:table", args=[self.pk])

    @property
    def sign_url(self) -> str:
        """Where who holds a post of it signs for it (签收)."""
        return reverse("controls:sign_table", args=[self.pk])


class Measure(EditionRow):
    """防控措施 against one risk point, with the post that answers for it and when it is due."""

    table = models.ForeignKey(ControlTable, models.PROTECT, related_name="measures")
    point = models.ForeignKey("risks.RiskPoint", models.PROTECT, verbose_name=_("风险点"), related_name="measures")
    point_lineage = models.ForeignKey("core.Lineage", models.PROTECT, related_name="+")
    text = models.TextField(_("措施"))
    kind = models.CharField(_("措施类型"), max_length=12, choices=MeasureKind.choices)
    responsible_post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("责任岗位"), related_name="measures"
    )
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    is_long_term = models.BooleanField(_("长期"), default=False)
    proof = models.CharField(_("佐证"), max_length=200, blank=True)
    regulation = models.ForeignKey(
        "powers.Regulation",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("形成的制度"),
        related_name="measures",
    )
    status = models.CharField(_("进展"), max_length=10, choices=MeasureStatus.choices, default=MeasureStatus.PLANNED)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "lineage"], name="measure_once_in_table"),
            models.CheckConstraint(
                condition=Q(is_long_term=False) | Q(due_on__isnull=True), name="measure_long_term_has_no_date"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="measure_has_text"),
        ]
        indexes = [
            models.Index(fields=["table", "code", "id"], name="measure_table_code"),
            models.Index(fields=["point"], name="measure_point"),
            models.Index(fields=["status", "due_on", "id"], name="measure_due"),
            models.Index(
                fields=["due_on", "id"],
                condition=~Q(status=MeasureStatus.DONE) & Q(due_on__isnull=False),
                name="measure_undone",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return reverse("controls:measure", args=[self.pk])
