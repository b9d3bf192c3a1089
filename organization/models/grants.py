"""Roles held somewhere (one django-guardian row each) and dated stand-ins."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase
from simple_history.models import HistoricalRecords

from organization.roles import ADMINISTRATORS, Role


class RoleGrant(UserObjectPermissionBase):
    """A person holds a role on a department: guardian's object permission with the role's code beside it."""

    content_object = models.ForeignKey("organization.Department", models.PROTECT, related_name="role_grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(role__in=ADMINISTRATORS), name="grant_three_administrators_exclude"
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="grant_user_role")]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.content_object}"


class DelegationQuerySet(models.QuerySet):
    """Chainable reads of stand-ins."""

    def on(self, day):
        """Stand-ins that hold on `day`."""
        return self.filter(revoked_at__isnull=True, from_on__lte=day, to_on__gte=day)


class Delegation(models.Model):
    """代理: a holder names who decides for them from a day to a day; shown on every decision made so."""

    holder = models.ForeignKey("organization.Person", models.PROTECT, related_name="delegations_given")
    stand_in = models.ForeignKey(
        "organization.Person", models.PROTECT, verbose_name=_("代理人"), related_name="delegations_held"
    )
    from_on = models.DateField(_("开始日期"))
    to_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("原因"), max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords()
    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(holder=F("stand_in")), name="delegation_not_to_oneself"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="delegation_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.holder} → {self.stand_in}"
