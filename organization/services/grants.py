"""Giving and taking roles: each grant is one django-guardian row on a department."""

from django.contrib.auth.models import Permission
from django.db import transaction
from django.utils.translation import gettext as _

from core import services as core_services
from core.rules import Denied
from organization.models import Department, Person, RoleGrant
from organization.roles import ADMINISTRATORS, Role


@transaction.atomic
def grant(*, by: Person, person: Person, role: str, department: Department) -> RoleGrant:
    """Let `person` hold `role` on `department`; granting twice changes nothing.

    Raises `Denied` when it would break 三员分立: an administrator holds that one role and no other.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    existing = RoleGrant.objects.filter(user=person, role=role, content_object=department).first()
    if existing:
        return existing
    _keep_administrators_apart(person, role)
    permission = Permission.objects.get(content_type__app_label="organization", codename=role)
    made = RoleGrant.objects.create(user=person, role=role, content_object=department, permission=permission)
    core_services.record(
        by=by,
        verb="organization.grant",
        subject=person,
        code=person.username or "",
        department_code=department.code,
        details={"role": role},
    )
    return made


def _keep_administrators_apart(person: Person, role: str) -> None:
    held = set(RoleGrant.objects.filter(user=person).values_list("role", flat=True))
    if held and (role in ADMINISTRATORS or held & set(ADMINISTRATORS)):
        raise Denied(
            _("三员分立：%(person)s已持有“%(held)s”，不能再授予“%(role)s”。")
            % {
                "person": person,
                "held": "、".join(str(Role(code).label) for code in sorted(held)),
                "role": Role(role).label,
            },
            help=_("系统管理员、安全管理员、审计管理员只能各持一个角色，且不得兼任业务角色；请先收回原角色。"),
        )


@transaction.atomic
def revoke(*, by: Person, person: Person, role: str, department: Department) -> None:
    """Take the role back; the person's next request is refused."""
    RoleGrant.objects.filter(user=person, role=role, content_object=department).delete()
    core_services.record(
        by=by,
        verb="organization.revoke",
        subject=person,
        code=person.username or "",
        department_code=department.code,
        details={"role": role},
    )
