"""轮岗交流 of key posts: who hands a post over to whom, when, what was checked at the handover, or why it waits."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from controls.states import RotationState

CARRIED_OUT = (RotationState.UNDER_HANDOVER, RotationState.DONE)


class Rotation(models.Model):
    """What is planned for one tenure of a key post (part 二(四)); beside those cancelled there is one a tenure."""

    tenure = models.ForeignKey("organization.Tenure", models.PROTECT, verbose_name=_("任职"), related_name="rotations")
    state = models.CharField(_("进展"), max_length=16, choices=RotationState.choices, default=RotationState.PLANNED)
    planned_on = models.DateField(_("计划轮岗日期"), null=True, blank=True)
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("接任人"), related_name="+"
    )
    """Nobody: 待定."""
    reason = models.TextField(_("理由"), blank=True)
    until = models.DateField(_("暂缓至"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("安排人"), related_name="+")
    decided_on = models.DateField(_("安排日期"))
    carried_out_on = models.DateField(_("接任日期"), null=True, blank=True)
    """The successor's first day."""
    overseer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("监交人"), related_name="+"
    )
    handover = models.JSONField(_("交接检查"), default=list, blank=True)
    """One entry a question: item, answer, note (`HandoverItem`, `HandoverAnswer`)."""
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("检查人"), related_name="+"
    )
    checked_on = models.DateField(_("交接完成日期"), null=True, blank=True)
    proof = models.TextField(_("交接佐证"), blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenure"], condition=~Q(state=RotationState.CANCELLED), name="rotation_one_per_tenure"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RotationState.PLANNED, *CARRIED_OUT]) | Q(planned_on__isnull=False),
                name="rotation_planned_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state=RotationState.DEFERRED, until__isnull=False)
                | (~Q(state=RotationState.DEFERRED) & Q(until__isnull=True)),
                name="rotation_deferred_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[RotationState.DEFERRED, RotationState.CANCELLED]) | ~Q(reason=""),
                name="rotation_held_back_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=CARRIED_OUT,
                    carried_out_on__isnull=False,
                    successor__isnull=False,
                    overseer__isnull=False,
                )
                | (~Q(state__in=CARRIED_OUT) & Q(carried_out_on__isnull=True, overseer__isnull=True)),
                name="rotation_carried_out_has_day_and_people",
            ),
            models.CheckConstraint(condition=~Q(successor=F("overseer")), name="rotation_overseen_by_another"),
            models.CheckConstraint(
                condition=(
                    Q(state=RotationState.DONE, checked_by__isnull=False, checked_on__isnull=False) & ~Q(proof="")
                )
                | (~Q(state=RotationState.DONE) & Q(checked_by__isnull=True, checked_on__isnull=True)),
                name="rotation_done_has_who_when_proof",
            ),
        ]

    def __str__(self) -> str:
        return str(self.tenure)

    def get_absolute_url(self) -> str:
        return reverse("controls:rotation", args=[self.tenure_id])
