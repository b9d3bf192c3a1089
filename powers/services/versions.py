"""Drafting a regulation's versions, putting one in force, ending them: one in force, earlier ones kept for ever."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core import calculations
from core import services as core_services
from core.rules import Denied
from organization.models import Department, Person
from powers import rules
from powers.models import Regulation, RegulationReview, RegulationVersion
from powers.services import codes, dues
from powers.states import KEPT, REGULATION_MOVES, DueCause, RegulationEvent, RegulationState

TEXT_SUBJECT = "powers.regulationversion"


@transaction.atomic
def draft_regulation(*, by: Person, name: str, kind: str, department: Department, **fields: Any) -> RegulationVersion:
    """Begin a regulation that is not in force yet, with its first draft."""
    rules.draft_regulation(by, department)
    code = codes.next_code(Regulation, "ZD-")
    regulation = Regulation(code=code, name=name, kind=kind, department=department)
    save_regulation(regulation, by)
    return _draft(regulation, by, **fields)


@transaction.atomic
def draft_version(*, by: Person, regulation: Regulation, **fields: Any) -> RegulationVersion:
    """Begin the next version of a regulation; the one in force stays until it is replaced."""
    locked = lock_regulation(regulation)
    rules.draft_version(by, locked)
    return _draft(locked, by, **fields)


def _draft(regulation: Regulation, by: Person, **fields: Any) -> RegulationVersion:
    last = regulation.versions.aggregate(last=Max("number"))["last"] or 0
    version = RegulationVersion(regulation=regulation, number=last + 1, drafted_by=by, **fields)
    core_services.save(version, by)
    _record(by, "powers.draft_version", version, {"number": version.number})
    return version


@transaction.atomic
def change_version(
    *, by: Person, version: RegulationVersion, stamp: int | None = None, **fields: Any
) -> RegulationVersion:
    """Change a draft. Raises `Stale` when `stamp` (`core.queries.version_of`) is not the draft's."""
    locked = lock_version(version)
    rules.change_version(by, locked)
    core_services.refuse_stale(locked, stamp)
    changed = core_services.plain_changes(locked, fields)
    if changed:
        for name in changed:
            setattr(locked, name, fields[name])
        core_services.save(locked, by)
        _record(by, "powers.change_version", locked, {"changed": changed})
    return locked


@transaction.atomic
def keep_text(
    *, by: Person, version: RegulationVersion, data: bytes, name: str, content_type: str
) -> RegulationVersion:
    """Keep the text of a draft as a file; the file before it stays in the history."""
    locked = lock_version(version)
    rules.change_version(by, locked)
    locked.text = core_services.store(
        data, name=name, content_type=content_type, subject_type=TEXT_SUBJECT, subject_id=str(locked.pk), by=by
    )
    core_services.save(locked, by)
    _record(by, "powers.keep_text", locked, {"name": name, "sha256": locked.text.sha256})
    return locked


@transaction.atomic
def drop_version(*, by: Person, version: RegulationVersion, reason: str) -> RegulationVersion:
    """Give a draft up, saying why; it stays readable for its department."""
    locked = lock_version(version)
    rules.drop_version(by, locked)
    locked.ended_reason = reason
    _move(locked, RegulationEvent.DROP, by)
    _record(by, "powers.drop_version", locked, {"reason": reason})
    return locked


@transaction.atomic
def enact_version(
    *,
    by: Person,
    version: RegulationVersion,
    effective_on: date,
    document_number: str = "",
    issued_on: date | None = None,
) -> RegulationVersion:
    """Put a reviewed draft in force; the version before it ends the day before, and what rests on it is due for review."""
    regulation = lock_regulation(version.regulation)
    locked = lock_version(version)
    RegulationReview.objects.select_for_update().filter(version=locked).first()
    rules.enact_version(by, locked, effective_on=effective_on)
    earlier = regulation.versions.filter(state=RegulationState.IN_FORCE).first()
    if earlier:
        earlier.ended_on = effective_on - timedelta(days=1)
        _move(earlier, RegulationEvent.SUPERSEDE, by)
    locked.effective_on, locked.issued_on, locked.document_number = effective_on, issued_on, document_number
    _move(locked, RegulationEvent.ENACT, by)
    _follow(regulation, locked, by)
    details = {"effective_on": str(effective_on), "document_number": document_number}
    entries = [_entry("powers.enact_version", locked, details)]
    if earlier:
        why = _("%(label)s自%(day)s起施行") % {"label": locked.label, "day": f"{effective_on:%Y-%m-%d}"}
        entries += dues.open_dues(by=by, source=regulation, cause=DueCause.REGULATION_REPLACED, why=why)
    core_services.record_all(by=by, entries=entries)
    return locked


