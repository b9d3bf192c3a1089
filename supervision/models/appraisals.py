"""考核: a year's appraisal with its criteria, what each department and person scored and how, appeals, and what it was used for."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.appraisals import AppealState, AppraisalState, CriterionKind, UseKind

COMPUTED = Q(kind=CriterionKind.AUTOMATIC) & ~Q(formula="")
CHOOSING = Q(kind__in=[CriterionKind.RATING, CriterionKind.DEDUCTION])
BY_HAND = Q(kind__in=[CriterionKind.MANUAL, CriterionKind.BONUS], formula="")


def criterion_constraints(name: str) -> list[models.BaseConstraint]:
    """What holds for a criterion, shipped or of one appraisal."""
    return [
        models.CheckConstraint(condition=Q(points__gt=0), name=f"{name}_has_points"),
        models.CheckConstraint(condition=~Q(title=""), name=f"{name}_has_a_title"),
        models.CheckConstraint(condition=COMPUTED | CHOOSING | BY_HAND, name=f"{name}_automatic_has_a_formula"),
    ]


class CriterionFields(models.Model):
    """考核标准: what is looked at, how many points it counts at most, and by which formula."""

    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    title = models.CharField(_("考核标准"), max_length=60)
    kind = models.CharField(_("类别"), max_length=10, choices=CriterionKind.choices)
    formula = models.CharField(_("计算方法"), max_length=40, blank=True)
    """A key of `registry.appraisal_criteria`."""
    points = models.DecimalField(_("分值"), max_digits=5, decimal_places=2)
    note = models.TextField(_("评分说明"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


class CriterionDefault(CriterionFields):
    """The hospital's own standard, copied into each year's appraisal when it is planned."""

    history = HistoricalRecords()

    class Meta:
        constraints = criterion_constraints("criterion_default")

    def get_absolute_url(self) -> str:
        return reverse("supervision:criteria")


class Appraisal(models.Model):
    """A year's 考核: planned with its criteria, scored, published, and closed when nothing can be appealed any more."""

    cycle = models.OneToOneField("supervision.Cycle", models.PROTECT, verbose_name=_("年度"), related_name="appraisal")
    state = models.CharField(_("状态"), max_length=10, choices=AppraisalState.choices, default=AppraisalState.PLANNED)
    appeal_days = models.PositiveSmallIntegerField(_("申诉期限（工作日）"), default=10)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(_("计算时间"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("公布人"), related_name="+"
    )
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    appeal_until = models.DateField(_("申诉截止"), null=True, blank=True)
    sha256 = models.CharField(_("公布内容校验值"), max_length=64, blank=True)
    """Of what was published: corrections after it make new scores and leave these as they were."""

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=AppraisalState.told(),
                    published_by__isnull=False,
                    published_on__isnull=False,
                    appeal_until__isnull=False,
                )
                & ~Q(sha256="")
                | Q(
                    ~Q(state__in=AppraisalState.told()),
                    published_by__isnull=True,
                    published_on__isnull=True,
                    appeal_until__isnull=True,
                    sha256="",
                ),
                name="appraisal_published_has_who_when_hash",
            ),
            models.CheckConstraint(condition=Q(appeal_days__gte=1), name="appraisal_can_be_appealed"),
        ]

    def __str__(self) -> str:
        return _("%(year)d年度廉洁风险防控考核") % {"year": self.cycle.year}

    def get_absolute_url(self) -> str:
        return reverse("supervision:appraisal", args=[self.pk])


class Criterion(CriterionFields):
    """A criterion of one appraisal; it changes only before scoring begins."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="criteria")

    history = HistoricalRecords()

    class Meta:
        constraints = criterion_constraints("criterion")

    def get_absolute_url(self) -> str:
        return f"{self.appraisal.get_absolute_url()}#criteria"


class AppraisalResult(models.Model):
    """What one department scored in all, and its place; equal totals share a place."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="results")
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    total = models.DecimalField(_("总分"), max_digits=6, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("名次"), null=True, blank=True)
    words = models.TextField(_("合计算式"), blank=True)
    left_on = models.DateField(_("退出日期"), null=True, blank=True)
    """When it was noticed, while scoring, that the department takes part no more: what it scored stays and counts nothing."""

    class Meta:
        indexes = [models.Index(fields=["rank", "id"], name="appraisal_result_rank")]
        constraints = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(total__isnull=True), name="appraisal_result_left_has_no_total"
            ),
            models.UniqueConstraint(fields=["appraisal", "department"], name="appraisal_result_once"),
            models.CheckConstraint(
                condition=Q(total__isnull=True, rank__isnull=True)
                | Q(total__isnull=False, rank__isnull=False, total__gte=0),
                name="appraisal_result_total_has_a_rank",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal} {self.department}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:appraisal_result", args=[self.pk])


