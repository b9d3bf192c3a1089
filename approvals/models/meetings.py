"""党委会: the meeting with its rule, who was called and came, its agenda, and what each item carries."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from approvals.states import (
    AgendaVerdict,
    Answer,
    Capacity,
    ItemState,
    Matter,
    MeetingState,
    PassBasis,
    Presence,
)
from organization.states import BodyDuty


class MeetingRule(models.Model):
    """议事规则 of a kind of matter. A change is a new version; a meeting keeps the one it was planned under."""

    matter = models.CharField(_("事项类别"), max_length=10, choices=Matter.choices)
    version = models.PositiveSmallIntegerField(_("版本"))
    attend_numerator = models.PositiveSmallIntegerField(_("到会比例（分子）"), default=1)
    attend_denominator = models.PositiveSmallIntegerField(_("到会比例（分母）"), default=2)
    is_attend_strict = models.BooleanField(_("到会须超过该比例"), default=False)
    pass_numerator = models.PositiveSmallIntegerField(_("通过比例（分子）"), default=1)
    pass_denominator = models.PositiveSmallIntegerField(_("通过比例（分母）"), default=2)
    is_pass_strict = models.BooleanField(_("同意须超过该比例"), default=True)
    pass_basis = models.CharField(_("通过以谁为基数"), max_length=8, choices=PassBasis.choices, default=PassBasis.DUE)
    is_chair_last = models.BooleanField(_("主持人末位表态"), default=True)
    is_recused_counted = models.BooleanField(_("回避的委员计入应到"), default=True)
    notice_days = models.PositiveSmallIntegerField(_("提前通知（工作日）"), default=2)
    is_urgent_allowed = models.BooleanField(_("可以紧急召开"), default=True)
    reason = models.CharField(_("修改理由"), max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty for the shipped rules."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "version"], name="meeting_rule_version_once"),
            models.CheckConstraint(
                condition=Q(attend_numerator__gte=1, attend_numerator__lte=models.F("attend_denominator")),
                name="meeting_rule_attendance_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(pass_numerator__gte=1, pass_numerator__lte=models.F("pass_denominator")),
                name="meeting_rule_pass_is_a_share",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="meeting_rule_has_a_reason"),
        ]

    def __str__(self) -> str:
        return _("%(matter)s议事规则第%(version)s版") % {
            "matter": self.get_matter_display(),
            "version": self.version,
        }


class Meeting(models.Model):
    """A meeting of the Party committee, from its plan to its record."""

    body = models.ForeignKey("organization.Body", models.PROTECT, verbose_name=_("会议主体"), related_name="+")
    number = models.CharField(_("会议编号"), max_length=40)
    """For example 党委会〔2026〕12号."""
    matter = models.CharField(_("事项类别"), max_length=10, choices=Matter.choices, default=Matter.ORDINARY)
    rule = models.ForeignKey(MeetingRule, models.PROTECT, verbose_name=_("议事规则"), related_name="+")
    state = models.CharField(_("状态"), max_length=12, choices=MeetingState.choices, default=MeetingState.PLANNED)
    held_on = models.DateField(_("会议日期"))
    begins_at = models.TimeField(_("开始时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    urgent_reason = models.CharField(_("紧急召开的理由"), max_length=200, blank=True)
    """Empty when members have the rule's notice."""
    is_by_login = models.BooleanField(_("委员本人登录表决"), default=False)
    version = models.PositiveIntegerField(default=1)
    """Counts the changes of its plan; a form with an older version is refused."""
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("主持人"), related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("记录人"), related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    called_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    opened_at = models.DateTimeField(_("开始"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束"), null=True, blank=True)
    cancel_reason = models.CharField(_("取消理由"), max_length=200, blank=True)
    sha256 = models.CharField(_("会议记录哈希"), max_length=64, blank=True)
    """Over attendance, recusals, opinions, votes and resolutions, once the meeting is over."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="meeting_number_once"),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD, closed_at__isnull=False) & ~Q(sha256="")
                | ~Q(state=MeetingState.HELD) & Q(sha256="", closed_at__isnull=True),
                name="meeting_held_has_end_and_hash",
            ),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CANCELLED) | ~Q(cancel_reason=""), name="meeting_cancelled_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[*MeetingState.ahead(), MeetingState.CANCELLED])
                | Q(chair__isnull=False, opened_at__isnull=False),
                name="meeting_begun_has_a_chair",
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="meeting_held_on")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("approvals:meeting", args=[self.pk])


class Attendance(models.Model):
    """One person called to a meeting: the answer to the call, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("人员"), related_name="+")
    capacity = models.CharField(_("身份"), max_length=10, choices=Capacity.choices, default=Capacity.MEMBER)
    duty = models.CharField(_("职务"), max_length=12, choices=BodyDuty.choices, default=BodyDuty.MEMBER)
    answer = models.CharField(_("回执"), max_length=8, choices=Answer.choices, blank=True)
    answer_reason = models.CharField(_("请假理由"), max_length=120, blank=True)
    answered_at = models.DateTimeField(_("回执时间"), null=True, blank=True)
    presence = models.CharField(_("到会情况"), max_length=10, choices=Presence.choices, default=Presence.EXPECTED)
    was_there = models.BooleanField(default=False)
    """Was there for some of it, though `presence` may say that they left."""
    moves = models.JSONField(default=list, blank=True)
    """Who came later or had to go: [number of the item from which it holds, presence], in order."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | Q(~Q(answer=""), answered_at__isnull=False),
                name="attendance_answer_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.LEAVE) | ~Q(answer_reason=""), name="attendance_leave_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.person}"


class AgendaItem(models.Model):
    """议题: what is put before the committee under one heading; it may carry many departments."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("议题"), max_length=120)
    state = models.CharField(_("状态"), max_length=10, choices=ItemState.choices, default=ItemState.WAITING)
    postponed_reason = models.CharField(_("缓议理由"), max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    """When it was taken; empty where the meeting ended before it."""
    implementer = models.CharField(_("落实责任"), max_length=80, blank=True)
    due_on = models.DateField(_("落实期限"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position_once"),
            models.CheckConstraint(
                condition=~Q(state=ItemState.POSTPONED) | ~Q(postponed_reason=""), name="agenda_postponed_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("approvals:item", args=[self.pk])


class AgendaSubmission(models.Model):
    """One submission under an item, and what was resolved on it."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="entries")
    submission = models.ForeignKey("approvals.Submission", models.PROTECT, related_name="agenda_entries")
    is_apart = models.BooleanField(_("单独表决"), default=False)
    verdict = models.CharField(_("决议"), max_length=10, choices=AgendaVerdict.choices, blank=True)
    reason = models.TextField(_("理由"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "submission"], name="agenda_submission_once"),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(verdict=""), name="submission_on_one_agenda_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=["", AgendaVerdict.AGREE]) | ~Q(reason=""), name="agenda_no_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.submission}"


class AgendaRow(models.Model):
    """A row that the committee chose to vote on apart from the rest of its item."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="rows")
    row = models.ForeignKey("approvals.SubmissionRow", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "row"], name="agenda_row_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.row}"
