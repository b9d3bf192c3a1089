"""职权目录: a department's powers by edition, their bases and the materials to submit."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from core.models import EditionList, EditionRow, edition_constraints
from powers.models.flows import Flow
from powers.states import DisclosureScope, LimitUnit, MaterialForm, PowerCategory, PowerNature, Vetting


class PowerList(EditionList):
    """职权目录 of one department and edition."""

    is_fileable: bool
    """Filled by queries: may the person asking file it?"""

    history = HistoricalRecords()

    class Meta:
        constraints = edition_constraints("power_list", "department")

    def get_absolute_url(self) -> str:
        return reverse("powers:list", args=[self.pk])


class Power(EditionRow):
    """职权: what a department may do, on what basis, through which post."""

    power_list = models.ForeignKey(PowerList, models.PROTECT, related_name="powers")
    name = models.CharField(_("职权名称"), max_length=80)
    category = models.CharField(_("类别"), max_length=2, choices=PowerCategory.choices)
    content = models.TextField(_("职权内容"), blank=True)
    handling_department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("办理主体"), related_name="+"
    )
    responsible_post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("责任岗位"), related_name="powers"
    )
    nature = models.CharField(_("权力性质"), max_length=10, choices=PowerNature.choices, default=PowerNature.INTERNAL)
    is_major = models.BooleanField(_("三重一大"), default=False)
    discretion = models.TextField(_("自由裁量说明"), blank=True)
    disclosure_scope = models.CharField(
        _("公开范围"), max_length=14, choices=DisclosureScope.choices, default=DisclosureScope.HOSPITAL
    )
    disclosure_form = models.CharField(_("公开方式"), max_length=200, blank=True)
    supervision_channels = models.TextField(_("监督渠道"), blank=True)
    fee_basis = models.CharField(_("收费依据和标准"), max_length=200, blank=True)
    promised_limit = models.PositiveSmallIntegerField(_("承诺时限"), null=True, blank=True)
    promised_unit = models.CharField(
        _("承诺时限单位"), max_length=8, choices=LimitUnit.choices, default=LimitUnit.WORKDAY
    )
    vetting = models.CharField(_("清理意见"), max_length=8, choices=Vetting.choices, default=Vetting.KEEP)
    vetting_note = models.TextField(_("清理说明"), blank=True)
    bases = models.ManyToManyField("powers.LegalBasis", through="PowerBasis", related_name="powers")
    content_hash = models.CharField(max_length=64, blank=True, editable=False)
    """Hash of the planned content with bases, materials and charts: equal in two editions when nothing changed."""

    # Filled by queries.
    ordered_bases: "list[PowerBasis]"
    ordered_materials: "list[Material]"
    ordered_flows: "list[Flow]"
    is_fileable: bool
    is_list_open: bool

    history = HistoricalRecords(excluded_fields=["search_text", "content_hash"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["power_list", "lineage"], name="power_once_in_list"),
            models.CheckConstraint(
                condition=Q(vetting=Vetting.KEEP) | ~Q(vetting_note=""), name="power_vetting_has_a_note"
            ),
        ]
        indexes = [
            models.Index(fields=["power_list", "code", "id"], name="power_list_code"),
            models.Index(fields=["handling_department", "code", "id"], name="power_department_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("powers:power", args=[self.pk])


class PowerBasis(models.Model):
    """A power rests on a basis, in the order the department gave."""

    power = models.ForeignKey(Power, models.CASCADE, related_name="basis_links")
    basis = models.ForeignKey("powers.LegalBasis", models.PROTECT, related_name="power_links")
    position = models.PositiveSmallIntegerField(default=0)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["power", "basis"], name="power_basis_once")]

    def __str__(self) -> str:
        return f"{self.power} {self.basis}"


class Material(models.Model):
    """申请材料: what an applicant must hand in."""

    power = models.ForeignKey(Power, models.CASCADE, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("材料名称"), max_length=120)
    copies = models.PositiveSmallIntegerField(_("份数"), default=1)
    form = models.CharField(
        _("原件或复印件"), max_length=14, choices=MaterialForm.choices, default=MaterialForm.ORIGINAL
    )
    is_required = models.BooleanField(_("必需"), default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["power", "name"], name="material_once_in_power")]

    def __str__(self) -> str:
        return self.name
