"""Departments as a tree, and the posts in them."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.roles import Role
from organization.states import BusinessArea, DepartmentKind


class UnitQuerySet(models.QuerySet):
    """Chainable reads shared by departments and posts."""

    def active(self):
        return self.filter(retired_on__isnull=True)


class DepartmentQuerySet(UnitQuerySet):
    """Chainable reads of departments."""

    def below(self, department: "Department"):
        """`department` itself and everything under it."""
        return self.filter(path__startswith=department.path)


class Department(models.Model):
    """A department; the one without a parent is the hospital's root. `path` is the codes from the root, `D01/D03/`."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("上级部门"), related_name="children"
    )
    kind = models.CharField(_("类别"), max_length=20, choices=DepartmentKind.choices)
    business_area = models.CharField(
        _("业务领域"), max_length=12, choices=BusinessArea.choices, default=BusinessArea.OTHER
    )
    path = models.CharField(max_length=300, unique=True, editable=False)
    overseer_post = models.ForeignKey(
        "organization.Post", models.PROTECT, null=True, blank=True, verbose_name=_("分管领导岗位"), related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("排序"), default=0)
    retired_on = models.DateField(_("撤销日期"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = DepartmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        permissions = list(Role.choices)
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_its_own_parent"),
            models.UniqueConstraint(fields=["parent", "name"], name="department_name_once_under_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:department", args=[self.code])


class Post(models.Model):
    """A post in a department; risks sit on posts, never on persons."""

    code = models.CharField(_("编码"), max_length=20, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, verbose_name=_("部门"), related_name="posts")
    name = models.CharField(_("名称"), max_length=60)
    is_leadership = models.BooleanField(_("班子成员岗位"), default=False)
    is_main_leader = models.BooleanField(_("主要领导岗位"), default=False)
    is_key = models.BooleanField(_("重点岗位"), default=False)
    rotation_years = models.PositiveSmallIntegerField(_("轮岗年限（年）"), null=True, blank=True)
    retired_on = models.DateField(_("撤销日期"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["search_text"])
    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="post_name_once_in_department"),
            models.CheckConstraint(
                condition=Q(is_main_leader=False) | Q(is_leadership=True), name="post_main_leader_is_of_the_leadership"
            ),
            models.CheckConstraint(
                condition=Q(rotation_years__isnull=True) | Q(is_key=True), name="post_rotation_only_for_key_posts"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:post", args=[self.code])
