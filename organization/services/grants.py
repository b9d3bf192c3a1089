"""Giving and taking roles: each grant is one django-guardian row on a department."""

from django.contrib.auth.models import Permission
from django.db import transaction

from core import services as core_services
from organization import rules
from organization.models import Department, Person, RoleGrant


@transaction.atomic
def grant(*, by: Person, person: Person, role: str, department: Department) -> RoleGrant:
    """Let `person` hold `role` on `department`; granting twice changes nothing.

    Raises `Denied` when it would break 三员分立: an administrator holds that one role and no other.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    rules.grant(by, person, role)
    existing = RoleGrant.objects.filter(user=person, role=role, content_object=department).first()
    if existing:
        return existing
    permission = Permission.objects.get(content_type__app_label="organization", codename=role)
    made = RoleGrant(user=person, role=role, content_object=department, permission=permission)
    made._history_user = by  # type: ignore[attr-defined]
    made.save()
    _record(by, "organization.grant", person, role, department)
    return made


@transaction.atomic
def revoke(*, by: Person, person: Person, role: str, department: Department) -> None:
    """Take the role back; the person's next request is refused. Taking back twice changes nothing."""
    rules.revoke(by, person)
    held = RoleGrant.objects.select_for_update().filter(user=person, role=role, content_object=department).first()
    if held is None:
        return
    held._history_user = by  # type: ignore[attr-defined]
    held.delete()
    _record(by, "organization.revoke", person, role, department)


def _record(by: Person, verb: str, person: Person, role: str, department: Department) -> None:
    core_services.record(
        by=by,
        verb=verb,
        subject=person,
        code=person.username or "",
        department_code=department.code,
        details={"role": role},
    )
