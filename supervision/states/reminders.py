"""提醒: the ladder of days on which people are reminded, and of whom each rung tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """As whom a person is reminded."""

    ADDRESSEE = "addressee", _("办理人")
    HEAD = "head", _("科室负责人")
    LEADER = "leader", _("分管领导")


WORKDAYS_AHEAD = 30
"""Nobody is reminded earlier than so many working days before."""
WEEK = 5
"""Working days between two reminders of what is overdue."""

LADDER: dict[int, tuple[str, ...]] = {
    30: (Audience.ADDRESSEE,),
    7: (Audience.ADDRESSEE,),
    1: (Audience.ADDRESSEE,),
    0: (Audience.ADDRESSEE,),
    -WEEK: (Audience.ADDRESSEE, Audience.HEAD),
    -2 * WEEK: (Audience.ADDRESSEE, Audience.HEAD, Audience.LEADER),
}
"""Working days left when a rung is reached → whom it tells. Below the last rung there is one more each week, told to the
same people."""
