"""亲属任职: what a person declares about relatives' posts, for recusal (人社部规〔2019〕1号, by analogy)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Relative(models.Model):
    """A relative of the person holds a post here; withdrawn when that is over, never deleted."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="relatives")
    post = models.ForeignKey("organization.Post", models.PROTECT, verbose_name=_("亲属所在岗位"), related_name="+")
    relation = models.CharField(_("关系"), max_length=30)
    declared_at = models.DateTimeField(_("申报时间"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(withdrawn_at__isnull=True), name="relative_declared_once"
            ),
            models.CheckConstraint(condition=~Q(relation=""), name="relative_has_a_relation"),
        ]

    def __str__(self) -> str:
        return f"{self.relation} {self.post}"
