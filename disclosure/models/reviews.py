"""公开属性 of powers and the secrecy reviewer's opinions on them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.states import SecrecyVerdict
from powers.states import DisclosureScope


class DisclosureReviewQuerySet(models.QuerySet):
    """Chainable reads of reviews."""

    def standing(self):
        """Reviews that count: given on what the latest submission froze."""
        return self.filter(content_hash=F("frozen_hash"))


class DisclosureReview(models.Model):
    """党办's 公开属性 of one power of one edition, and the secrecy reviewer's opinion; without both nothing is public.

    Both speak of one text. Rewritten after a return, the power is settled and read anew.
    """

    power = models.OneToOneField("powers.Power", models.CASCADE, related_name="disclosure_review")
    """It goes with a power that is taken out of a draft edition; what was said of it stays in the trail."""
    scope = models.CharField(_("公开属性"), max_length=14, choices=DisclosureScope.choices)
    scope_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    scope_at = models.DateTimeField()
    scope_reason = models.CharField(_("调整理由"), max_length=200, blank=True)
    secrecy_verdict = models.CharField(_("保密审查意见"), max_length=8, choices=SecrecyVerdict.choices, blank=True)
    secrecy_reason = models.CharField(_("理由"), max_length=200, blank=True)
    secrecy_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    secrecy_at = models.DateTimeField(null=True, blank=True)

    content_hash = models.CharField(max_length=64, editable=False)
    """`calculations.reviewed_hash` of the frozen content that scope and opinion were given on."""
    frozen_hash = models.CharField(max_length=64, editable=False)
    """The same of what the latest submission froze."""

    history = HistoricalRecords(excluded_fields=["frozen_hash"])
    objects = DisclosureReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(secrecy_verdict="", secrecy_by__isnull=True, secrecy_at__isnull=True)
                | Q(~Q(secrecy_verdict=""), secrecy_by__isnull=False, secrecy_at__isnull=False),
                name="secrecy_opinion_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(secrecy_verdict=SecrecyVerdict.HOLD) | ~Q(secrecy_reason=""),
                name="secrecy_hold_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(content_hash="") & ~Q(frozen_hash=""), name="review_says_what_it_was_given_on"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.power} {self.get_scope_display()}"
