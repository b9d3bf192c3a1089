"""Accounts and passwords: opening, changing, retiring."""

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import calculations
from core import services as core_services
from core.rules import Denied
from organization import rules
from organization.models import Department, PasswordRecord, Person
from organization.states import PersonKind


@transaction.atomic
def open_account(
    *,
    by: Person,
    username: str,
    name: str,
    password: str,
    department: Department | None = None,
    email: str = "",
    work_number: str = "",
    is_party_member: bool = False,
    must_change_password: bool = True,
) -> Person:
    """Open a login; by default its first password must be changed at the first login."""
    rules.keep_accounts(by)
    person = Person(
        username=username,
        name=name,
        work_number=work_number or None,
        department=department,
        email=email,
        is_party_member=is_party_member,
        must_change_password=must_change_password,
        password_changed_at=timezone.now(),
        search_text=calculations.search_text(username, name, work_number, pinyin_of=name),
    )
    person.set_password(password)
    core_services.save(person, by)
    PasswordRecord.objects.create(person=person, password=person.password)
    core_services.record(by=by, verb="organization.open_account", subject=person, code=username)
    return person


@transaction.atomic
def give_login(*, by: Person, person: Person, username: str, password: str, is_party_member: bool = False) -> Person:
    """Let somebody who so far only holds a post log in. Raises `Denied` when they can already."""
    rules.keep_accounts(by)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.kind != PersonKind.HOLDER:
        raise Denied(_("%(person)s已有登录账号。") % {"person": locked})
    locked.kind, locked.username, locked.is_party_member = PersonKind.LOGIN, username, is_party_member
    locked.search_text = calculations.search_text(username, locked.name, pinyin_of=locked.name)
    _set_password(locked, password, must_change=False, by=by)
    core_services.record(by=by, verb="organization.give_login", subject=locked, code=username)
    return locked


@transaction.atomic
def change_account(
    *,
    by: Person,
    person: Person,
    name: str,
    department: Department | None,
    email: str,
    is_party_member: bool,
    version: int | None = None,
) -> Person:
    """Change what an account says of its person; never its roles."""
    rules.keep_accounts(by)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    core_services.refuse_stale(locked, version)
    locked.name, locked.department, locked.email = name, department, email
    locked.is_party_member = is_party_member
    locked.search_text = calculations.search_text(locked.username, name, locked.work_number, pinyin_of=name)
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.change_account", subject=locked, code=locked.username or "")
    return locked


@transaction.atomic
def retire_account(*, by: Person, person: Person) -> Person:
    """Close an account: its next request is refused. Nobody closes the own account."""
    rules.keep_accounts(by)
    if by == person:
        raise Denied(_("不能停用自己的账号。"), help=_("请由另一名系统管理员办理。"))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    locked.is_active, locked.retired_on = False, timezone.localdate()
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.retire_account", subject=locked, code=locked.username or "")
    return locked


@transaction.atomic
def reopen_account(*, by: Person, person: Person) -> Person:
    """Open a closed account again."""
    rules.keep_accounts(by)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.kind != PersonKind.LOGIN:
        raise Denied(_("该人员没有登录账号，不能启用。"))
    locked.is_active, locked.retired_on = True, None
    core_services.save(locked, by)
    core_services.record(by=by, verb="organization.reopen_account", subject=locked, code=locked.username or "")
    return locked


@transaction.atomic
def reset_password(*, by: Person, person: Person, password: str) -> None:
    """Give an account a first password again; it must be changed at the next login."""
    rules.keep_accounts(by)
    locked = Person.objects.select_for_update().get(pk=person.pk)
    _set_password(locked, password, must_change=True, by=by)
    core_services.record(by=by, verb="organization.reset_password", subject=locked, code=locked.username or "")


@transaction.atomic
def change_password(*, by: Person, password: str) -> None:
    """Change the own password. Raises `ValidationError` for one of the last five (quality.md part 3)."""
    recent = by.password_records.order_by("-set_at", "-pk")[: settings.PASSWORDS_REMEMBERED]
    if any(check_password(password, record.password) for record in recent):
        raise ValidationError(_("不能使用最近 5 次用过的密码。"), code="password_reused")
    _set_password(by, password, must_change=False, by=by)
    core_services.record(by=by, verb="organization.change_password", subject=by, code=by.username or "")


def _set_password(person: Person, password: str, *, must_change: bool, by: Person) -> None:
    person.set_password(password)
    person.password_changed_at = timezone.now()
    person.must_change_password = must_change
    core_services.save(person, by)
    PasswordRecord.objects.create(person=person, password=person.password)
    kept = person.password_records.order_by("-set_at", "-pk").values("pk")[: settings.PASSWORDS_REMEMBERED]
    person.password_records.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


@transaction.atomic
def record_login(*, by: Person) -> None:
    """Leave the trail of a login."""
    core_services.record(by=by, verb="organization.login", subject=by, code=by.username or "")
