"""迎检: an inspection by the body above: its notice, the materials shown, its feedback and the reply."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.inspections import InspectionState

ANSWERED = (InspectionState.ANSWERING, InspectionState.REPLIED)


class Inspection(models.Model):
    """迎检 (part 二(五)2): the body above inspects, the hospital prepares, shows, hears and replies."""

    body = models.CharField(_("检查机构"), max_length=80)
    title = models.CharField(_("检查事项"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=10, choices=InspectionState.choices, default=InspectionState.PREPARING
    )
    cycle = models.ForeignKey("supervision.Cycle", models.PROTECT, null=True, blank=True, related_name="inspections")
    notice_number = models.CharField(_("通知文号"), max_length=60, blank=True)
    notice_on = models.DateField(_("通知日期"))
    arrives_on = models.DateField(_("到检日期"))
    feedback = models.TextField(_("反馈意见"), blank=True)
    feedback_on = models.DateField(_("反馈日期"), null=True, blank=True)
    reply_due_on = models.DateField(_("回复期限"), null=True, blank=True)
    reply = models.TextField(_("回复内容"), blank=True)
    reply_on = models.DateField(_("回复日期"), null=True, blank=True)
    findings = models.ManyToManyField("supervision.Finding", blank=True, related_name="inspections")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [
            models.Index(fields=["arrives_on", "id"], name="inspection_arrival"),
            models.Index(fields=["state", "id"], name="inspection_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(arrives_on__gte=models.F("notice_on")), name="inspection_arrives_after_notice"
            ),
            models.CheckConstraint(
                condition=(Q(state__in=ANSWERED, feedback_on__isnull=False) & ~Q(feedback=""))
                | Q(~Q(state__in=ANSWERED), feedback_on__isnull=True, feedback=""),
                name="inspection_feedback_has_words_and_day",
            ),
            models.CheckConstraint(
                condition=(Q(state=InspectionState.REPLIED, reply_on__isnull=False) & ~Q(reply=""))
                | Q(~Q(state=InspectionState.REPLIED), reply_on__isnull=True, reply=""),
                name="inspection_reply_has_words_and_day",
            ),
            models.CheckConstraint(
                condition=Q(feedback_on__isnull=True) | Q(feedback_on__gte=models.F("notice_on")),
                name="inspection_feedback_after_notice",
            ),
            models.CheckConstraint(
                condition=(Q(reply_due_on__isnull=True) | Q(reply_due_on__gte=models.F("feedback_on")))
                & (Q(reply_on__isnull=True) | Q(reply_on__gte=models.F("feedback_on"))),
                name="inspection_reply_after_feedback",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:inspection", args=[self.pk])


class InspectionMaterial(models.Model):
    """A material to be shown: a page of this system, or files; prepared by a department."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="materials")
    title = models.CharField(_("材料"), max_length=120)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, verbose_name=_("准备部门"), related_name="+"
    )
    url = models.CharField(_("系统内页面"), max_length=200, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("提交人"), related_name="+"
    )
    given_at = models.DateTimeField(_("提交时间"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspection", "position"], name="inspection_material_position_once"),
            models.CheckConstraint(condition=~Q(title=""), name="inspection_material_has_a_title"),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/"), name="inspection_material_page_is_of_this_system"
            ),
            models.CheckConstraint(
                condition=Q(given_by__isnull=True, given_at__isnull=True)
                | Q(given_by__isnull=False, given_at__isnull=False),
                name="inspection_material_given_has_who_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title
