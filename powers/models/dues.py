"""依据变动复核: what a department must look at anew because a basis or a regulation it rests on has changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from powers.states import DueCause, DueState


class ReviewDue(models.Model):
    """One power or table of a department to be looked at anew, why, since when, and how that ended."""

    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    is_leadership = models.BooleanField(_("班子成员清单"), default=False)
    basis = models.ForeignKey("powers.LegalBasis", models.PROTECT, null=True, blank=True, related_name="dues")
    regulation = models.ForeignKey("powers.Regulation", models.PROTECT, null=True, blank=True, related_name="dues")
    cause = models.CharField(_("原因"), max_length=20, choices=DueCause.choices)
    why = models.CharField(_("变动情况"), max_length=300)
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=60)
    code = models.CharField(_("编码"), max_length=60, blank=True)
    label = models.CharField(_("复核对象"), max_length=160)
    url = models.CharField(max_length=300)
    rows = models.JSONField(default=list)
    """Lineages of the rows concerned, where the thing is a whole list."""
    mark = models.CharField(max_length=64, blank=True)
    """What the thing said when its review was opened: another mark in force means that it was adjusted."""
    state = models.CharField(_("状态"), max_length=10, choices=DueState.choices, default=DueState.OPEN)
    opened_at = models.DateTimeField(_("发起时间"))
    reason = models.TextField(_("复核意见"), blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("办结时间"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__isnull=True, regulation__isnull=False)
                | Q(basis__isnull=False, regulation__isnull=True),
                name="due_has_one_cause",
            ),
            models.UniqueConstraint(
                fields=["basis", "kind", "key"], condition=Q(state=DueState.OPEN), name="due_of_basis_open_once"
            ),
            models.UniqueConstraint(
                fields=["regulation", "kind", "key"],
                condition=Q(state=DueState.OPEN),
                name="due_of_regulation_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state=DueState.OPEN, ended_by__isnull=True, ended_at__isnull=True)
                | Q(~Q(state=DueState.OPEN), ended_by__isnull=False, ended_at__isnull=False),
                name="due_ended_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(state=DueState.KEPT) | ~Q(reason=""), name="due_kept_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["department", "state", "id"], name="due_department_state"),
            models.Index(fields=["opened_at", "id"], name="due_opened"),
            models.Index(fields=["kind", "key"], name="due_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}".strip()

    def get_absolute_url(self) -> str:
        return reverse("powers:due", args=[self.pk])

    @property
    def source(self):
        """The basis or the regulation that changed."""
        return self.basis or self.regulation
