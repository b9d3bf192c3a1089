"""What approvals must know of an edition of powers: how it is frozen, compared, checked, moved and shown."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import calculations as core_calculations
from core import queries as core_queries
from core import services as core_services
from core.registry import Edition, Fault, FrozenList, FrozenRow, RowDifference, Wording, registry
from core.states import RowChange
from organization.models import Person
from powers import queries
from powers.calculations import contents, wordings
from powers.models import Power, PowerList
from powers.services import correcting


class PowerListHandler:
    """The handler of 职权目录 in `core.registry`."""

    kind = "powers"
    title = _("职权目录")
    position = 1
    rows_from = ""

    def working_lists(self, departments: Any, *, is_leadership: bool) -> QuerySet[PowerList]:
        """Editions being worked on; the leadership has no powers of its own beside its departments'."""
        found = PowerList.objects.none() if is_leadership else PowerList.objects.working()
        return found.filter(department__in=departments)

    def working_list(self, department_id: int, *, is_leadership: bool) -> PowerList | None:
        """The one edition being worked on."""
        return self.working_lists([department_id], is_leadership=is_leadership).first()

    def editions(self, department_ids: Iterable[int]) -> list[Edition]:
        return core_queries.editions_of(PowerList, department_ids)

    def approved_lists(self) -> QuerySet[PowerList]:
        return PowerList.objects.was_in_force()

    def restore(self, approved: contents.Content, now: contents.Content) -> contents.Content:
        """Under the approved names of departments, posts and bases."""
        return core_calculations.as_approved(approved, now, elsewhere=contents.ELSEWHERE, maps=("flows",))

    def get(self, list_id: int) -> PowerList:
        """The edition with its department and the one before."""
        return PowerList.objects.select_related("department", "previous").get(pk=list_id)

    def lock(self, list_id: int) -> PowerList:
        """Locks the edition's row until the transaction ends."""
        return PowerList.objects.select_for_update().get(pk=list_id)

    def check(self, list_id: int) -> list[Fault]:
        """Everything wrong with the edition, each fault with where to mend it; what higher apps find comes last."""
        higher = [fault for check in registry.power_checks for fault in check(list_id)]
        return [*queries.list_faults(list_id), *higher]

    def freeze(self, list_id: int) -> FrozenList:
        """The planned content: allowed fields, bases without their state, materials, charts with steps and links."""
        power_list = self.get(list_id)
        head = {
            "kind": self.kind,
            "department": {"code": power_list.department.code, "name": power_list.department.name},
            "year": power_list.year,
            "number": power_list.number,
        }
        filers = core_queries.filers_of(Power, power_list_id=list_id)
        return FrozenList(contents.SCHEMA, head, tuple(_frozen(power, filers) for power in _powers(list_id)))

    def difference(self, list_id: int) -> list[RowDifference]:
        """Rows new, changed and removed against the edition this one was opened from."""
        previous_id = PowerList.objects.values_list("previous_id", flat=True).get(pk=list_id)
        old = {str(power.lineage_id): queries.content_of(power) for power in _powers(previous_id)}
        new = {str(power.lineage_id): queries.content_of(power) for power in _powers(list_id)}
        every = sorted({*old, *new}, key=lambda key: (new.get(key) or old[key])["code"])
        found = [_compared(key, old.get(key, {}), new.get(key, {})) for key in every]
        return [row for row in found if row is not None]

    def compare(self, before: contents.Content, after: contents.Content) -> list[contents.Change]:
        """What differs between two contents of a power, in words."""
        return contents.difference(before, after)

    def move(self, list_id: int, *, event: str, by: Person, sha256: str = "") -> None:
        """Move the edition by `LIST_MOVES`; passing supersedes the one in force."""
        core_services.move(self.get(list_id), by=by, event=event, sha256=sha256)

    def rows_template(self) -> str:
        """Shows one `row` (with code and content) from its frozen content alone."""
        return "powers/frozen_row.html"

    def row_urls(self, list_id: int, keys: Collection[str]) -> dict[str, str]:
        """Where the rows with these keys are mended; none for those the edition no longer has."""
        found = Power.objects.filter(power_list=list_id, lineage__in=list(keys)).values_list("lineage_id", "pk")
        return {str(key): reverse("powers:edit", args=[pk]) for key, pk in found}

    def page_of(self, list_id: int, key: str) -> str:
        return Power.objects.get(power_list=list_id, lineage__in=[key]).get_absolute_url()

    def wordings(self, list_id: int, key: str) -> list[Wording]:
        power = queries.whole(Power.objects.filter(power_list=list_id, lineage__in=[key])).first()
        return wordings.wordings(queries.content_of(power)) if power else []

    def reword(self, list_id: int, key: str, field: str, *, text: str, by: Person, reason: str) -> None:
        correcting.reword(list_id, key, field, text=text, by=by, reason=reason)

    def cites(self, found: PowerList) -> tuple[tuple[str, int], ...]:
        """Nothing: everything a power says stands in its own list, or outside the approved content."""
        return ()

    def path_of(self, correction: Any, key: str, content: Any) -> str:
        return correction.field if (correction.list_kind, correction.key) == (self.kind, key) else ""


def _powers(list_id: int | None) -> list[Power]:
    return list(queries.whole(Power.objects.filter(power_list=list_id)).order_by("code", "id"))


def _frozen(power: Power, filers: dict[int, set[int]]) -> FrozenRow:
    return FrozenRow(
        key=str(power.lineage_id),
        code=power.code,
        label=power.name,
        post_id=power.responsible_post_id,
        filed_by_ids=frozenset({power.filed_by_id, *filers.get(power.pk, ())}),
        content=queries.content_of(power),
    )


def _compared(key: str, old: contents.Content, new: contents.Content) -> RowDifference | None:
    """How a row stands that was `old` and is `new`; the empty content stands for none."""
    shown = new or old
    if not (old and new):
        return RowDifference(key, shown["code"], shown["name"], RowChange.NEW if new else RowChange.REMOVED)
    fields = contents.difference(old, new)
    return RowDifference(key, shown["code"], shown["name"], RowChange.CHANGED, tuple(fields)) if fields else None


handler = PowerListHandler()
