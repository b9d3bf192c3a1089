"""The lists of a submission as its page shows them: row by row, frozen or as they would be frozen, a page at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, Value, When

from approvals import calculations
from approvals.models import Remark, Submission, SubmissionItem, SubmissionRow
from approvals.queries.things import earlier_remarks, remarks_for, warnings_of
from approvals.states import SubmissionState
from core import calculations as core_calculations
from core.registry import Fault, ListHandler, RowDifference, registry
from core.states import RowChange
from organization.models import Person

LINES = 50
CHANGED = (RowChange.NEW, RowChange.CHANGED)


@dataclass(frozen=True)
class Line:
    """One row: its content, how it stands against the edition in force, what was remarked on it now and last time."""

    template: str
    key: str
    code: str
    label: str
    change: str
    content: dict[str, Any]
    fields: Sequence[Sequence[str]]
    row: SubmissionRow | None = None
    remarks: Sequence[Remark] = ()
    earlier: Sequence[Remark] = ()

    @property
    def is_open(self) -> bool:
        return self.change in CHANGED or bool(self.remarks or self.earlier)


@dataclass(frozen=True)
class Group:
    """Rows that stand together: those of one list, or (for the leadership, person by person) of one post."""

    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Part:
    """One list the submission carries, with what is wrong in it before it is signed and what it no longer has."""

    handler: ListHandler
    list: Any
    sha256: str = ""
    total: int = 0
    changed: int = 0
    removed: Sequence[RowDifference] = ()
    checks: Sequence[Fault] = ()


@dataclass(frozen=True)
class Sheet:
    """One page of the rows; `start` and `end` count from 1, `previous` and `next` are starts or 0."""

    parts: list[Part]
    groups: list[Group]
    total: int
    start: int
    end: int
    previous: int = 0
    next: int = 0
    is_only_changed: bool = False
    sha256: str = ""
    """Before the signature: what the head would sign by signing what is shown."""
    remarks: Sequence[Remark] = ()
    """All remarks that stand on the submission, in the order of their rows."""


@dataclass(frozen=True)
class _Carried:
    """One list with its differences by row."""

    handler: ListHandler
    item: SubmissionItem
    differences: dict[str, RowDifference] = field(default_factory=dict)

    def change(self, key: str) -> str:
        found = self.differences.get(key)
        return str(found.change) if found else str(RowChange.SAME)

    def fields(self, key: str) -> Sequence[Sequence[str]]:
        return self.differences[key].fields if key in self.differences else ()

    def removed(self) -> list[RowDifference]:
        return [found for found in self.differences.values() if found.change == RowChange.REMOVED]


def sheet(submission: Submission, *, by: Person, start: int = 1, row_id: int = 0, only_changed: bool = False) -> Sheet:
    """The rows from number `start` on, or the page that holds the row `row_id`; `only_changed` leaves out the same.

    A constant number of queries, whatever the submission holds. Before the signature the lists as they stand now;
    what ended without one keeps no rows. The remarks are those that `by` may read.
    """
    carried = list(_carried(submission))
    if submission.state == SubmissionState.DRAFT:
        return _live(submission, carried, start=start, only_changed=only_changed)
    if submission.submitted_at is None:
        return _sheet([_part(each, []) for each in carried], [], total=0, start=1, only_changed=False)
    remarks = remarks_for(by, submission)
    return _frozen(submission, carried, remarks, start=start, row_id=row_id, only_changed=only_changed)


def _carried(submission: Submission) -> Iterator[_Carried]:
    items = {item.list_kind: item for item in submission.items.defer("content")}
    for handler in registry.carried():
        if handler.kind not in items:
            continue
        item = items[handler.kind]
        if submission.state == SubmissionState.DRAFT:
            found = handler.difference(item.list_id)
        else:
            found = [RowDifference(**{**kept, "fields": tuple(kept["fields"])}) for kept in item.difference]
        yield _Carried(handler, item, {difference.key: difference for difference in found})


def _live(submission: Submission, carried: list[_Carried], *, start: int, only_changed: bool) -> Sheet:
    parts, found = [], []
    hashes: dict[str, str] = {}
    earlier = earlier_remarks(submission)
    for each in carried:
        frozen = each.handler.freeze(each.item.list_id)
        hashes[each.handler.kind] = core_calculations.sha256(calculations.content(frozen))
        lines = [
            Line(
                template=each.handler.rows_template(),
                key=row.key,
                code=row.code,
                label=row.label,
                change=each.change(row.key),
                content=row.content,
                fields=each.fields(row.key),
                earlier=_on_list(earlier.get(row.key, ()), each.handler.kind),
            )
            for row in frozen.rows
        ]
        checks = each.handler.check(each.item.list_id)
        parts.append(_part(each, [line.change for line in lines], checks=checks))
        found += [(str(each.handler.title), line) for line in lines if not only_changed or line.change in CHANGED]
    start, end = _bounds(start, len(found))
    shown = _sheet(parts, found[start - 1 : end], total=len(found), start=start, only_changed=only_changed)
    return replace(shown, sha256=calculations.digest(submission, hashes))


def _frozen(
    submission: Submission,
    carried: list[_Carried],
    remarks: list[Remark],
    *,
    start: int,
    row_id: int,
    only_changed: bool,
) -> Sheet:
    by_item = {each.item.pk: each for each in carried}
    known = list(_in_order(submission, carried).values_list("pk", "item_id", "change"))
    parts = [
        _part(each, [change for _pk, item, change in known if item == pk], checks=warnings_of(each.item))
        for pk, each in by_item.items()
    ]
    shown = [pk for pk, _item, change in known if not only_changed or change in CHANGED]
    if row_id in shown:
        start = shown.index(row_id) // LINES * LINES + 1
    start, end = _bounds(start, len(shown))
    rows = _in_order(submission, carried).filter(pk__in=shown[start - 1 : end]).select_related("post")
    told = _Told(_by_row(remarks), earlier_remarks(submission))
    lines = [_frozen_line(row, by_item[row.item_id], told, is_by_post=submission.is_leadership) for row in rows]
    found = _sheet(parts, lines, total=len(shown), start=start, only_changed=only_changed)
    return replace(found, remarks=remarks)


@dataclass(frozen=True)
class _Told:
    """Remarks on the rows: now by the row's id, of the last round by its key."""

    now: dict[int, list[Remark]]
    earlier: dict[str, list[Remark]]


