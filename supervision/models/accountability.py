"""责任追究: what competent organs decided, by document and date alone; never why, never decided here (domain.md 4.7)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from supervision.states.accountability import AccountabilityGroup, AmendmentKind


class AccountabilityKind(models.Model):
    """种类: one of the four of the regulation or another; its period and its weight in the appraisal are data."""

    code = models.CharField(_("编码"), max_length=12, unique=True)
    group = models.CharField(_("类别"), max_length=14, choices=AccountabilityGroup.choices)
    title = models.CharField(_("名称"), max_length=40, unique=True)
    decided_by = models.CharField(_("决定机关"), max_length=80, blank=True)
    effect_months = models.PositiveSmallIntegerField(_("影响期（月）"), null=True, blank=True)
    """Empty: not unified, the organ's document says it."""
    is_checked = models.BooleanField(_("影响期已核对"), default=False)
    deduction = models.DecimalField(_("考核扣分"), max_digits=4, decimal_places=2, default=0)
    is_active = models.BooleanField(_("在用"), default=True)

    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(deduction__gte=0), name="accountability_kind_deducts_no_less_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:accountability_kinds")


class AccountabilityRecord(models.Model):
    """A decision of a competent organ on a person or a department: which kind, which document, when, how long.

    There is no field for the facts of the case. Read by very few, and every reading is recorded.
    """

    code = models.CharField(_("编号"), max_length=20, unique=True)
    """`ZR2026-001`."""
    kind = models.ForeignKey(AccountabilityKind, models.PROTECT, verbose_name=_("种类"), related_name="records")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("人员"), related_name="+"
    )
    post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("任职岗位"), related_name="+"
    )
    """Which the person held: by it the decision counts for a department."""
    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    """The one concerned, or that of the person's post."""
    organ = models.CharField(_("决定机关"), max_length=80)
    document_number = models.CharField(_("决定文号"), max_length=60)
    decided_on = models.DateField(_("决定日期"))
    effect_from = models.DateField(_("影响期自"))
    effect_to = models.DateField(_("影响期至"), null=True, blank=True)
    follow_up_on = models.DateField(_("跟踪日期"), null=True, blank=True)
    followed_up_on = models.DateField(_("完成跟踪日期"), null=True, blank=True)
    followed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("跟踪人"), related_name="+"
    )
    follow_up_note = models.TextField(_("跟踪情况"), blank=True)
    finding = models.ForeignKey(
        "supervision.Finding", models.PROTECT, null=True, blank=True, verbose_name=_("所涉问题"), related_name="+"
    )
    proposal = models.ForeignKey(
        "supervision.AccountabilityProposal",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("问责建议"),
        related_name="records",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+"
    )
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(fields=["-decided_on", "-id"], name="accountability_decided"),
            models.Index(fields=["department", "decided_on"], name="accountability_department"),
            models.Index(fields=["follow_up_on", "id"], name="accountability_follow_up"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(organ="") & ~Q(document_number=""), name="accountability_has_organ_and_document"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, post__isnull=True) | Q(person__isnull=False, post__isnull=False),
                name="accountability_person_has_a_post",
            ),
            models.UniqueConstraint(
                fields=["document_number", "kind", "person"],
                condition=Q(person__isnull=False),
                name="accountability_of_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["document_number", "kind", "department"],
                condition=Q(person__isnull=True),
                name="accountability_of_a_department_once",
            ),
            models.CheckConstraint(
                condition=Q(effect_to__isnull=True) | Q(effect_to__gte=F("effect_from")),
                name="accountability_effect_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | ~Q(person=F("recorded_by")),
                name="accountability_is_recorded_by_another",
            ),
            models.CheckConstraint(
                condition=Q(followed_up_on__isnull=True, followed_up_by__isnull=True, follow_up_note="")
                | Q(
                    ~Q(follow_up_note=""),
                    follow_up_on__isnull=False,
                    followed_up_on__isnull=False,
                    followed_up_by__isnull=False,
                ),
                name="accountability_followed_up_has_who_when_what",
            ),
            models.CheckConstraint(
                condition=Q(effect_from__gte=F("decided_on")), name="accountability_effect_begins_after_the_decision"
            ),
            models.CheckConstraint(
                condition=(Q(follow_up_on__isnull=True) | Q(follow_up_on__gte=F("decided_on")))
                & (Q(followed_up_on__isnull=True) | Q(followed_up_on__gte=F("decided_on"))),
                name="accountability_followed_up_after_the_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("supervision:accountability_record", args=[self.pk])


class AccountabilityAmendment(models.Model):
    """A later document of the organ that changes or revokes a decision. Inserted once; the decision stays as it was."""

    record = models.ForeignKey(AccountabilityRecord, models.PROTECT, related_name="amendments")
    kind = models.CharField(_("类别"), max_length=8, choices=AmendmentKind.choices)
    organ = models.CharField(_("决定机关"), max_length=80)
    document_number = models.CharField(_("决定文号"), max_length=60)
    decided_on = models.DateField(_("决定日期"))
    effect_to = models.DateField(_("影响期改至"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(organ="") & ~Q(document_number=""), name="accountability_amendment_has_organ_and_document"
            ),
            models.UniqueConstraint(
                fields=["record"], condition=Q(kind=AmendmentKind.REVOKED), name="accountability_revoked_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=AmendmentKind.AMENDED, effect_to__isnull=False)
                | Q(kind=AmendmentKind.REVOKED, effect_to__isnull=True),
                name="accountability_amended_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.get_kind_display()}"
