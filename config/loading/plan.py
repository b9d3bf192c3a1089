"""Comparing a workbook with what is there: what is new, changed, the same, and no longer in the file."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from config.loading import current, sheets
from config.loading.faults import Fault, WorkbookFaults
from config.loading.reader import Row, Workbook
from config.loading.sheets import SHEETS, Column, Sheet
from core.states import ListState, RowChange
from powers.calculations import format_links
from powers.states import KEPT, LimitUnit

ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Change:
    """One row against what is there; `fields` are (heading, before, after)."""

    sheet: str
    row: int
    key: tuple
    values: dict[str, Any]
    """Of the row, or where it is absent, of what is there."""
    kind: str
    fields: tuple[tuple[str, str, str], ...] = ()
    names: frozenset[str] = frozenset()
    """Names of the values that changed."""

    @property
    def label(self) -> str:
        """Key and words by which a person knows the row."""
        words = ("name", "title", "description", "text")
        text = next((self.values[name] for name in words if self.values.get(name)), "")
        keys = [self.values[name] for name in BY_TITLE[self.sheet].key if name != "text"]
        return " ".join(str(part) for part in (*keys, text) if part)[:120]


@dataclass
class Plan:
    """Everything that loading the workbook would do."""

    workbook: Workbook
    changes: dict[str, dict[tuple, Change]] = field(default_factory=dict)

    def of(self, sheet: Sheet, kind: str) -> list[Change]:
        """Changes of one kind on one sheet, in the file's order."""
        return [change for change in self.changes[sheet.title].values() if change.kind == kind]

    def rows(self, sheet: Sheet, *kinds: str) -> list[Row]:
        """Rows of the file that are new or changed, as asked."""
        found = self.changes[sheet.title]
        return [row for row in self.workbook[sheet] if found[_key(sheet, row)].kind in kinds]

    def counts(self) -> list[dict[str, Any]]:
        """For each sheet how many rows the file has and how many are new, changed, the same, absent."""
        lines = []
        for sheet in SHEETS:
            kinds = Counter(change.kind for change in self.changes[sheet.title].values())
            lines.append({"sheet": sheet.title, "file": len(self.workbook[sheet]), **{k: kinds[k] for k in KINDS}})
        return lines

    @property
    def is_empty(self) -> bool:
        """Loading would change nothing."""
        return not any(
            change.kind in (RowChange.NEW, RowChange.CHANGED)
            for found in self.changes.values()
            for change in found.values()
        )

    def shown(self, *, most: int = 500) -> list[Change]:
        """What to show of it: changed rows first, then new and absent ones."""
        order = {RowChange.CHANGED: 0, RowChange.NEW: 1, ABSENT: 2}
        found = [change for each in self.changes.values() for change in each.values() if change.kind in order]
        return sorted(found, key=lambda change: order[change.kind])[:most]


KINDS = (RowChange.NEW, RowChange.CHANGED, RowChange.SAME, ABSENT)


def compare(workbook: Workbook) -> Plan:
    """The plan of loading `workbook`. Raises `WorkbookFaults` where it would change what loading can't."""
    powers, materials, steps = current.powers()
    known = {
        "部门": current.departments(),
        "岗位": current.posts(),
        "依据": current.bases(),
        "职权": powers,
        "申请材料": materials,
        "流程环节": steps,
        "风险点": current.points(),
        "防控措施": current.measures(),
        "制度": current.regulations(),
    }
    plan = Plan(workbook)
    for sheet in SHEETS:
        plan.changes[sheet.title] = _compared(sheet, workbook[sheet], known[sheet.title])
    if faults := [*_under_review(plan), *_fixed(plan), *_dated_anew(plan), *_moved(plan)]:
        raise WorkbookFaults(faults)
    return plan


def _key(sheet: Sheet, row: Row) -> tuple:
    return tuple(row[name] for name in sheet.key)


def _compared(sheet: Sheet, rows: list[Row], known: current.Known) -> dict[tuple, Change]:
    found = {}
    for row in rows:
        key = _key(sheet, row)
        found[key] = _change(sheet, row, key, known.get(key))
    for key, values in known.items():
        if key not in found:
            found[key] = Change(sheet.title, 0, key, values, ABSENT)
    return found


def _change(sheet: Sheet, row: Row, key: tuple, before: current.Values | None) -> Change:
    if before is None:
        return Change(sheet.title, row.number, key, row.values, RowChange.NEW)
    differing = [column for column in sheet.columns if _differs(column, before[column.name], row[column.name])]
    fields = tuple(
        (column.heading, in_words(column, before[column.name]), in_words(column, row[column.name]))
        for column in differing
    )
    kind = RowChange.CHANGED if differing else RowChange.SAME
    return Change(
        sheet.title, row.number, key, row.values, kind, fields, frozenset(column.name for column in differing)
    )


