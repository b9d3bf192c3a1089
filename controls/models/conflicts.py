"""职责冲突: duties found in one hand that should stand apart, each with the path that shows it and its outcome."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from controls.states import ConflictKind, ConflictState, Severity


class DutyConflict(models.Model):
    """A post, or a person through several posts or grants, with what should stand apart (part 二(四)).

    Found again it is the same row, by its `key`. Of a power it is told by the edition in force when it was last seen.
    """

    key = models.CharField(max_length=160, unique=True, editable=False)
    """Kind, lineage of the power, post, person: what makes it the same conflict through the editions."""
    kind = models.CharField(_("冲突类型"), max_length=24, choices=ConflictKind.choices)
    severity = models.CharField(_("程度"), max_length=8, choices=Severity.choices)
    state = models.CharField(_("状态"), max_length=8, choices=ConflictState.choices, default=ConflictState.FOUND)
    title = models.CharField(_("冲突"), max_length=300)
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    power = models.ForeignKey(
        "powers.Power", models.PROTECT, null=True, blank=True, verbose_name=_("职权"), related_name="conflicts"
    )
    power_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("岗位"), related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("人员"), related_name="+"
    )
    path = models.JSONField(_("路径"), default=list)
    """One entry a step or a department overseen, with the post it goes through; names as they were when last seen."""
    found_on = models.DateField(_("发现日期"))
    resolved_on = models.DateField(_("消除日期"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("接受人"), related_name="+"
    )
    accepted_on = models.DateField(_("接受日期"), null=True, blank=True)
    reason = models.TextField(_("接受理由"), blank=True)
    measure = models.ForeignKey(
        "controls.Measure",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("补偿措施（一览表）"),
        related_name="+",
    )
    compensation = models.TextField(_("补偿措施"), blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["severity", "id"], name="conflict_severity"),
            models.Index(fields=["kind", "id"], name="conflict_kind"),
            models.Index(fields=["state", "id"], name="conflict_state"),
            models.Index(fields=["found_on", "id"], name="conflict_found"),
            models.Index(fields=["expires_on", "id"], name="conflict_expiry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, person__isnull=True) | Q(post__isnull=True, person__isnull=False),
                name="conflict_is_a_posts_or_a_persons",
            ),
            models.CheckConstraint(
                condition=Q(power__isnull=True, power_lineage__isnull=True)
                | Q(power__isnull=False, power_lineage__isnull=False),
                name="conflict_power_has_lineage",
            ),
            models.CheckConstraint(
                condition=Q(state=ConflictState.RESOLVED, resolved_on__isnull=False)
                | (~Q(state=ConflictState.RESOLVED) & Q(resolved_on__isnull=True)),
                name="conflict_resolved_has_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=ConflictState.ACCEPTED,
                    accepted_by__isnull=False,
                    accepted_on__isnull=False,
                    expires_on__isnull=False,
                )
                | (
                    ~Q(state=ConflictState.ACCEPTED)
                    & Q(accepted_by__isnull=True, accepted_on__isnull=True, expires_on__isnull=True)
                ),
                name="conflict_accepted_has_who_when_until",
            ),
            models.CheckConstraint(
                condition=~Q(state=ConflictState.ACCEPTED)
                | (~Q(reason="") & (Q(measure__isnull=False) | ~Q(compensation=""))),
                name="conflict_accepted_has_reason_and_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("controls:conflict", args=[self.pk])
