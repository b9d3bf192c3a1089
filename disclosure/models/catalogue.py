"""公开目录: what must be disclosed, by whom, how often; and each occasion on which it is due."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from disclosure.states import Aspect, ItemSource, Period, Topic
from powers.states import BasisStatus, DisclosureScope


class DisclosureItem(models.Model):
    """公开目录 of the hospital, one row: what is disclosed on what basis, by which department, to whom and how often."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("公开内容"), max_length=80)
    topic = models.CharField(_("栏目"), max_length=12, choices=Topic.choices)
    aspect = models.CharField(_("方面"), max_length=6, choices=Aspect.choices, default=Aspect.OTHER)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    basis_status = models.CharField(
        _("依据状态"), max_length=10, choices=BasisStatus.choices, default=BasisStatus.UNCHECKED
    )
    basis_verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("责任部门"), related_name="+"
    )
    scope = models.CharField(
        _("公开范围"), max_length=14, choices=DisclosureScope.choices, default=DisclosureScope.SOCIETY
    )
    form = models.CharField(_("公开形式"), max_length=120, blank=True)
    period = models.CharField(_("公开周期"), max_length=8, choices=Period.choices, default=Period.EVENT)
    clock_days = models.PositiveSmallIntegerField(_("时限（工作日）"), default=20)
    """Working days from creation or change, or from the end of the period (国卫办发〔2021〕43号, 待核)."""
    source = models.CharField(_("来源"), max_length=16, choices=ItemSource.choices, blank=True, default=ItemSource.NONE)
    is_retired = models.BooleanField(_("已停用"), default=False)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["position", "id"], name="disclosure_item_order")]
        constraints = [
            models.CheckConstraint(condition=Q(clock_days__gt=0), name="disclosure_item_has_days"),
            models.CheckConstraint(
                condition=~Q(basis_status=BasisStatus.VALID) | Q(basis_verified_on__isnull=False),
                name="disclosure_basis_in_force_was_verified",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("disclosure_desk:item", args=[self.pk])


class DueDisclosure(models.Model):
    """待公开: one occasion on which an item is due, with the day by which it must be public and how that was counted."""

    item = models.ForeignKey(DisclosureItem, models.PROTECT, related_name="dues")
    label = models.CharField(_("事由"), max_length=120)
    """`2026年第3季度`, or what arose."""
    arose_on = models.DateField(_("形成或变更日期"))
    due_on = models.DateField(_("最迟公开日期"))
    is_provisional = models.BooleanField(default=False)
    """Counted into a year whose holidays were not published yet."""
    met_by = models.ForeignKey("Publication", models.PROTECT, null=True, blank=True, related_name="met_dues")
    met_on = models.DateField(_("公开日期"), null=True, blank=True)
    waived_reason = models.CharField(_("不需公开的理由"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["due_on", "id"], name="due_disclosure_order")]
        constraints = [
            models.UniqueConstraint(fields=["item", "label"], name="due_disclosure_once"),
            models.CheckConstraint(
                condition=Q(met_by__isnull=True, met_on__isnull=True) | Q(met_by__isnull=False, met_on__isnull=False),
                name="due_disclosure_met_has_when",
            ),
            models.CheckConstraint(
                condition=Q(waived_reason="") | Q(met_by__isnull=True), name="due_disclosure_waived_is_not_met"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.label}"


class OpenSettings(models.Model):
    """公开设置: the channels of 举报, the days for an answer and how long what came in is kept; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    report_phone = models.CharField(_("举报电话"), max_length=40, blank=True)
    report_letterbox = models.CharField(_("举报信箱"), max_length=120, blank=True)
    report_visit = models.CharField(_("来访接待"), max_length=120, blank=True)
    upper_name = models.CharField(_("上级纪检监察机关"), max_length=60, blank=True)
    upper_phone = models.CharField(_("上级纪检监察机关电话"), max_length=40, blank=True)
    upper_address = models.CharField(_("上级纪检监察机关地址"), max_length=120, blank=True)
    answer_days = models.PositiveSmallIntegerField(_("答复期限（工作日）"), default=15)
    kept_months = models.PositiveSmallIntegerField(_("办结后保存（个月）"), default=24)
    """After it the text, name, contact and files of what was closed are deleted; only the figures stay."""

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="open_settings_are_single"),
            models.CheckConstraint(condition=Q(answer_days__gt=0, kept_months__gt=0), name="open_settings_have_terms"),
        ]

    def __str__(self) -> str:
        return str(_("公开设置"))


class OpenItem(models.Model):
    """What the public face may read of the catalogue: a database view of the items meant for society."""

    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    topic = models.CharField(max_length=12, choices=Topic.choices)
    aspect = models.CharField(max_length=6, choices=Aspect.choices)
    basis = models.CharField(max_length=200)
    basis_status = models.CharField(max_length=10, choices=BasisStatus.choices)
    department_name = models.CharField(max_length=60)
    form = models.CharField(max_length=120)
    period = models.CharField(max_length=8, choices=Period.choices)
    clock_days = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        managed = False
        db_table = "disclosure_open_item"

    def __str__(self) -> str:
        return self.name