@transaction.atomic
def repeal_regulation(*, by: Person, regulation: Regulation, ended_on: date, reason: str) -> RegulationVersion:
    """End a regulation's version in force without another; what rests on it is due for review."""
    locked = lock_regulation(regulation)
    version = locked.versions.filter(state=RegulationState.IN_FORCE).first()
    if version is None:
        raise Denied(_("%(regulation)s没有施行中的版本。") % {"regulation": locked}, help=_("草稿请在它的页面作废。"))
    rules.repeal_regulation(by, version, ended_on=ended_on)
    version.ended_on, version.ended_reason = ended_on, reason
    _move(version, RegulationEvent.REPEAL, by)
    why = _("自%(day)s起废止：%(reason)s") % {"day": f"{ended_on:%Y-%m-%d}", "reason": reason}
    entries = [_entry("powers.repeal_regulation", version, {"ended_on": str(ended_on), "reason": reason})]
    entries += dues.open_dues(by=by, source=locked, cause=DueCause.REGULATION_REPEALED, why=why)
    core_services.record_all(by=by, entries=entries)
    return version


def begin_existing(regulations: Sequence[Regulation], by: Person) -> None:
    """Versions in force of regulations that the hospital had before: without a review, and listed as such."""
    rows = [
        RegulationVersion(
            regulation=regulation,
            number=1,
            edition=regulation.edition,
            effective_on=regulation.effective_on,
            state=RegulationState.IN_FORCE,
            is_existing=True,
            drafted_by=by,
        )
        for regulation in regulations
    ]
    core_services.create_all(RegulationVersion, rows, by)


def follow_existing(regulations: Sequence[Regulation], by: Person) -> None:
    """Let versions of regulations the hospital had before say the name and the day that the library now fills in.

    Raises `Denied` where the version came into force by a review, and where it says another name or day already: that
    would be another version, which is drafted and assessed.
    """
    known = {regulation.pk: regulation for regulation in regulations}
    versions = RegulationVersion.objects.filter(regulation__in=known, state=RegulationState.IN_FORCE, is_existing=True)
    existing = {version.regulation_id: version for version in versions.select_for_update().order_by("pk")}
    for pk, regulation in known.items():
        if pk not in existing:
            raise Denied(
                _("%(regulation)s的版本和施行日期由施行登记而来，不能在这里改。") % {"regulation": regulation},
                help=_("请在制度页面起草新版本，完成廉洁性评估后登记施行。"),
            )
        rules.fill_version(existing[pk], {name: getattr(regulation, name) for name in KEPT})
        for name in KEPT:
            setattr(existing[pk], name, getattr(regulation, name))
        core_services.save(existing[pk], by)


def lock_regulation(regulation: Regulation) -> Regulation:
    """The regulation, locked: whoever begins or ends a version of it takes turns here."""
    rows = Regulation.objects.select_for_update(of=("self",)).select_related("department")
    return rows.get(pk=regulation.pk)


def save_regulation(regulation: Regulation, by: Person) -> None:
    """Save with the words it is found by."""
    texts = regulation.code, regulation.name, regulation.department.name
    regulation.search_text = calculations.search_text(*texts, pinyin_of=regulation.name)
    core_services.save(regulation, by)


def lock_version(version: RegulationVersion) -> RegulationVersion:
    """The version, locked: before its review, by whoever locks both."""
    rows = RegulationVersion.objects.select_for_update(of=("self",)).select_related("regulation__department")
    return rows.get(pk=version.pk)


def _move(version: RegulationVersion, event: str, by: Person) -> None:
    """The one place that assigns a version's state."""
    version.state = REGULATION_MOVES[version.state, event]
    core_services.save(version, by)


def _follow(regulation: Regulation, version: RegulationVersion, by: Person) -> None:
    for name in KEPT:
        setattr(regulation, name, getattr(version, name))
    core_services.save(regulation, by)


def _entry(verb: str, version: RegulationVersion, details: dict[str, Any]) -> core_services.AuditEntry:
    regulation = version.regulation
    return core_services.AuditEntry(
        verb, version, code=regulation.code, department_code=regulation.department.code, details=details
    )


def _record(by: Person, verb: str, version: RegulationVersion, details: dict[str, Any]) -> None:
    core_services.record_all(by=by, entries=[_entry(verb, version, details)])
