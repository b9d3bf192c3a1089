"""Keeping the libraries of legal bases and regulations."""

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import calculations
from core import services as core_services
from organization import services as organization_services
from organization.models import Department, Person
from powers import queries, rules
from powers.models import LegalBasis, Regulation
from powers.states import BasisStatus


@transaction.atomic
def add_basis(*, by: Person, title: str, code: str = "", **fields: Any) -> LegalBasis:
    """Add a legal basis; its code is the library's next (`YJ-45`) unless loading brings one."""
    rules.keep_library(by)
    basis = LegalBasis(code=code or _next_code(LegalBasis, "YJ-"), title=title, **fields)
    _save_basis(basis, by)
    core_services.record(by=by, verb="powers.add_basis", subject=basis, details={"title": title})
    return basis


@transaction.atomic
def change_basis(*, by: Person, basis: LegalBasis, version: int | None = None, **fields: Any) -> LegalBasis:
    """Change a basis; powers that cite it show the change at once, for its state is no part of an edition.

    When it is repealed, those who file for the departments citing it are told. Raises `Stale` when `version` is not the
    basis' own (`core.queries.version_of`).
    """
    rules.keep_library(by)
    locked = LegalBasis.objects.select_for_update().get(pk=basis.pk)
    core_services.refuse_stale(locked, version)
    was_repealed = locked.status == BasisStatus.REPEALED
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    for name, value in fields.items():
        setattr(locked, name, value)
    _save_basis(locked, by)
    if locked.status == BasisStatus.REPEALED and not was_repealed:
        _tell_of_repeal(locked)
    core_services.record(by=by, verb="powers.change_basis", subject=locked, details={"changed": changed})
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
    """Add one of the hospital's own regulations."""
    rules.keep_library(by)
    code = code or _next_code(Regulation, "ZD-")
    regulation = Regulation(code=code, name=name, kind=kind, department=department, **fields)
    _save_regulation(regulation, by)
    core_services.record(by=by, verb="powers.add_regulation", subject=regulation, details={"name": name})
    return regulation


@transaction.atomic
def change_regulation(*, by: Person, regulation: Regulation, version: int | None = None, **fields: Any) -> Regulation:
    """Change a regulation's data; measures that name it follow. Raises `Stale` as `change_basis` does."""
    rules.keep_library(by)
    locked = Regulation.objects.select_for_update().get(pk=regulation.pk)
    core_services.refuse_stale(locked, version)
    changed = core_services.plain_changes(locked, fields)
    if not changed:
        return locked
    for name, value in fields.items():
        setattr(locked, name, value)
    _save_regulation(locked, by)
    core_services.record(by=by, verb="powers.change_regulation", subject=locked, details={"changed": changed})
    return locked


def _save_basis(basis: LegalBasis, by: Person) -> None:
    texts = basis.code, basis.title, basis.document_number, basis.issuer
    basis.search_text = calculations.search_text(*texts, pinyin_of=basis.title)
    core_services.save(basis, by)


def _save_regulation(regulation: Regulation, by: Person) -> None:
    texts = regulation.code, regulation.name, regulation.department.name
    regulation.search_text = calculations.search_text(*texts, pinyin_of=regulation.name)
    core_services.save(regulation, by)


def _next_code(model: Any, prefix: str) -> str:
    """The code after the highest serial; the libraries lose no row, so none is used twice."""
    rows = model.objects.filter(code__startswith=prefix)
    list(rows.select_for_update().values_list("pk"))  # wait for who adds one now, then look
    serials = [
        int(found[1]) for code in rows.values_list("code", flat=True) if (found := re.fullmatch(r".*?(\d+)", code))
    ]
    return f"{prefix}{max(serials, default=0) + 1:02d}"


def _tell_of_repeal(basis: LegalBasis) -> None:
    text = _("%(basis)s已标为废止，请检查本部门据此行使的职权。") % {"basis": basis}
    for department in queries.departments_citing(basis):
        people = queries.filers_of(department)
        organization_services.notify(people, kind="basis_repealed", text=text, url=basis.get_absolute_url())