UNSAID = ("since", *KEPT)
"""What an empty cell leaves as it is."""


def _differs(column: Column, before: Any, after: Any) -> bool:
    if column.name in UNSAID and after in (None, ""):
        return False
    if column.name == "limit_unit":
        after = after or LimitUnit.WORKDAY
    return before != after


def in_words(column: Column, value: Any) -> str:
    """A value as the workbook would write it."""
    if value in (None, "", ()):
        return ""
    if column.kind == "links":
        return format_links(value)
    if column.kind == "codes":
        return ";".join(value)
    if column.kind == "yes_no":
        return _("是") if value else _("否")
    if column.kind == "choice":
        return next((word for word, code in column.choices.items() if code == value), str(value))
    return str(value)


def _under_review(plan: Plan) -> Iterator[Fault]:
    """Rows that would change a list under review."""
    states = current.list_states()
    owners = Owners(plan.workbook)
    for sheet, kind in LISTS.items():
        for row in plan.rows(BY_TITLE[sheet], RowChange.NEW, RowChange.CHANGED):
            if states[kind].get(owners.of(sheet, row)) == ListState.IN_REVIEW:
                message = _("所属清单正在审核，不能导入修改；请待审核结束或由提交人撤回。")
                yield Fault(sheet, row.number, "", message)


def _fixed(plan: Plan) -> Iterator[Fault]:
    """A power's category is a part of its code: both are fixed."""
    for change in plan.of(sheets.POWERS, RowChange.CHANGED):
        if "category" in change.names:
            message = _("类别随编码固定，不能由导入修改；请改回原类别，或另立新编码。")
            yield Fault("职权", change.row, sheets.POWERS.column("category").heading, message)


def _dated_anew(plan: Plan) -> Iterator[Fault]:
    """Another name or day of a regulation in force is another version: it is drafted and assessed, not loaded."""
    headings = {sheets.REGULATIONS.column(name).heading for name in KEPT}
    for change in plan.of(sheets.REGULATIONS, RowChange.CHANGED):
        for heading, before, _after in change.fields:
            if before and heading in headings:
                message = _("已登记为“%(before)s”，不能由导入修改；换了版本请在制度页面起草新版，否则改回原样或留空。")
                yield Fault("制度", change.row, heading, message % {"before": before})


def _moved(plan: Plan) -> Iterator[Fault]:
    """Powers and points that stand in one department's list and by the file belong into another's.

    The file may say so of the row itself, or of the post it names.
    """
    owners = Owners(plan.workbook)
    for title, (column, found) in {
        "职权": ("department", current.owners_of_powers()),
        "风险点": ("post", current.owners_of_points()),
    }.items():
        for row in plan.workbook[BY_TITLE[title]]:
            owner = found.get(row["code"])
            if owner is not None and owner != owners.of(title, row):
                message = _("已登记在“%(owner)s”的清单里，不能由导入移走；请先在那份清单中删除，再以新编码登记。")
                words = {"owner": _("班子成员") if owner[1] else owner[0]}
                yield Fault(title, row.number, BY_TITLE[title].column(column).heading, message % words)


LISTS = {"职权": "powers", "申请材料": "powers", "流程环节": "powers", "风险点": "risks", "防控措施": "controls"}
BY_TITLE = {sheet.title: sheet for sheet in SHEETS}


class Owners:
    """Whose list a row belongs to: (department code, is leadership)."""

    def __init__(self, workbook: Workbook):
        self.powers = {row["code"]: row["department"] for row in workbook[sheets.POWERS]}
        self.posts = {row["code"]: row for row in workbook[sheets.POSTS]}
        self.points = {row["code"]: row["post"] for row in workbook[sheets.POINTS]}
        self.root = next((row["code"] for row in workbook[sheets.DEPARTMENTS] if not row["parent"]), "")

    def of(self, title: str, row: Row) -> tuple[str, bool]:
        """The owner of a row on the sheet `title`."""
        if title == "职权":
            return row["department"], False
        if title in ("申请材料", "流程环节"):
            return self.powers[row["power"]], False
        post = row["post"] if title == "风险点" else self.points[row["point"]]
        return self.of_post(post)

    def of_post(self, code: str) -> tuple[str, bool]:
        """A point belongs to the department of its post; the leadership's to the root."""
        post = self.posts[code]
        return (self.root, True) if post["is_leadership"] else (post["department"], False)
