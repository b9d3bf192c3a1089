"""自查: a department's self-check of a year, the questions it is asked, and its answers with proof."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.self_checks import AnswerState, Content, SelfCheckState

SIGNED = (SelfCheckState.SUBMITTED, SelfCheckState.RECEIVED)


class SelfCheckQuestion(models.Model):
    """A standard item of one of the contents; the measures themselves are the items of 防控措施落实情况."""

    content = models.CharField(_("内容"), max_length=12, choices=Content.choices)
    text = models.CharField(_("自查项目"), max_length=200)
    position = models.PositiveSmallIntegerField(_("次序"))
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content", "position"], name="self_check_question_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="self_check_question_has_text"),
            models.CheckConstraint(
                condition=~Q(content=Content.CARRIED_OUT), name="self_check_question_is_not_about_measures"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SelfCheck(models.Model):
    """自查 of one department, or of the leadership (part 三(二)), in one year: answers, the report written from them, who
    signed and received it (part 二(五)1).

    `report` keeps only the sections written by hand; the others are written from the answers each time they are read.
    """

    cycle = models.ForeignKey("supervision.Cycle", models.PROTECT, verbose_name=_("年度"), related_name="self_checks")
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="self_checks"
    )
    is_leadership = models.BooleanField(_("班子成员自查"), default=False, editable=False)
    """The leadership's own, of its table in force: kept at the root, answered post by post."""
    state = models.CharField(_("状态"), max_length=10, choices=SelfCheckState.choices, default=SelfCheckState.DRAFT)
    due_on = models.DateField(_("报送期限"))
    report = models.JSONField(_("手写章节"), default=dict, blank=True)
    """Section → `text`, and `written_from`: what was written from the answers when it was put into other words."""
    content = models.JSONField(default=dict, blank=True)
    """Everything as it was signed: sections, answers, figures. Empty while the department works on it."""
    sha256 = models.CharField(_("内容校验值"), max_length=64, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("签署人"), related_name="+"
    )
    signed_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("代签"), related_name="+"
    )
    """For whom a stand-in signed."""
    signed_at = models.DateTimeField(_("签署时间"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("接收人"), related_name="+"
    )
    received_at = models.DateTimeField(_("接收时间"), null=True, blank=True)
    return_reason = models.TextField(_("退回理由"), blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])
    is_seen_whole: bool
    """Does the person it was found for see every item and the report? Said by `queries.self_check_for`."""

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="self_check_due"),
            models.Index(fields=["state", "id"], name="self_check_state"),
            models.Index(fields=["signed_at", "id"], name="self_check_signed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "department", "is_leadership"], name="self_check_once_a_cycle"),
            models.CheckConstraint(
                condition=(
                    Q(state__in=SIGNED, signed_by__isnull=False, signed_at__isnull=False) & ~Q(sha256="")
                    | Q(~Q(state__in=SIGNED), signed_by__isnull=True, signed_at__isnull=True, sha256="")
                ),
                name="self_check_signed_has_who_when_what",
            ),
            models.CheckConstraint(
                condition=Q(signed_for__isnull=True) | Q(signed_by__isnull=False),
                name="self_check_signed_for_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(state=SelfCheckState.RECEIVED, received_by__isnull=False, received_at__isnull=False)
                | Q(~Q(state=SelfCheckState.RECEIVED), received_by__isnull=True, received_at__isnull=True),
                name="self_check_received_has_who_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=SelfCheckState.RETURNED) | ~Q(return_reason=""),
                name="self_check_returned_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return _("%(whose)s%(year)s年度自查") % {"whose": self.whose, "year": self.cycle.year}

    def get_absolute_url(self) -> str:
        return reverse("supervision:self_check", args=[self.pk])

    @property
    def whose(self) -> str:
        """`药剂科`, `班子成员`."""
        return str(_("班子成员")) if self.is_leadership else str(self.department)

    @property
    def is_editable(self) -> bool:
        return self.state in SelfCheckState.editable()

    @property
    def is_late(self) -> bool:
        """Not signed after the phase's last day."""
        return self.is_editable and self.due_on < timezone.localdate()


class SelfCheckAnswer(models.Model):
    """What a department says of one question or of one measure in force, with its proof (a note and attachments)."""

    self_check = models.ForeignKey(SelfCheck, models.PROTECT, related_name="answers")
    content = models.CharField(_("内容"), max_length=12, choices=Content.choices)
    question = models.ForeignKey(SelfCheckQuestion, models.PROTECT, null=True, blank=True, related_name="answers")
    measure = models.ForeignKey(
        "controls.Measure",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("防控措施"),
        related_name="self_check_answers",
    )
    measure_lineage = models.ForeignKey("core.Lineage", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(_("落实情况"), max_length=8, choices=AnswerState.choices, blank=True)
    """Empty until it is answered."""
    note = models.TextField(_("说明"), blank=True)
    """Where the proof is found, or why it is not carried out."""
    finding = models.ForeignKey(
        "supervision.Finding", models.PROTECT, null=True, blank=True, verbose_name=_("登记的问题"), related_name="+"
    )
    """The last one raised from this answer."""
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("填报人"), related_name="+"
    )
    answered_at = models.DateTimeField(_("填报时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["self_check", "question"], name="self_check_question_once"),
            models.UniqueConstraint(fields=["self_check", "measure_lineage"], name="self_check_measure_once"),
            models.CheckConstraint(
                condition=Q(
                    content=Content.CARRIED_OUT,
                    question__isnull=True,
                    measure__isnull=False,
                    measure_lineage__isnull=False,
                )
                | Q(
                    ~Q(content=Content.CARRIED_OUT),
                    question__isnull=False,
                    measure__isnull=True,
                    measure_lineage__isnull=True,
                ),
                name="self_check_answers_a_question_or_a_measure",
            ),
            models.CheckConstraint(
                condition=Q(state="", answered_by__isnull=True, answered_at__isnull=True)
                | Q(~Q(state=""), answered_by__isnull=False, answered_at__isnull=False),
                name="self_check_answer_has_who_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.measure or self.question)

    @property
    def is_faulty(self) -> bool:
        return self.state in AnswerState.faulty()
