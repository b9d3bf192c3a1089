"""Finding conflicts of duty in the structures, and accepting one: the only place that moves them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from controls import queries, rules
from controls.models import DutyConflict, Measure
from controls.states import CONFLICT_MOVES, SEVERITY_RANK, ConflictEvent, ConflictState, Severity
from core import calculations
from core import services as core_services
from core.models import Duty
from core.rules import Denied
from organization import queries as organization_queries
from organization import services as organization_services
from organization.models import Department, Person
from organization.roles import Action

SEEN = ("kind", "severity", "title", "path", "department_id", "post_id", "person_id")
"""What a sighting says of a conflict and what the row keeps of it."""
TITLE_LENGTH: int = DutyConflict._meta.get_field("title").max_length or 0
UPDATED = (
    "severity state title path department power found_on resolved_on accepted_by accepted_on reason measure "
    "compensation expires_on search_text"
).split()


@dataclass
class Detected:
    """What a detection changed: found for the first time, moved by which event, or only worded anew."""

    made: list[DutyConflict] = field(default_factory=list)
    moved: list[tuple[DutyConflict, str]] = field(default_factory=list)
    changed: list[DutyConflict] = field(default_factory=list)

    def of(self, *events: str) -> list[DutyConflict]:
        """Those moved by one of the events."""
        return [conflict for conflict, event in self.moved if event in events]

    @property
    def waiting(self) -> list[DutyConflict]:
        """Those that wait since now, for the first time or again."""
        return [*self.made, *(conflict for conflict, event in self.moved if event != ConflictEvent.RESOLVE)]


def detect(*, by: Person) -> Detected:
    """Compare the structures of today with the conflicts known: harmless when run twice, one transaction, set-wise.

    New ones are found, those no longer there are resolved, accepted ones that expired, grew worse or wider, or
    whose acceptor became a party wait again. The
    Party office gets one message about all that now waits at high severity.
    """
    rules.detect_conflicts(by)
    with transaction.atomic():
        core_services.take_turn_at("controls.detect")
        seen = {sighting.key: sighting for sighting in queries.sightings()}
        known = {conflict.key: conflict for conflict in _locked()}
        found = Detected(made=_made(seen, known))
        parties = rules.accepted_by_parties(known.values())
        for conflict in known.values():
            _compare(conflict, seen.get(conflict.key), found, is_by_party=conflict.pk in parties)
        _write(found, by)
        _tell(found)
        _record(found, by)
    return found


def _locked() -> QuerySet[DutyConflict]:
    return DutyConflict.objects.select_for_update(of=("self",)).select_related("department").order_by("pk")


def _made(seen: Mapping[str, queries.Sighting], known: Mapping[str, DutyConflict]) -> list[DutyConflict]:
    fresh = [sighting for key, sighting in seen.items() if key not in known]
    departments = Department.objects.in_bulk({sighting.department_id for sighting in fresh})
    rows = []
    for sighting in fresh:
        row = DutyConflict(key=sighting.key, found_on=timezone.localdate())
        _take_over(row, sighting)
        row.department = departments[sighting.department_id]
        rows.append(row)
    return rows


def _take_over(conflict: DutyConflict, sighting: queries.Sighting) -> bool:
    """Let the row say what is seen now; does it differ?"""
    power = sighting.power
    values = {name: getattr(sighting, name) for name in SEEN}
    values["title"] = sighting.title[:TITLE_LENGTH]
    values |= {"power_id": power.pk if power else None, "power_lineage_id": power.lineage_id if power else None}
    is_changed = any(getattr(conflict, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(conflict, name, value)
    code = power.code if power else ""
    conflict.search_text = calculations.search_text(code, conflict.title, pinyin_of=conflict.title)
    return is_changed


def _compare(conflict: DutyConflict, sighting: queries.Sighting | None, found: Detected, *, is_by_party: bool) -> None:
    """Put a known conflict among those moved or changed, as it stands in the structures now."""
    if sighting is None:
        if conflict.state != ConflictState.RESOLVED:
            found.moved.append(_move(conflict, ConflictEvent.RESOLVE))
        return
    before, path = SEVERITY_RANK[conflict.severity], conflict.path
    is_changed = _take_over(conflict, sighting)
    fallen = {
        ConflictEvent.WORSEN: SEVERITY_RANK[conflict.severity] > before,
        ConflictEvent.WIDEN: bool(_places(conflict.path) - _places(path)),
        ConflictEvent.RECUSE: is_by_party,
    }
    event = _event(conflict, [event for event, is_so in fallen.items() if is_so])
    if event:
        found.moved.append(_move(conflict, event))
    elif is_changed:
        found.changed.append(conflict)


def _places(path: Sequence[Mapping[str, Any]]) -> Counter[tuple[str, str]]:
    """What a path leads through, whatever it is called: departments overseen, or steps by their post and function."""
    return Counter((line["post"], line["function"]) if "step" in line else ("", line["department"]) for line in path)


def _event(conflict: DutyConflict, fallen: Sequence[str]) -> str:
    """What being seen means for a conflict: nothing, unless it was resolved, or its acceptance no longer holds."""
    if conflict.state == ConflictState.RESOLVED:
        return ConflictEvent.REAPPEAR
    if conflict.state == ConflictState.ACCEPTED and fallen:
        return fallen[0]
    if conflict.expires_on is not None and conflict.expires_on < timezone.localdate():
        return ConflictEvent.EXPIRE
    return ""


def _move(conflict: DutyConflict, event: str) -> tuple[DutyConflict, str]:
    """The one place that assigns a conflict's state; an acceptance that no longer holds stays in the history alone."""
    conflict.state = CONFLICT_MOVES[conflict.state, event]
    conflict._change_reason = str(ConflictEvent(event).label)  # type: ignore[attr-defined]
    conflict.resolved_on = timezone.localdate() if conflict.state == ConflictState.RESOLVED else None
    if event == ConflictEvent.REAPPEAR:
        conflict.found_on = timezone.localdate()
    if conflict.state != ConflictState.ACCEPTED:
        conflict.accepted_by = conflict.accepted_on = conflict.expires_on = conflict.measure = None
        conflict.reason = conflict.compensation = ""
    return conflict, event


