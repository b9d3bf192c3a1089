"""备案: what the committee approved of the leadership's own risks, entered in the hospital's book."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _


class Filing(models.Model):
    """One approved submission of the leadership under a number of its year, with the hash of what was approved."""

    submission = models.OneToOneField("approvals.Submission", models.PROTECT, related_name="filing")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="filing_number_once_a_year")]

    def __str__(self) -> str:
        return _("廉洁风险备案〔%(year)s〕%(number)s号") % {"year": self.year, "number": self.number}
