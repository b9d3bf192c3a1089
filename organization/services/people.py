"""Opening accounts."""

from django.db import transaction
from django.utils import timezone

from core import calculations
from core import services as core_services
from organization.models import Department, PasswordRecord, Person


@transaction.atomic
def open_account(
    *,
    by: Person,
    username: str,
    name: str,
    password: str,
    department: Department | None = None,
    is_party_member: bool = False,
    must_change_password: bool = True,
) -> Person:
    """Open a login; by default its first password must be changed at the first login."""
    person = Person(
        username=username,
        name=name,
        department=department,
        is_party_member=is_party_member,
        must_change_password=must_change_password,
        password_changed_at=timezone.now(),
        search_text=calculations.search_text(username, name, pinyin_of=name),
    )
    person.set_password(password)
    person.save()
    PasswordRecord.objects.create(person=person, password=person.password)
    core_services.record(by=by, verb="organization.open_account", subject=person, code=username)
    return person