def _write(found: Detected, by: Person) -> None:
    core_services.create_all(DutyConflict, found.made, by, reason=_("排查发现"))
    _update([row for row, _event in found.moved], by)
    _update(found.changed, by)


def _update(rows: list[DutyConflict], by: Person) -> None:
    if rows:
        bulk_update_with_history(rows, DutyConflict, UPDATED, batch_size=core_services.BATCH, default_user=by)


def _tell(found: Detected) -> None:
    """One message to the Party office about everything that now waits at high severity, however much it is."""
    high = [conflict for conflict in found.waiting if conflict.severity == Severity.HIGH]
    if not high:
        return
    words = _("有%(count)d项高等级职责冲突待处理，如：%(first)s")
    url = f"{reverse('controls:conflicts')}?severity={Severity.HIGH}&state={ConflictState.FOUND}"
    receivers = organization_queries.holders(Action.REVIEW, organization_queries.root())
    text = words % {"count": len(high), "first": high[0].title}
    organization_services.notify(receivers, kind="controls.conflicts", text=text, url=url)


def _record(found: Detected, by: Person) -> None:
    """An event for each conflict found or moved, and one for the detection itself."""
    entries = [_entry("controls.find_conflict", conflict, {}) for conflict in found.made]
    entries += [_entry("controls.resolve_conflict", conflict, {}) for conflict in found.of(ConflictEvent.RESOLVE)]
    again = ((row, event) for row, event in found.moved if event != ConflictEvent.RESOLVE)
    entries += [_entry("controls.reopen_conflict", conflict, {"event": str(event)}) for conflict, event in again]
    counts = {"found": len(found.made), "moved": len(found.moved), "changed": len(found.changed)}
    total = core_services.AuditEntry(
        "controls.detect_conflicts", subject_type=DutyConflict._meta.label_lower, details=counts
    )
    core_services.record_all(by=by, entries=[*entries, total])


def _entry(verb: str, conflict: DutyConflict, details: dict[str, Any]) -> core_services.AuditEntry:
    facts = {"key": conflict.key, "severity": str(conflict.severity), **details}
    return core_services.AuditEntry(verb, conflict, department_code=conflict.department.code, details=facts)


def detect_in_background(duty: Duty, phase: Any) -> dict[str, Any]:
    """The duty `controls.detect`, asked daily, whenever lists come into force, and by people; harmless when run twice."""
    phase(_("排查职责冲突"), 1, 1)
    detect(by=duty.asked_by or organization_queries.system_actor())
    return {"result_url": reverse("controls:conflicts")}


def ask_detection_now(*, by: Person) -> Duty:
    """Somebody wants to know now: the worker looks, and its job's page says when it is done."""
    rules.detect_conflicts(by)
    key = f"controls.detect:{by.pk}:{timezone.now().isoformat()}"
    return core_services.ask(kind="controls.detect", key=key, payload={}, title=str(_("排查职责冲突")), by=by)


def ask_detection(submissions: Sequence[Any], *, by: Person) -> None:
    """Lists came into force: the worker looks at what they say as soon as that is committed. A listener of the registry."""
    if submissions:
        key = f"controls.detect:{min(submission.pk for submission in submissions)}:in_force"
        core_services.ask(kind="controls.detect", key=key, payload={})


@transaction.atomic
def accept_conflict(
    *,
    by: Person,
    conflict: DutyConflict,
    reason: str,
    expires_on: date,
    measure: Measure | None = None,
    compensation: str = "",
    version: int | None = None,
) -> DutyConflict:
    """Accept a conflict until a day, with the reason and what compensates for it: a measure in force, or words.

    The discipline office, which supervises, is told. Raises `Stale` when it was changed since `version`.
    """
    related = ("department", "power__power_list__department", "power__handling_department")
    locked = DutyConflict.objects.select_for_update(of=("self",)).select_related(*related).get(pk=conflict.pk)
    core_services.refuse_stale(locked, version)
    rules.accept_conflict(by, locked, expires_on=expires_on)
    if not reason.strip() or not (measure or compensation.strip()):
        raise Denied(_("接受职责冲突须写明理由，并选择或写明补偿措施。"))
    _move(locked, ConflictEvent.ACCEPT)
    locked.accepted_by, locked.accepted_on, locked.expires_on = by, timezone.localdate(), expires_on
    locked.reason, locked.compensation, locked.measure = reason.strip(), compensation.strip(), measure
    core_services.save(locked, by, reason=str(ConflictEvent.ACCEPT.label))
    words = _("%(who)s接受了一项职责冲突至%(day)s：%(title)s") % {"who": by, "day": expires_on, "title": locked.title}
    receivers = organization_queries.holders(Action.SUPERVISE, locked.department).exclude(pk=by.pk)
    organization_services.notify(receivers, kind="controls.conflicts", text=words, url=locked.get_absolute_url())
    core_services.record_all(by=by, entries=[_entry("controls.accept_conflict", locked, {"until": str(expires_on)})])
    return locked
