"""提醒: what each person was reminded of on which rung, gathered into one digest a day."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision import calculations
from supervision.states.reminders import Audience


class Digest(models.Model):
    """每日提醒: everything of one day for one person. Inserted once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests")
    on = models.DateField(gettext_lazy("日期"))
    count = models.PositiveIntegerField(gettext_lazy("件数"))
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "on"], name="digest_one_a_day"),
            models.CheckConstraint(condition=models.Q(count__gt=0), name="digest_is_never_empty"),
        ]

    def __str__(self) -> str:
        return _("您有 %(count)d 件事到期或逾期（%(on)s）") % {"count": self.count, "on": self.on}

    def get_absolute_url(self) -> str:
        return reverse("supervision:digest", args=[self.pk])


class Reminder(models.Model):
    """One thing of which a person was reminded, with how it stood that day. Inserted once."""

    digest = models.ForeignKey(Digest, models.PROTECT, related_name="reminders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(gettext_lazy("类别"), max_length=24)
    """Whose source it came from (`registry.reminder_sources`)."""
    text = models.CharField(gettext_lazy("事项"), max_length=200)
    url = models.CharField(max_length=300)
    due_on = models.DateField(gettext_lazy("期限"))
    rung = models.SmallIntegerField()
    workdays_left = models.SmallIntegerField()
    is_provisional = models.BooleanField(default=False)
    """The days were counted over a year whose holidays are not known yet."""
    audience = models.CharField(gettext_lazy("身份"), max_length=10, choices=Audience.choices)
    count = models.PositiveIntegerField(default=1)
    on = models.DateField(gettext_lazy("提醒日期"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key", "due_on", "rung"], name="reminder_once_a_rung"),
        ]
        indexes = [
            models.Index(fields=["person", "-on", "-id"], name="reminder_person_day"),
            models.Index(fields=["person", "due_on", "id"], name="reminder_person_due"),
            models.Index(fields=["key", "due_on"], name="reminder_key"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def standing(self) -> str:
        """How it stood on the day: `还有7个工作日`, and whether that is provisional."""
        words = calculations.standing(self.workdays_left)
        return _("%(standing)s，节假日未公布，暂按平日推算") % {"standing": words} if self.is_provisional else words
