"""Proposals: a leader's (领导提) or a colleague's (群众帮) risk point put to a department."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from risks.states import Finder, ProposalState


class Proposal(models.Model):
    """What somebody outside the filing noticed; the department adopts it as a point or says why not."""

    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    is_leadership = models.BooleanField(default=False)
    """About a leadership post: it goes to the leadership's register."""
    post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("岗位"), related_name="+"
    )
    power = models.ForeignKey(
        "powers.Power", models.PROTECT, null=True, blank=True, verbose_name=_("职权"), related_name="+"
    )
    step = models.ForeignKey(
        "powers.FlowStep", models.PROTECT, null=True, blank=True, verbose_name=_("环节"), related_name="+"
    )
    finder = models.CharField(_("查找形式"), max_length=10, choices=Finder.choices)
    text = models.TextField(_("发现的风险"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    is_name_hidden = models.BooleanField(_("对部门隐去姓名"), default=False)
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("状态"), max_length=8, choices=ProposalState.choices, default=ProposalState.OPEN)
    reply = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    point = models.ForeignKey("risks.RiskPoint", models.PROTECT, null=True, blank=True, related_name="proposals")

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["department", "state", "-at", "-id"], name="proposal_department")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ProposalState.OPEN, answered_by__isnull=True, answered_at__isnull=True)
                | Q(~Q(state=ProposalState.OPEN), answered_by__isnull=False, answered_at__isnull=False),
                name="proposal_answered_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.DECLINED) | ~Q(reply=""), name="proposal_declined_has_a_reply"
            ),
            models.CheckConstraint(
                condition=~Q(is_name_hidden=True) | Q(finder=Finder.COLLEAGUES), name="proposal_only_colleagues_hide"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    def get_absolute_url(self) -> str:
        return reverse("risks:proposal", args=[self.pk])
