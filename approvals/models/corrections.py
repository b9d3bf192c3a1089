"""更正: the wording of a list in force put right, both texts kept; and the year's 更正 as the committee was told of them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from approvals import calculations
from core.registry import registry


class Correction(models.Model):
    """One text of one row in force, before and after. Inserted once: what was approved stays as it was signed, and this
    is laid over it (`calculations.laid`)."""

    list_kind = models.CharField(_("清单"), max_length=12)
    list_id = models.BigIntegerField()
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    is_leadership = models.BooleanField(default=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    """Of the list's edition."""
    key = models.CharField(max_length=36)
    """The row's lineage."""
    code = models.CharField(_("编码"), max_length=60)
    field = models.CharField(max_length=120)
    """Where the text stands in the row's frozen content, as `core.registry.Wording` has it."""
    label = models.CharField(_("更正内容"), max_length=120)
    before = models.TextField(_("原文"))
    after = models.TextField(_("更正为"))
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("更正人"), related_name="+")
    at = models.DateTimeField(_("更正时间"), auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["list_kind", "list_id"], name="correction_list"),
            models.Index(fields=["-at", "-id"], name="correction_at"),
            models.Index(fields=["department", "id"], name="correction_department"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(before="") & ~Q(after="") & ~Q(before=F("after")), name="correction_has_two_texts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:correction", args=[self.pk])

    @property
    def marked(self) -> tuple[list[calculations.Mark], list[calculations.Mark]]:
        """Both texts in pieces, with what was changed."""
        return calculations.marked(self.before, self.after)

    @property
    def list_name(self) -> str:
        """`药剂科 2026年第1版职权目录`."""
        title = registry.list_handlers[self.list_kind].title
        words = {"year": self.year, "number": self.number, "list": title}
        of = gettext("班子成员") if self.is_leadership else self.department
        return f"{of} {gettext('%(year)s年第%(number)s版%(list)s') % words}"


class CorrectionReport(models.Model):
    """The 更正 of one year as they were put to the committee; later ones of the year make another, longer report."""

    year = models.PositiveSmallIntegerField(_("年度"))
    count = models.PositiveIntegerField(_("更正（处）"))
    """It tells of the first `count` of its year."""
    meeting = models.ForeignKey(
        "approvals.Meeting",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("党委会"),
        related_name="correction_reports",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("报送人"), related_name="+")
    at = models.DateTimeField(_("报送时间"), auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "count"], name="correction_report_of_a_year_grows"),
            models.CheckConstraint(condition=Q(count__gte=1), name="correction_report_is_not_empty"),
        ]

    def __str__(self) -> str:
        return gettext("%(year)s年更正清单（%(count)d处）") % {"year": self.year, "count": self.count}

    def get_absolute_url(self) -> str:
        return reverse("approvals:correction_report", args=[self.pk])
