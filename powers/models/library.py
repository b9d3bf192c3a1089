"""行使依据 and 制度: the libraries that powers and measures cite."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from powers.states import BasisStatus, RegulationKind


class LegalBasis(models.Model):
    """A law, rule or document that a power rests on, with the day somebody checked it."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    title = models.CharField(_("名称"), max_length=120)
    document_number = models.CharField(_("文号"), max_length=80, blank=True)
    article = models.CharField(_("条款"), max_length=200, blank=True)
    issuer = models.CharField(_("发布机关"), max_length=120, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=BasisStatus.choices, default=BasisStatus.UNCHECKED)
    verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    note = models.TextField(_("备注"), blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=BasisStatus.VALID) | Q(verified_on__isnull=False),
                name="basis_valid_was_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.document_number}"

    def get_absolute_url(self) -> str:
        return reverse("powers:basis", args=[self.code])


class Regulation(models.Model):
    """制度: one of the hospital's own regulations."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("类别"), max_length=20, choices=RegulationKind.choices)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("制定部门"), related_name="+"
    )
    # Of the version in force; the service that puts one in force keeps them.
    effective_on = models.DateField(_("施行日期"), null=True, blank=True)
    edition = models.CharField(_("版本"), max_length=40, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    def __str__(self) -> str:
        return f"《{self.name}》"

    def get_absolute_url(self) -> str:
        return reverse("powers:regulation", args=[self.code])
