"""What every edition list and every row of one have in common: edition, state, lineage, code."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.states import ListState


class Lineage(models.Model):
    """The identity of one thing through all its editions, holding a code that is never used again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="lineage_code_never_reused")]

    def __str__(self) -> str:
        return self.code


class EditionListQuerySet(models.QuerySet):
    """Chainable reads of edition lists."""

    def working(self):
        """Lists that are being worked on: draft, under review, returned or withdrawn."""
        return self.filter(state__in=ListState.working())

    def in_force(self):
        return self.filter(state=ListState.IN_FORCE)

    def was_in_force(self):
        """Lists that are in force or were once."""
        return self.filter(state__in=ListState.was_in_force())


class EditionList(models.Model):
    """A department's list of one edition (year, number): its powers, its risk register or its control table."""

    department = models.ForeignKey("organization.Department", models.PROTECT, verbose_name=_("部门"), related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("版次"))
    state = models.CharField(_("状态"), max_length=12, choices=ListState.choices, default=ListState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    """Counts every change of the list or its rows; forms send it back and a stale one is refused."""
    previous = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    in_force_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(_("内容哈希"), max_length=64, blank=True)
    """That of the submission by which it came into force, over all the lists approved with it."""

    objects = EditionListQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.department} {self.edition}"

    @property
    def edition(self) -> str:
        """`2026年第1版`."""
        return _("%(year)s年第%(number)s版") % {"year": self.year, "number": self.number}

    @property
    def is_editable(self) -> bool:
        return self.state in ListState.editable()


def edition_constraints(name: str, *scope: str) -> list[models.BaseConstraint]:
    """Named constraints of a concrete list: one edition once, one worked on, one in force a department."""
    has_been_in_force = Q(state__in=ListState.was_in_force())
    return [
        models.UniqueConstraint(fields=[*scope, "year", "number"], name=f"{name}_edition_once"),
        models.UniqueConstraint(
            fields=[*scope], condition=Q(state__in=ListState.working()), name=f"{name}_one_worked_on"
        ),
        models.UniqueConstraint(fields=[*scope], condition=Q(state=ListState.IN_FORCE), name=f"{name}_one_in_force"),
        models.CheckConstraint(
            condition=(has_been_in_force & Q(in_force_at__isnull=False) & ~Q(sha256=""))
            | (~has_been_in_force & Q(in_force_at__isnull=True)),
            name=f"{name}_in_force_has_time_and_hash",
        ),
    ]


class EditionRow(models.Model):
    """One row of an edition list; `lineage` follows it through the editions."""

    lineage = models.ForeignKey(Lineage, models.PROTECT, related_name="+")
    code = models.CharField(_("编码"), max_length=60, db_index=True)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("填报人"), related_name="+")
    filed_at = models.DateTimeField(_("填报时间"), auto_now_add=True)
    is_filed_on_behalf = models.BooleanField(_("代录"), default=False)
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)
    """Lower-case words, full pinyin and pinyin initials, filled by the services."""

    class Meta:
        abstract = True
