"""Keeping the libraries of legal bases and regulations."""

from datetime import date
from typing import Any

from django.db import transaction

from core import calculations
from core import services as core_services
from organization.models import Department, Person
from powers import rules
from powers.models import LegalBasis, Regulation
from powers.services import codes, dues, versions
from powers.states import KEPT


@transaction.atomic
def add_basis(*, by: Person, title: str, code: str = "", **fields: Any) -> LegalBasis:
    """Add a legal basis; its code is the library's next (`YJ-45`) unless loading brings one."""
    rules.keep_library(by)
    basis = LegalBasis(code=code or codes.next_code(LegalBasis, "YJ-"), title=title, **fields)
    _save_basis(basis, by)
    core_services.record(by=by, verb="powers.add_basis", subject=basis, details={"title": title})
    return basis


@transaction.atomic
def change_basis(*, by: Person, basis: LegalBasis, version: int | None = None, **fields: Any) -> LegalBasis:
    """Change a basis; powers that cite it show the change at once, for its state is no part of an edition.

    When it is repealed or says something else, the review of what rests on it is opened and its departments are told.
    Raises `Stale` when `version` is not the basis' own (`core.queries.version_of`).
    """
    rules.keep_library(by)
    locked = LegalBasis.objects.select_for_update().get(pk=basis.pk)
    core_services.refuse_stale(locked, version)
    before = {name: getattr(locked, name) for name in (*dues.SAID, "status")}
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    for name, value in fields.items():
        setattr(locked, name, value)
    _save_basis(locked, by)
    told = core_services.AuditEntry("powers.change_basis", locked, details={"changed": changed})
    opened = dues.dues_of_basis(by=by, basis=locked, before=before)
    core_services.record_all(by=by, entries=[told, *opened])
    return locked


def verify_basis(
    *, by: Person, basis: LegalBasis, status: str, verified_on: date | None, note: str, version: int | None = None
) -> LegalBasis:
    """Record that somebody checked the basis against its source on a day, and what was found."""
    return change_basis(by=by, basis=basis, version=version, status=status, verified_on=verified_on, note=note)


@transaction.atomic
def add_regulation(
    *, by: Person, name: str, kind: str, department: Department, code: str = "", **fields: Any
) -> Regulation:
    """Add a regulation that the hospital has already: in force, without an assessment, and listed as such."""
    rules.keep_library(by)
    code = code or codes.next_code(Regulation, "ZD-")
    regulation = Regulation(code=code, name=name, kind=kind, department=department, **fields)
    versions.save_regulation(regulation, by)
    versions.begin_existing([regulation], by)
    core_services.record(by=by, verb="powers.add_regulation", subject=regulation, details={"name": name})
    return regulation


@transaction.atomic
def change_regulation(*, by: Person, regulation: Regulation, version: int | None = None, **fields: Any) -> Regulation:
    """Change a regulation's data; measures that name it follow. Raises `Stale` as `change_basis` does, and `Denied` for
    another day or name of the version in force than it has."""
    rules.keep_library(by)
    locked = versions.lock_regulation(regulation)
    core_services.refuse_stale(locked, version)
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    for name, value in fields.items():
        setattr(locked, name, value)
    versions.save_regulation(locked, by)
    if changed.keys() & {*KEPT}:
        versions.follow_existing([locked], by)
    core_services.record(by=by, verb="powers.change_regulation", subject=locked, details={"changed": changed})
    return locked


def _save_basis(basis: LegalBasis, by: Person) -> None:
    texts = basis.code, basis.title, basis.document_number, basis.issuer
    basis.search_text = calculations.search_text(*texts, pinyin_of=basis.title)
    core_services.save(basis, by)
