"""检查记录: one a drawn department or leadership post: who inspects, the drawn points with their measures, what was answered, who signed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.spot_checks import Answer, RecordState


class SpotCheckRecord(models.Model):
    """检查记录表 of one department, or of one leadership post; nothing changes after it is signed."""

    check_of = models.ForeignKey(
        "supervision.SpotCheck", models.PROTECT, verbose_name=_("抽查"), related_name="records"
    )
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("被查部门"), related_name="+"
    )
    is_leadership = models.BooleanField(_("班子成员"), default=False, editable=False)
    """Of points of the leadership's register alone: who inspects and reads the others does not read them."""
    post = models.ForeignKey(
        "organization.Post",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("班子成员岗位"),
        related_name="+",
    )
    """Of the leadership: whose, for each reads the own record alone; none of a department's."""
    code = models.CharField(_("编号"), max_length=44, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=RecordState.choices, default=RecordState.OPEN)
    checked_on = models.DateField(_("检查日期"), null=True, blank=True)
    place = models.CharField(_("检查地点"), max_length=80, blank=True)
    summary = models.TextField(_("总体情况"), blank=True)
    finished_at = models.DateTimeField(_("检查完毕时间"), null=True, blank=True)
    opinion = models.TextField(_("被查部门意见"), blank=True)
    opinion_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("意见录入人"), related_name="+"
    )
    opinion_signer = models.CharField(_("意见签字人"), max_length=60, blank=True)
    opinion_on = models.DateField(_("意见日期"), null=True, blank=True)
    is_opinion_on_paper = models.BooleanField(_("意见签在纸上"), default=False)
    signed_at = models.DateTimeField(_("签字齐全时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    """Counts every change of the record and of its answers: a sheet of an older version is refused."""

    history = HistoricalRecords()

    class Meta:
        indexes = [models.Index(fields=["department", "state", "id"], name="spot_record_department")]
        constraints = [
            models.UniqueConstraint(
                fields=["check_of", "department"], condition=Q(is_leadership=False), name="spot_record_once"
            ),
            models.UniqueConstraint(fields=["check_of", "post"], name="spot_record_once_a_leadership_post"),
            models.CheckConstraint(
                condition=Q(is_leadership=True, post__isnull=False) | Q(is_leadership=False, post__isnull=True),
                name="spot_record_of_the_leadership_has_its_post",
            ),
            models.CheckConstraint(
                condition=Q(state=RecordState.OPEN, finished_at__isnull=True)
                | ~Q(state=RecordState.OPEN) & Q(finished_at__isnull=False, checked_on__isnull=False),
                name="spot_record_finished_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state=RecordState.SIGNED, signed_at__isnull=False, opinion_on__isnull=False)
                | ~Q(state=RecordState.SIGNED) & Q(signed_at__isnull=True),
                name="spot_record_signed_has_time_and_opinion",
            ),
            models.CheckConstraint(
                condition=Q(opinion="", opinion_by__isnull=True, opinion_on__isnull=True)
                | Q(opinion_by__isnull=False, opinion_on__isnull=False) & ~Q(opinion="") & ~Q(opinion_signer=""),
                name="spot_record_opinion_has_who_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.whom}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:spot_check_record", args=[self.pk])

    @property
    def whom(self) -> str:
        """Who is inspected, in words."""
        return f"{_('班子成员')}·{self.post}" if self.post else str(self.department)

    @property
    def opinion_name(self) -> str:
        """Whose opinion it bears, in words."""
        return str(_("被查班子成员意见") if self.is_leadership else _("被查部门意见"))


class RecordInspector(models.Model):
    """检查人员 of a record, and when and how they signed."""

    record = models.ForeignKey(SpotCheckRecord, models.PROTECT, related_name="inspectors")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("检查人员"), related_name="inspections"
    )
    signed_on = models.DateField(_("签字日期"), null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("签字登记人"), related_name="+"
    )
    """The inspector, or who recorded the signature on paper."""

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "person"], name="record_inspector_once"),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True)
                | Q(signed_on__isnull=False, signed_by__isnull=False),
                name="record_inspector_signed_has_who_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class RecordPoint(models.Model):
    """A drawn risk point, in the order of the draw, with its measures in force at the time."""

    record = models.ForeignKey(SpotCheckRecord, models.PROTECT, related_name="points")
    unit = models.OneToOneField("supervision.PopulationUnit", models.PROTECT, related_name="drawn")
    position = models.PositiveSmallIntegerField(_("抽取次序"))
    measures = models.ManyToManyField("controls.Measure", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="record_point_position_once")]

    def __str__(self) -> str:
        return str(self.unit)


class RecordItem(models.Model):
    """One checklist item of a drawn point, its text as it was when drawn, and the inspectors' answer."""

    point = models.ForeignKey(RecordPoint, models.PROTECT, related_name="items")
    item = models.ForeignKey("supervision.ChecklistItem", models.PROTECT, related_name="+")
    text = models.CharField(_("检查内容"), max_length=200)
    position = models.PositiveSmallIntegerField()
    answer = models.CharField(_("结果"), max_length=4, choices=Answer.choices, blank=True)
    note = models.TextField(_("情况说明"), blank=True)
    finding = models.OneToOneField(
        "supervision.Finding", models.PROTECT, null=True, blank=True, verbose_name=_("问题"), related_name="record_item"
    )

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["point", "item"], name="record_item_once"),
            models.CheckConstraint(condition=~Q(answer=Answer.NO) | ~Q(note=""), name="record_item_no_has_note"),
            models.CheckConstraint(
                condition=Q(finding__isnull=True) | Q(answer=Answer.NO), name="record_item_finding_is_of_a_no"
            ),
        ]

    def __str__(self) -> str:
        return self.text
