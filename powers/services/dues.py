"""Opening the review of what a changed basis or regulation touches, and ending it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from simple_history.utils import bulk_update_with_history

from core import calculations
from core import services as core_services
from core.registry import Touched, registry
from organization import services as organization_services
from organization.models import Department, Person
from powers import queries, rules
from powers.models import LegalBasis, Regulation, ReviewDue
from powers.states import DUE_MOVES, BasisStatus, DueCause, DueEvent, DueState

Source = LegalBasis | Regulation
SAID = ("title", "document_number", "article")
"""What a basis says: when it changes, powers that rest on it are looked at anew."""


def open_dues(*, by: Person, source: Source, cause: str, why: str) -> list[core_services.AuditEntry]:
    """Open the review of everything that rests on `source`, one row a thing, and tell each department once.

    Returns what the trail shall say, for the caller to write last. What is under review for the same source already gets
    the new cause and no second row.
    """
    touched = queries.things_to_review(source)
    if not touched:
        return []
    marks = queries.marks_of([(each.kind, each.key, each.rows) for each in touched])
    field = queries.source_field(source)
    waiting = ReviewDue.objects.select_for_update().filter(**{field: source}, state=DueState.OPEN)
    known = {(due.kind, due.key): due for due in waiting.order_by("pk")}
    again, made = [], []
    for each in touched:
        due = known.get((each.kind, each.key))
        (again if due else made).append(due or _due(each, source, marks.get((each.kind, each.key, each.rows), "")))
    now = timezone.now()
    for due in made:
        due.opened_at = now
    for due in (*again, *made):
        due.cause, due.why = cause, why[:300]
    core_services.create_all(ReviewDue, made, by)
    _update(again, ["cause", "why"], by)
    _tell(touched, source, cause)
    details = {"cause": str(cause), "why": why, "codes": [each.code or each.label for each in touched]}
    return [core_services.AuditEntry("powers.open_dues", source, details=details)]


def _due(touched: Touched, source: Source, mark: str) -> ReviewDue:
    name = source.title if isinstance(source, LegalBasis) else source.name
    return ReviewDue(
        **{queries.source_field(source): source},
        department_id=touched.department_id,
        is_leadership=touched.is_leadership,
        kind=touched.kind,
        key=touched.key,
        code=touched.code,
        label=touched.label[:160],
        url=touched.url,
        rows=list(touched.rows),
        mark=mark,
        search_text=calculations.search_text(
            touched.code, touched.label, source.code, name, touched.department, pinyin_of=name
        ),
    )


def _tell(touched: Sequence[Touched], source: Source, cause: str) -> None:
    """One message to each person of a department, however many of its things are touched."""
    counts: dict[tuple[int, bool], int] = {}
    for each in touched:
        place = each.department_id, each.is_leadership
        counts[place] = counts.get(place, 0) + 1
    departments = Department.objects.in_bulk([department for department, _leads in counts])
    for (department_id, is_leadership), count in counts.items():
        people = queries.people_to_review(departments[department_id], is_leadership=is_leadership)
        words = {"source": source, "cause": DueCause(cause).label, "count": count}
        url = f"{reverse('powers:dues')}?state=open&q={source.code}"
        text = _("%(source)s：%(cause)s，涉及本部门%(count)d项，请逐项复核。") % words
        organization_services.notify(people, kind="review_due", text=text, url=url)


def dues_of_basis(*, by: Person, basis: LegalBasis, before: dict[str, Any]) -> list[core_services.AuditEntry]:
    """Open reviews when a basis was repealed or says something else than `before`; what the trail shall say of it."""
    if basis.status == BasisStatus.REPEALED:
        if before["status"] == BasisStatus.REPEALED:
            return []
        why = _("状态改为“已废止”") + (_("：%(note)s") % {"note": basis.note} if basis.note else "")
        return open_dues(by=by, source=basis, cause=DueCause.BASIS_REPEALED, why=why)
    changed = [name for name in SAID if getattr(basis, name) != before[name]]
    if not changed:
        return []
    labels = [LegalBasis._meta.get_field(name).verbose_name for name in changed]  # type: ignore[union-attr]
    parts = [
        _("%(field)s由“%(before)s”改为“%(after)s”")
        % {"field": label, "before": before[name] or _("空"), "after": getattr(basis, name) or _("空")}
        for label, name in zip(labels, changed, strict=True)
    ]
    return open_dues(by=by, source=basis, cause=DueCause.BASIS_CHANGED, why="；".join(parts))


@transaction.atomic
def confirm_dues(
    *, by: Person, dues: Sequence[ReviewDue], reason: str, stamps: Mapping[int, int] | None = None
) -> list[ReviewDue]:
    """The department has looked: nothing is to be changed, and why.

    Raises `Stale` when one of them was opened for something newer since `stamps` (`queries.stamps_of`) were taken.
    """
    rows = ReviewDue.objects.select_for_update(of=("self",)).select_related("department")
    locked = list(rows.filter(pk__in=[due.pk for due in dues]).order_by("pk"))
    for due in locked:
        rules.confirm_due(by, due)
        core_services.refuse_stale(due, None if stamps is None else stamps.get(due.pk, 0))
    _end(locked, DueEvent.CONFIRM, by, reason=reason)
    core_services.record_all(by=by, entries=[_entry("powers.confirm_due", due, {"reason": reason}) for due in locked])
    return locked


def adjust_after_force(submissions: Sequence[Any], *, by: Person) -> list[core_services.AuditEntry]:
    """When lists come into force, end the reviews of what says something else now, or is gone.

    Asked are those of things that stand in such a list. Registered as a follower of coming into force, which
    returns what the trail shall tell.
    """
    lists = {
        (each.department_id, each.is_leadership, item.list_kind) for each in submissions for item in each.items.all()
    }
    rows = ReviewDue.objects.select_for_update(of=("self",)).select_related("department", "basis", "regulation")
    waiting = rows.filter(state=DueState.OPEN, department__in={department for department, _leads, _kind in lists})
    adjusted = queries.adjusted([due for due in waiting.order_by("pk") if _list_of(due) in lists])
    _end(adjusted, DueEvent.ADJUST, by, reason=_("新版清单生效，相应内容已调整。"))
    return [_entry("powers.adjust_dues", due, {"kind": due.kind}) for due in adjusted]


def _list_of(due: ReviewDue) -> tuple[int, bool, str]:
    return due.department_id, due.is_leadership, registry.touch_kinds[due.kind].list_kind


@contextmanager
def reworded(kind: str, key: str) -> Iterator[None]:
    """Around a word put right (更正) in a thing: reviews that stand on what it said stand on what it says then."""
    dues = list(ReviewDue.objects.filter(kind=kind, key=key, state=DueState.OPEN))
    before = queries.marks_of(map(queries.thing_of, dues))
    yield
    after = queries.marks_of(map(queries.thing_of, dues))
    for due in dues:
        if due.mark == before.get(queries.thing_of(due)):
            ReviewDue.objects.filter(pk=due.pk).update(mark=after[queries.thing_of(due)])


def _end(dues: Sequence[ReviewDue], event: str, by: Person, *, reason: str) -> None:
    """The one place that assigns the state of what is due."""
    now = timezone.now()
    for due in dues:
        due.state = DUE_MOVES[due.state, event]
        due.reason, due.ended_by, due.ended_at = reason, by, now
    _update(dues, ["state", "reason", "ended_by", "ended_at"], by)


def _update(dues: Sequence[ReviewDue], fields: list[str], by: Person) -> None:
    if dues:
        bulk_update_with_history(dues, ReviewDue, fields, batch_size=core_services.BATCH, default_user=by)


def _entry(verb: str, due: ReviewDue, details: dict[str, Any]) -> core_services.AuditEntry:
    return core_services.AuditEntry(verb, due, code=due.code, department_code=due.department.code, details=details)