class Score(models.Model):
    """A department's points in one criterion, with the numbers that went in. A later one takes its place; neither is edited."""

    result = models.ForeignKey(AppraisalResult, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    value = models.DecimalField(_("得分"), max_digits=6, decimal_places=2)
    arithmetic = models.JSONField(default=dict, blank=True)
    words = models.TextField(_("算式"), blank=True)
    note = models.TextField(_("评分理由"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("评分人"), related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("改动人"), related_name="+"
    )
    """Who put another in its place, or took it away."""
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("原得分"), related_name="successor"
    )
    appeal = models.ForeignKey(
        "supervision.Appeal", models.PROTECT, null=True, blank=True, verbose_name=_("更正依据"), related_name="scores"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "criterion"], condition=Q(replaced_at__isnull=True), name="score_one_counts"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="score_is_not_negative"),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True, replaced_by__isnull=True)
                | Q(replaced_at__isnull=False, replaced_by__isnull=False),
                name="score_replaced_has_who_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value}"


class PersonResult(models.Model):
    """What a person on a post did of what they answer for; seen by them, their head and the office alone."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="person_results")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("人员"), related_name="appraisal_results"
    )
    post = models.ForeignKey("organization.Post", models.PROTECT, verbose_name=_("岗位"), related_name="+")
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    value = models.DecimalField(_("得分"), max_digits=6, decimal_places=2)
    arithmetic = models.JSONField(default=dict)
    words = models.TextField(_("算式"))
    replaced_at = models.DateTimeField(null=True, blank=True)
    appeal = models.ForeignKey(
        "supervision.Appeal", models.PROTECT, null=True, blank=True, verbose_name=_("更正依据"), related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["value", "id"], name="person_result_value"),
            models.Index(fields=["person", "appraisal"], name="person_result_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appraisal", "person", "post"],
                condition=Q(replaced_at__isnull=True),
                name="person_result_one_counts",
            ),
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=100), name="person_result_within_a_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.appraisal} {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:person_result", args=[self.pk])


class Appeal(models.Model):
    """申诉 against a published result, and the answer of somebody who is not of the department."""

    result = models.ForeignKey(AppraisalResult, models.PROTECT, null=True, blank=True, related_name="appeals")
    person_result = models.ForeignKey(PersonResult, models.PROTECT, null=True, blank=True, related_name="appeals")
    state = models.CharField(_("状态"), max_length=9, choices=AppealState.choices, default=AppealState.WAITING)
    text = models.TextField(_("申诉理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("申诉人"), related_name="+")
    at = models.DateTimeField(_("申诉时间"), auto_now_add=True)
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("答复人"), related_name="+"
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="appeal_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=True, person_result__isnull=False)
                | Q(result__isnull=False, person_result__isnull=True),
                name="appeal_of_one_result",
            ),
            models.UniqueConstraint(
                fields=["result"], condition=Q(state=AppealState.WAITING), name="appeal_of_a_department_waits_once"
            ),
            models.UniqueConstraint(
                fields=["person_result"], condition=Q(state=AppealState.WAITING), name="appeal_of_a_person_waits_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="appeal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state=AppealState.WAITING, answered_by__isnull=True, answered_at__isnull=True)
                | Q(~Q(state=AppealState.WAITING), ~Q(answer=""), answered_by__isnull=False, answered_at__isnull=False),
                name="appeal_answered_has_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")), name="appeal_is_answered_by_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.about)

    def get_absolute_url(self) -> str:
        return reverse("supervision:answer_appeal", args=[self.pk])

    @property
    def about(self) -> Any:
        """The result of a department or of a person that it is against."""
        return self.result or self.person_result


class UseRecord(models.Model):
    """结果运用 (三(三)): that a result was handed to 人事科 as the basis of a reward and the like. Inserted once."""

    appraisal = models.ForeignKey(Appraisal, models.PROTECT, verbose_name=_("考核"), related_name="uses")
    kind = models.CharField(_("用途"), max_length=12, choices=UseKind.choices)
    department = models.ForeignKey(
        "organization.Department", models.PROTECT, null=True, blank=True, verbose_name=_("部门"), related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("人员"), related_name="+"
    )
    what = models.TextField(_("内容"))
    handed_to = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("移交"), related_name="+")
    handed_on = models.DateField(_("移交日期"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["-handed_on", "-id"], name="use_record_handed")]
        constraints = [
            models.CheckConstraint(
                condition=Q(department__isnull=True, person__isnull=False)
                | Q(department__isnull=False, person__isnull=True),
                name="use_record_of_a_department_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="use_record_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.department or self.person}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:uses")
