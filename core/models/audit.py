"""The audit trail: one row for each state change, inserted once, each chained to the one before."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """Who did what to which thing, when.

    The actor is kept as text, without a foreign key, so that the trail outlives the account. `details` holds the
    values; the auditor's pages show its hash only.
    """

    sequence = models.BigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"))
    actor_id = models.CharField(_("操作人编号"), max_length=40)
    actor_name = models.CharField(_("操作人"), max_length=80)
    on_behalf_of = models.CharField(_("代理"), max_length=80, blank=True)
    verb = models.CharField(_("动作"), max_length=60)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=40)
    subject_code = models.CharField(_("对象编码"), max_length=80, blank=True)
    department_code = models.CharField(_("部门编码"), max_length=40, blank=True)
    details = models.JSONField(_("内容"), default=dict)
    details_hash = models.CharField(_("内容哈希"), max_length=64)
    previous_hash = models.CharField(_("前一哈希"), max_length=64)
    hash = models.CharField(_("哈希"), max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_subject"),
            models.Index(fields=["actor_id", "sequence"], name="audit_actor"),
            models.Index(fields=["verb", "sequence"], name="audit_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.actor_name} {self.verb} {self.subject_code or self.subject_id}"


class AuditHead(models.Model):
    """The chain's last link: the one row that writers of the trail lock to take their turn."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_head_is_single")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:8]}"
