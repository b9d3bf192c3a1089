"""What approvals must know of an edition of a register: how it is frozen, compared, checked, moved and shown."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core import calculations as core_calculations
from core import queries as core_queries
from core import services as core_services
from core.registry import Edition, Fault, FrozenList, FrozenRow, RowDifference, Wording, registry
from core.states import ListEvent, RowChange
from organization.models import Person
from risks import calculations, queries
from risks.models import RiskPoint, RiskRegister
from risks.services import counts, points

ELSEWHERE = ("department", "post", "power", "step")
"""Keys under which stand things kept outside the register, by code: powers and steps have a list of their own."""

WORDINGS = (
    ("description", gettext_lazy("风险点"), None),
    ("manifestation", gettext_lazy("表现形式"), None),
    ("indicator", gettext_lazy("监测指标"), 200),
)


class RiskRegisterHandler:
    """The handler of 风险清单 in `core.registry`."""

    kind = "risks"
    title = gettext_lazy("风险清单")
    position = 2
    rows_from = ""

    def working_lists(self, departments: Any, *, is_leadership: bool) -> QuerySet[RiskRegister]:
        """Editions being worked on."""
        return RiskRegister.objects.working().filter(department__in=departments, is_leadership=is_leadership)

    def working_list(self, department_id: int, *, is_leadership: bool) -> RiskRegister | None:
        """The one edition being worked on."""
        return self.working_lists([department_id], is_leadership=is_leadership).first()

    def editions(self, department_ids: Iterable[int]) -> list[Edition]:
        return core_queries.editions_of(RiskRegister, department_ids)

    def approved_lists(self) -> QuerySet[RiskRegister]:
        return RiskRegister.objects.was_in_force()

    def restore(self, approved: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
        """Under the approved names of departments, posts, powers and steps."""
        return core_calculations.as_approved(approved, now, elsewhere=ELSEWHERE)

    def get(self, list_id: int) -> RiskRegister:
        return RiskRegister.objects.select_related("department", "previous", "power_list").get(pk=list_id)

    def lock(self, list_id: int) -> RiskRegister:
        """Locks the edition's row until the transaction ends."""
        return RiskRegister.objects.select_for_update().get(pk=list_id)

    def check(self, list_id: int) -> list[Fault]:
        return queries.register_faults(list_id)

    def freeze(self, list_id: int) -> FrozenList:
        """The planned content: allowed fields of each point, the power list it rests on, its collective reviews."""
        register = self.get(list_id)
        base = register.power_list
        head = {
            "kind": self.kind,
            "department": {"code": register.department.code, "name": register.department.name},
            "is_leadership": register.is_leadership,
            "year": register.year,
            "number": register.number,
            "power_list": {"year": base.year, "number": base.number} if base else None,
            "reviews": [queries.review_facts(review) for review in queries.reviews_of(register)],
        }
        filers = core_queries.filers_of(RiskPoint, register_id=list_id)
        rows = tuple(_frozen(point, filers) for point in queries.all_points(register))
        return FrozenList(queries.SCHEMA, head, rows)

    def difference(self, list_id: int) -> list[RowDifference]:
        """Rows new, changed and removed against the edition this one was opened from."""
        register = self.get(list_id)
        old = _contents(register.previous)
        new = _contents(register)
        every = sorted({*old, *new}, key=lambda key: (new.get(key) or old[key])["code"])
        found = [_compared(key, old.get(key), new.get(key)) for key in every]
        return [row for row in found if row is not None]

    def compare(self, before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
        """What differs between two contents of a point, in words."""
        return calculations.differences(before, after)

    def move(self, list_id: int, *, event: str, by: Person, sha256: str = "") -> None:
        """Move the edition by `LIST_MOVES`; passing supersedes the one in force and counts this one."""
        core_services.move(self.get(list_id), by=by, event=event, sha256=sha256)
        if event == ListEvent.PASS:
            counts.count_register(list_id)
            registry.came_into_force(self.kind, list_id)

    def rows_template(self) -> str:
        """Shows one `row` (with code, label, change and content) from its frozen content alone."""
        return "risks/frozen_row.html"

    def row_urls(self, list_id: int, keys: Collection[str]) -> dict[str, str]:
        """Where the rows with these keys are mended; none for those the edition no longer has."""
        found = RiskPoint.objects.filter(register=list_id, lineage__in=list(keys)).values_list("lineage_id", "pk")
        return {str(key): reverse("risks:edit_point", args=[pk]) for key, pk in found}

    def page_of(self, list_id: int, key: str) -> str:
        return RiskPoint.objects.get(register=list_id, lineage__in=[key]).get_absolute_url()

    def wordings(self, list_id: int, key: str) -> list[Wording]:
        point = RiskPoint.objects.filter(register=list_id, lineage__in=[key]).first()
        texts = [(name, str(label), getattr(point, name, ""), longest) for name, label, longest in WORDINGS]
        return [Wording(*each) for each in texts if each[2]]

    def reword(self, list_id: int, key: str, field: str, *, text: str, by: Person, reason: str) -> None:
        points.reword(list_id, key, field, text=text, by=by, reason=reason)

    def cites(self, found: RiskRegister) -> tuple[tuple[str, int], ...]:
        """The powers in whose steps its points are."""
        return (("powers", found.power_list_id),) if found.power_list_id else ()

    def path_of(self, correction: Any, key: str, content: dict[str, Any]) -> str:
        """A point's own text; the name of its power, or of its step in the internal chart."""
        power, step = content["power"], content["step"]
        if correction.list_kind == self.kind:
            return correction.field if correction.key == key else ""
        if power and (correction.code, correction.field) == (power["code"], "name"):
            return "power/name"
        return "step/name" if step and correction.field == f"flows/internal/steps/{step['code']}/name" else ""


def _contents(register: Any) -> dict[str, dict[str, Any]]:
    points = queries.all_points(register) if register else ()
    return {str(point.lineage_id): queries.content_of(point) for point in points}


def _frozen(point: RiskPoint, filers: dict[int, set[int]]) -> FrozenRow:
    return FrozenRow(
        key=str(point.lineage_id),
        code=point.code,
        label=point.description[:120],
        post_id=point.post_id,
        filed_by_ids=frozenset({point.filed_by_id, *filers.get(point.pk, ())}),
        content=queries.content_of(point),
    )


def _compared(key: str, old: dict[str, Any] | None, new: dict[str, Any] | None) -> RowDifference | None:
    shown = new or old or {}
    change = RowChange.NEW if old is None else RowChange.REMOVED if new is None else RowChange.CHANGED
    fields = calculations.differences(old, new) if old and new else ()
    if change == RowChange.CHANGED and not fields:
        return None
    return RowDifference(key, shown["code"], shown["description"][:120], change, fields)


handler = RiskRegisterHandler()
