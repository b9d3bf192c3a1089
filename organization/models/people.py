"""People (the user model), their passwords' history, and the posts they hold."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organization.states import PersonKind


class PersonManager(BaseUserManager):
    """Finds a person at login; accounts are made by `organization.services` alone."""


class Person(AbstractBaseUser, PermissionsMixin):
    """A person: with a login, only holding a post (named by it), or the system's own actor."""

    username = models.CharField(
        _("登录名"), max_length=60, unique=True, null=True, blank=True, validators=[UnicodeUsernameValidator()]
    )
    work_number = models.CharField(_("工号"), max_length=20, unique=True, null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=60)
    kind = models.CharField(_("账号类型"), max_length=10, choices=PersonKind.choices, default=PersonKind.LOGIN)
    department = models.ForeignKey(
        "organization.Department",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("所在部门"),
        related_name="people",
    )
    email = models.EmailField(_("邮箱"), blank=True)
    is_active = models.BooleanField(_("在用"), default=True)
    is_party_member = models.BooleanField(_("中共党员"), default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    retired_on = models.DateField(_("停用日期"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login", "search_text"])
    objects = PersonManager()

    held_roles: frozenset[str] | None = None
    """Codes of the roles held anywhere, where a request has read them (`LoginMiddleware`): what nobody needs to ask."""
    lent_roles: frozenset[str] | None = None
    """Read with them: codes of the roles of those whom the person stands in for today."""
    root_roles: frozenset[str] = frozenset()
    """Read with them: codes of the roles held for the whole hospital, which cover every department."""

    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PersonKind.LOGIN, username__isnull=False)
                | Q(~Q(kind=PersonKind.LOGIN), username__isnull=True),
                name="person_login_has_username",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(kind=PersonKind.SYSTEM), name="person_one_system_actor"
            ),
            models.CheckConstraint(condition=Q(is_superuser=False), name="person_never_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organization:person", args=[self.pk])


class PasswordRecord(models.Model):
    """A password once used, as its hash: the last five are refused."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="password_records")
    password = models.CharField(max_length=128)
    set_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.person} {self.set_at:%Y-%m-%d}"


class TenureQuerySet(models.QuerySet):
    """Chainable reads of tenures."""

    def on(self, day):
        """Tenures that run on `day`."""
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=day), from_on__lte=day)


class Tenure(models.Model):
    """A person holds a post from a day to a day; it never grants a role."""

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="tenures")
    post = models.ForeignKey("organization.Post", models.PROTECT, verbose_name=_("岗位"), related_name="tenures")
    from_on = models.DateField(_("任职日期"))
    to_on = models.DateField(_("离任日期"), null=True, blank=True)

    history = HistoricalRecords()
    objects = TenureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "post", "from_on"], name="tenure_once"),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(to_on__isnull=True), name="tenure_one_running_per_post"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="tenure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.post}"
