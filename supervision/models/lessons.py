"""廉政教育 and 动员: meetings and trainings of a year's phases with who attended."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.cycles import LessonKind


class Lesson(models.Model):
    """A mobilization meeting, study meeting, training or lesson on integrity (part 二(一), 二(四))."""

    cycle = models.ForeignKey("supervision.Cycle", models.PROTECT, related_name="lessons")
    phase = models.ForeignKey(
        "supervision.Phase", models.PROTECT, null=True, blank=True, verbose_name=_("所属阶段"), related_name="lessons"
    )
    kind = models.CharField(_("类别"), max_length=12, choices=LessonKind.choices)
    title = models.CharField(_("主题"), max_length=120)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    hours = models.DecimalField(_("学时"), max_digits=4, decimal_places=1, default=1)
    speaker = models.CharField(_("主讲或主持"), max_length=60, blank=True)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("组织部门"), related_name="+"
    )
    content = models.TextField(_("内容"), blank=True)
    head_count = models.PositiveIntegerField(_("另有到会人数"), default=0)
    """Who attended besides those named."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])

    class Meta:
        indexes = [models.Index(fields=["-held_on", "-id"], name="lesson_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="lesson_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:lesson", args=[self.pk])


class LessonAttendance(models.Model):
    """A person who was to attend, and whether they did."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("人员"), related_name="+")
    is_present = models.BooleanField(_("到会"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "person"], name="lesson_attendance_once")]

    def __str__(self) -> str:
        return f"{self.lesson} {self.person}"
