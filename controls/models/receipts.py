"""签收: who holds a post has signed for the post's part of a control table in force."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class TableReceipt(models.Model):
    """One signature for one edition of a table; inserted once. A new edition and a new holder ask for another.

    Of a holder without login it stands on paper: somebody records it, with where the paper lies or its scan.
    """

    table = models.ForeignKey(
        "controls.ControlTable", models.PROTECT, verbose_name=_("一览表"), related_name="receipts"
    )
    post = models.ForeignKey("organization.Post", models.PROTECT, verbose_name=_("岗位"), related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("签收人"), related_name="+")
    sha256 = models.CharField(_("所签内容的哈希"), max_length=64)
    signed_on = models.DateField(_("签收日期"))
    """Of a paper the day that stands on it."""
    signed_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    is_on_paper = models.BooleanField(_("纸质签收"), default=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("登记人"), related_name="+"
    )
    paper_place = models.CharField(_("原件存放处"), max_length=200, blank=True)
    scan_sha256 = models.CharField(_("扫描件的哈希"), max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "post", "person"], name="table_receipt_once"),
            models.CheckConstraint(condition=~Q(sha256=""), name="table_receipt_has_content"),
            models.CheckConstraint(
                condition=Q(is_on_paper=True, recorded_by__isnull=False) & (~Q(paper_place="") | ~Q(scan_sha256=""))
                | Q(is_on_paper=False, recorded_by__isnull=True, paper_place="", scan_sha256=""),
                name="table_receipt_on_paper_has_recorder_and_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.person} {self.signed_on}"

    def get_absolute_url(self) -> str:
        return reverse("controls:table_receipts", args=[self.table_id])
