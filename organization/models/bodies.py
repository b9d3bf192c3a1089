"""The Party committee, the discipline committee, the leading group: bodies with members and terms."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.states import BodyDuty, BodyKind


class Body(models.Model):
    """A body that decides, supervises or leads the work."""

    kind = models.CharField(_("类别"), max_length=24, choices=BodyKind.choices, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)

    history = HistoricalRecords()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:body", args=[self.pk])


class MembershipQuerySet(models.QuerySet):
    """Chainable reads of memberships."""

    def on(self, day):
        """Memberships whose term runs on `day`."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


class Membership(models.Model):
    """A person's term in a body."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        "organization.Person", models.PROTECT, verbose_name=_("人员"), related_name="memberships"
    )
    duty = models.CharField(_("职务"), max_length=12, choices=BodyDuty.choices, default=BodyDuty.MEMBER)
    from_on = models.DateField(_("任期开始"))
    to_on = models.DateField(_("任期结束"), null=True, blank=True)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(to_on__isnull=True), name="membership_one_running"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(duty=BodyDuty.CHAIR, to_on__isnull=True), name="membership_one_chair"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.person}"
