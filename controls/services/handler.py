"""What approvals ask of control tables: content to freeze, difference, faults, state."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from controls import queries
from controls.models import ControlTable, Measure
from controls.services import counts, measures
from controls.states import MeasureKind
from core import calculations as core_calculations
from core import queries as core_queries
from core import services as core_services
from core.registry import Edition, Fault, FrozenList, FrozenRow, RowDifference, Wording, registry
from core.states import ListEvent, RowChange
from risks.models import RiskPoint
from risks.states import Grade, RiskType

POINT_FIELDS = (
    ("post", gettext_lazy("岗位")),
    ("power", gettext_lazy("职权")),
    ("type", gettext_lazy("风险类型")),
    ("description", gettext_lazy("风险点")),
    ("manifestation", gettext_lazy("表现形式")),
    ("grade", gettext_lazy("等级")),
)
MEASURE_FIELDS = (
    ("text", gettext_lazy("措施")),
    ("kind", gettext_lazy("措施类型")),
    ("responsible_post", gettext_lazy("责任岗位")),
    ("due", gettext_lazy("完成时限")),
    ("proof", gettext_lazy("佐证")),
    ("regulation", gettext_lazy("形成的制度")),
)


WORDINGS = (("text", gettext_lazy("措施"), None), ("proof", gettext_lazy("佐证"), 200))
ELSEWHERE = ("post", "power", "responsible_post")
"""Keys under which stand things kept outside the table, by code."""


class TableHandler:
    """一览表 as a list of a submission; one row is a risk point with its measures."""

    kind = "controls"
    title = gettext_lazy("岗位权力风险防控一览表")
    position = 3
    rows_from = "risks"

    def working_lists(self, departments: Any, *, is_leadership: bool) -> QuerySet[ControlTable]:
        found = ControlTable.objects.working().filter(department__in=departments, is_leadership=is_leadership)
        return found.select_related("department")

    def working_list(self, department_id: int, *, is_leadership: bool) -> ControlTable | None:
        return self.working_lists([department_id], is_leadership=is_leadership).first()

    def editions(self, department_ids: Iterable[int]) -> list[Edition]:
        return core_queries.editions_of(ControlTable, department_ids)

    def approved_lists(self) -> QuerySet[ControlTable]:
        return ControlTable.objects.was_in_force()

    def restore(self, approved: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
        """Under the approved names of posts, powers and regulations."""
        restored = core_calculations.as_approved(approved, now, elsewhere=ELSEWHERE)
        for before, after in zip(approved.get("measures", []), restored.get("measures", []), strict=False):
            if queries.is_renamed_regulation(before["regulation"], after["regulation"]):
                after["regulation"] = before["regulation"]
        return restored

    def get(self, list_id: int) -> ControlTable:
        return ControlTable.objects.select_related("department", "register").get(pk=list_id)

    def lock(self, list_id: int) -> ControlTable:
        return ControlTable.objects.select_for_update().get(pk=list_id)

    def check(self, list_id: int) -> list[Fault]:
        return queries.check(self.get(list_id))

    def freeze(self, list_id: int) -> FrozenList:
        table = self.get(list_id)
        head = {"department": table.department.code, "edition": [table.year, table.number]}
        filers = queries.filers(table)
        rows = tuple(_row(point, frozenset(filers.get(point.lineage_id, ()))) for point in queries.point_rows(table))
        return FrozenList(queries.SCHEMA, head, rows)

    def difference(self, list_id: int) -> list[RowDifference]:
        """Each row against the edition this one was opened from."""
        table = self.get(list_id)
        before = {row.key: row for row in _rows(table.previous)} if table.previous else {}
        now = {row.key: row for row in _rows(table)}
        found = [_difference(before.get(key), row) for key, row in now.items()]
        gone = [_removed(row) for key, row in before.items() if key not in now]
        return found + gone

    def compare(self, before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
        return compare(before, after)

    def move(self, list_id: int, *, event: str, by: Any, sha256: str = "") -> None:
        core_services.move(self.lock(list_id), by=by, event=event, sha256=sha256)
        if event == ListEvent.PASS:
            counts.count_table(list_id)
            registry.came_into_force(self.kind, list_id)

    def rows_template(self) -> str:
        return "controls/frozen_row.html"

    def row_urls(self, list_id: int, keys: Collection[str]) -> dict[str, str]:
        """Where the rows with these keys are mended: at their point in the table; none for those it no longer has."""
        table = self.get(list_id)
        points = list(RiskPoint.objects.filter(register=table.register_id).select_related("post"))
        is_long = len(points) > queries.LONG
        asked = [point for point in points if str(point.lineage_id) in keys]
        return {str(point.lineage_id): queries.place_of(table, point, is_long=is_long) for point in asked}

    def page_of(self, list_id: int, key: str) -> str:
        return self.row_urls(list_id, [key])[key]

    def wordings(self, list_id: int, key: str) -> list[Wording]:
        """Of the measures alone: what a table says of a risk point is put right in the register."""
        found = Measure.objects.filter(table=list_id, point_lineage__in=[key]).order_by("code", "id")
        texts = [
            Wording(f"measures/{each.code}/{name}", f"{each.code} {label}", getattr(each, name), longest)
            for each in found
            for name, label, longest in WORDINGS
        ]
        return [each for each in texts if each.text]

    def reword(self, list_id: int, key: str, field: str, *, text: str, by: Any, reason: str) -> None:
        _measures, code, name = field.split("/")
        measures.reword(list_id, code, name, text=text, by=by, reason=reason)

    def cites(self, found: ControlTable) -> tuple[tuple[str, int], ...]:
        """The register whose points it shows, and the powers that the points name."""
        register = found.register
        powers = (("powers", register.power_list_id),) if register.power_list_id else ()
        return (("risks", register.pk), *powers)

    def path_of(self, correction: Any, key: str, content: dict[str, Any]) -> str:
        """A row's own measures and its point's texts; the name of its power."""
        if correction.list_kind != "powers":
            return correction.field if correction.key == key else ""
        is_named = content["power"] and (correction.code, correction.field) == (content["power"]["code"], "name")
        return "power/name" if is_named else ""


def _rows(table: Any) -> list[FrozenRow]:
    return [_row(point) for point in queries.point_rows(table)]


def _row(point: RiskPoint, filers: frozenset[int] = frozenset()) -> FrozenRow:
    return FrozenRow(
        key=str(point.lineage_id),
        code=point.code,
        label=point.description[:300],
        post_id=point.post_id,
        filed_by_ids=filers,
        content=queries.content_of(point),
    )


def _difference(before: FrozenRow | None, now: FrozenRow) -> RowDifference:
    if before is None:
        return RowDifference(now.key, now.code, now.label, RowChange.NEW)
    fields = compare(before.content, now.content)
    change = RowChange.CHANGED if fields else RowChange.SAME
    return RowDifference(now.key, now.code, now.label, change, fields)


def compare(before: dict[str, Any], now: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    """What differs between two contents of a row: label, before, after; its measures one by one."""
    words = [(str(label), point_in_words(before, name), point_in_words(now, name)) for name, label in POINT_FIELDS]
    measures = _changed(before["measures"], now["measures"])
    return (*(field for field in words if field[1] != field[2]), *measures)


def _removed(row: FrozenRow) -> RowDifference:
    return RowDifference(row.key, row.code, row.label, RowChange.REMOVED)


def _changed(before: list[dict], now: list[dict]) -> list[tuple[str, str, str]]:
    """(label, before, after) for each field of each measure that differs."""
    old, new = {item["key"]: item for item in before}, {item["key"]: item for item in now}
    found = []
    for key in {**old, **new}:
        was, is_now = old.get(key), new.get(key)
        if was is None or is_now is None:
            found.append((_("防控措施"), was["text"] if was else "", is_now["text"] if is_now else ""))
            continue
        fields = [(str(label), in_words(was, name), in_words(is_now, name)) for name, label in MEASURE_FIELDS]
        found += [(f"{is_now['code']} {label}", left, right) for label, left, right in fields if left != right]
    return found


def point_in_words(content: dict[str, Any], name: str) -> str:
    """One frozen field of a row's risk point as the table prints it."""
    value = content[name]
    if name in ("post", "power"):
        return value["name"] if value else ""
    if name in ("type", "grade"):
        return str({"type": RiskType, "grade": Grade}[name](value).label)
    return str(value)


def in_words(measure: dict[str, Any], name: str) -> str:
    """One frozen field of a measure as it is read."""
    value = measure[name]
    if name == "kind":
        return str(MeasureKind(value).label)
    if name == "responsible_post":
        return value["name"] if value else ""
    if name == "due" and value == "long_term":
        return _("长期")
    return str(value)