def _by_row(remarks: Sequence[Remark]) -> dict[int, list[Remark]]:
    found: dict[int, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.row_id, []).append(remark)
    return found


def _frozen_line(row: SubmissionRow, each: _Carried, told: _Told, *, is_by_post: bool) -> tuple[str, Line]:
    line = Line(
        template=each.handler.rows_template(),
        key=row.key,
        code=row.code,
        label=row.label,
        change=row.change,
        content=row.content,
        fields=each.fields(row.key),
        row=row,
        remarks=told.now.get(row.pk, ()),
        earlier=_on_list(told.earlier.get(row.key, ()), each.handler.kind),
    )
    return str(row.post if is_by_post and row.post else each.handler.title), line


def _on_list(remarks: Sequence[Remark], kind: str) -> list[Remark]:
    """A risk point and its row of the table share a key: each shows what was remarked on its own list."""
    return [remark for remark in remarks if remark.row.item.list_kind == kind]


def _in_order(submission: Submission, carried: list[_Carried]) -> QuerySet[SubmissionRow]:
    """By list in the order of the chain; the leadership's person by person."""
    places = [When(item=each.item.pk, then=Value(number)) for number, each in enumerate(carried)]
    order = Case(*places, default=Value(len(places)), output_field=IntegerField())
    by = ("post__code", order) if submission.is_leadership else (order,)
    return SubmissionRow.objects.of(submission).order_by(*by, "position", "id")


def _part(each: _Carried, changes: list[str], *, checks: Sequence[Fault] = ()) -> Part:
    return Part(
        handler=each.handler,
        list=each.handler.get(each.item.list_id),
        sha256=each.item.sha256,
        total=len(changes),
        changed=sum(change in CHANGED for change in changes),
        removed=each.removed(),
        checks=checks,
    )


def _bounds(start: int, total: int) -> tuple[int, int]:
    start = start if 1 <= start <= total else 1
    return start, min(start + LINES - 1, total)


def _sheet(parts: list[Part], lines: list[tuple[str, Line]], *, total: int, start: int, only_changed: bool) -> Sheet:
    groups: list[Group] = []
    for title, line in lines:
        if not groups or groups[-1].title != title:
            groups.append(Group(title, []))
        groups[-1].lines.append(line)
    end = start + len(lines) - 1
    return Sheet(
        parts=parts,
        groups=groups,
        total=total,
        start=start,
        end=end,
        previous=max(start - LINES, 1) if start > 1 else 0,
        next=end + 1 if end < total else 0,
        is_only_changed=only_changed,
    )
