"""报审: one submission carries a department's lists through stages copied into it when it is made."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from approvals.models.decisions import Decision, Recusal, StageEvent
from approvals.states import AGREEING, SIGNED_BY_HEAD, EventKind, StageCode, SubmissionKind, SubmissionState
from organization.roles import Action


class StageDefault(models.Model):
    """The hospital's default stages of a kind of submission: data, to be added to but never without the committee."""

    kind = models.CharField(_("报审类别"), max_length=12, choices=SubmissionKind.choices)
    position = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(max_length=12, choices=StageCode.choices)
    title = models.CharField(_("环节名称"), max_length=40)
    action = models.CharField(_("由谁决定"), max_length=24, choices=Action.choices)
    verdicts = models.JSONField(default=list)
    due_days = models.PositiveSmallIntegerField(_("办理时限（工作日）"), default=5)

    history = HistoricalRecords()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "position"], name="stage_default_position_once")]

    def __str__(self) -> str:
        return self.title


class Submission(models.Model):
    """A department's lists of one edition on their way to the committee, or another thing through stages of its own
    (整改销号); frozen when the head signs."""

    kind = models.CharField(_("类别"), max_length=12, choices=SubmissionKind.choices)
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("名称"), max_length=120, blank=True)
    """Of what is no list; lists are called by their edition."""
    is_restricted = models.BooleanField(default=False)
    """Seen by who made it and by the holders of its stages alone."""
    state = models.CharField(_("状态"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.DRAFT)
    stage = models.ForeignKey("Stage", models.PROTECT, null=True, blank=True, related_name="+")
    """The stage that holds it now; empty before the head signs and after the end."""
    version = models.PositiveIntegerField(default=1)
    """Counts every decision; a form with an older version is refused."""
    sha256 = models.CharField(_("内容哈希"), max_length=64, blank=True)
    """Over all its lists: what pages and paper show, also of each list it brought into force."""
    resubmits = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("接续"), related_name="resubmitted_as"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(_("报审时间"), null=True, blank=True)
    stage_since = models.DateTimeField(_("到达本环节"), null=True, blank=True)
    stage_due_on = models.DateField(_("应办结日期"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    untold: tuple[dict[str, Any], ...] = ()
    """Decisions written on this object that the trail does not tell yet; `services.moving` fills and empties it."""

    class Meta:
        indexes = [
            models.Index(fields=["state", "stage_since", "id"], name="submission_waiting"),
            models.Index(fields=["department", "-made_at", "-id"], name="submission_department"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True, sha256="")
                | Q(Q(submitted_by__isnull=False, submitted_at__isnull=False), ~Q(sha256="")),
                name="submission_signed_has_who_when_hash",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=SubmissionKind.of_lists(), title="")
                | Q(~Q(kind__in=SubmissionKind.of_lists()), ~Q(title="")),
                name="submission_of_no_list_has_a_title",
            ),
            models.CheckConstraint(
                condition=Q(state=SubmissionState.IN_REVIEW, stage__isnull=False)
                | Q(~Q(state=SubmissionState.IN_REVIEW), stage__isnull=True),
                name="submission_in_review_has_a_stage",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.open(), ended_at__isnull=True)
                | Q(~Q(state__in=SubmissionState.open()), ended_at__isnull=False),
                name="submission_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        if self.title:
            return self.title
        of = _("班子成员") if self.is_leadership else self.department
        return _("%(of)s %(edition)s清单") % {"of": of, "edition": self.edition}

    def get_absolute_url(self) -> str:
        return reverse("approvals:submission", args=[self.pk])

    @property
    def edition(self) -> str:
        """`2026年第1版`; nothing where it carries no list."""
        if self.title:
            return ""
        return _("%(year)s年第%(number)s版") % {"year": self.year, "number": self.number}

    @property
    def is_signed_by_head(self) -> bool:
        """Does the head sign it? Otherwise who makes it submits it at once: the leadership's lists, 公开稿."""
        return self.kind in SIGNED_BY_HEAD

    @property
    def is_leadership(self) -> bool:
        return self.kind == SubmissionKind.LEADERSHIP


class Stage(models.Model):
    """审批环节 of one submission, copied from the defaults when it was made."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="stages")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=12, choices=StageCode.choices)
    title = models.CharField(_("环节"), max_length=40)
    action = models.CharField(max_length=24, choices=Action.choices)
    verdicts = models.JSONField(default=list)
    due_days = models.PositiveSmallIntegerField(default=5)
    is_skipped = models.BooleanField(default=False)
    passed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="stage_position_once")]

    def __str__(self) -> str:
        return self.title


class SubmissionItem(models.Model):
    """One list carried by a submission, with its frozen content once the head has signed."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="items")
    list_kind = models.CharField(max_length=12)
    list_id = models.BigIntegerField()
    schema = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    difference = models.JSONField(default=list)
    """Each row against the edition in force when the head signed: key, code, label, change, fields."""
    checks = models.JSONField(default=list)
    """What the check still warned of when the head signed: code, message, row_code."""
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["list_kind", "list_id"], name="submission_item_list")]
        constraints = [
            models.UniqueConstraint(fields=["submission", "list_kind"], name="submission_item_kind_once"),
            models.UniqueConstraint(
                fields=["list_kind", "list_id"], condition=Q(is_open=True), name="one_open_submission_a_list"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_kind} {self.list_id}"


class SubmissionRowQuerySet(models.QuerySet):
    """Chainable reads of frozen rows."""

    def of(self, submission):
        """All rows of all lists of `submission`."""
        return self.filter(item__submission=submission)

    def left(self):
        """Rows still to be decided at their submission's stage: no agreement covers them, and they did not fall on."""
        stage = OuterRef("item__submission__stage")
        recused = Recusal.objects.filter(decision=OuterRef("pk"), row=OuterRef(OuterRef("pk")))
        agreed = Decision.objects.filter(~Exists(recused), stage=stage, verdict__in=AGREEING)
        fallen = StageEvent.objects.filter(stage=stage, kind=EventKind.FELL, rows=OuterRef("pk"))
        return self.filter(~Exists(agreed), ~Exists(fallen))


class SubmissionRow(models.Model):
    """One frozen row, with what recusal asks about it: whose post, who filed it or changed it."""

    item = models.ForeignKey(SubmissionItem, models.PROTECT, related_name="rows")
    key = models.CharField(max_length=36)
    """The row's lineage: remarks and verdicts follow it into the next edition."""
    code = models.CharField(_("编码"), max_length=60)
    label = models.CharField(_("内容"), max_length=300)
    position = models.PositiveIntegerField()
    post = models.ForeignKey("organization.Post", models.PROTECT, null=True, blank=True, related_name="+")
    filers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Everyone who filed it or changed what it says."""
    content = models.JSONField(default=dict)
    change = models.CharField(max_length=10, blank=True)

    objects = SubmissionRowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="submission_row_once")]
        indexes = [models.Index(fields=["item", "position"], name="submission_row_order")]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
