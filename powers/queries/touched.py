"""What rests on a legal basis or on a regulation: powers and steps here, what higher apps add through the registry."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from core.registry import KeyedRows, Touched, TouchedRows, registry
from core.states import ListState
from organization.models import Person
from powers.models import FlowStep, LegalBasis, Power, PowerBasis, Regulation, ReviewDue
from powers.queries import powers
from powers.states import DueCause

LIVING = [ListState.IN_FORCE, *ListState.working()]
Source = LegalBasis | Regulation
Thing = tuple[str, str, tuple[str, ...]]
"""Kind, key and rows, as `core.registry.Touched` has them."""


SHOWN = 200
"""So many rows of a kind are shown; the rest is counted."""


@dataclass(frozen=True)
class TouchedGroup:
    """The first touched rows of one kind, and how many things there are, each once, however many editions it stands in."""

    title: str
    things: list[Touched]
    count: int
    is_cut: bool = False


def source_field(source: Source) -> str:
    """The field of a due that names the source."""
    return "basis" if isinstance(source, LegalBasis) else "regulation"


def touched_by(source: Source, *, by: Person | None) -> list[TouchedGroup]:
    """What rests on the basis or regulation and `by` may see (None: all), in force or being worked on, by kind.

    The first rows of each kind and how many things there are; a constant number of queries, however much it touches.
    """
    found = sorted(_touching(source, by), key=lambda each: registry.touch_kinds[each.kind].position)
    return [group for group in map(_group, found) if group.things]


def _touching(source: Source, by: Person | None) -> list[TouchedRows]:
    return [each for ask in registry.touch_sources for each in ask(source, by)]


def _group(found: TouchedRows) -> TouchedGroup:
    things = [found.show(row) for row in found.rows[: SHOWN + 1]]
    is_cut = len(things) > SHOWN
    each = (
        found.rows.order_by().values(*found.key).distinct().count() if is_cut else len({thing.key for thing in things})
    )
    return TouchedGroup(str(registry.touch_kinds[found.kind].title), things[:SHOWN], each, is_cut)


def things_to_review(source: Source) -> list[Touched]:
    """Of everything that rests on the source what its department reviews, each thing once, in force before drafts."""
    kinds = [found for found in _touching(source, None) if registry.touch_kinds[found.kind].list_kind]
    every = [found.show(row) for found in kinds for row in found.rows]
    every.sort(key=lambda each: each.state == ListState.IN_FORCE)
    return list({(each.kind, each.key): each for each in every}.values())


def marks_of(things: Iterable[Thing]) -> dict[Thing, str]:
    """What each thing says now in these rows, as a digest; nothing for what is gone."""
    asked: dict[str, set[KeyedRows]] = {}
    for kind, key, rows in things:
        asked.setdefault(kind, set()).add((key, rows))
    return {
        (kind, key, rows): mark
        for kind, found in asked.items()
        for (key, rows), mark in registry.touch_kinds[kind].marks(found).items()
    }


def thing_of(due: ReviewDue) -> Thing:
    """What the due is about."""
    return due.kind, due.key, tuple(due.rows)


def adjusted(dues: Iterable[ReviewDue]) -> list[ReviewDue]:
    """Those whose thing says something else than when its review was opened, or is gone; what was repealed it must no
    longer cite either."""
    marks = marks_of(map(thing_of, dues))
    changed = [due for due in dues if marks.get(thing_of(due), "") != due.mark]
    citing = _still_citing(
        [due for due in changed if due.cause in (DueCause.BASIS_REPEALED, DueCause.REGULATION_REPEALED)]
    )
    return [due for due in changed if due.pk not in citing]


def _still_citing(dues: Sequence[ReviewDue]) -> set[int]:
    asked: dict[tuple[str, Source], set[str]] = {}
    for due in dues:
        asked.setdefault((due.kind, due.source), set()).add(due.key)
    found = {asking: registry.touch_kinds[asking[0]].citing(asking[1], keys) for asking, keys in asked.items()}
    return {due.pk for due in dues if due.key in found[due.kind, due.source]}


def touched_powers(source: Any, by: Person | None) -> list[TouchedRows]:
    """Powers that rest on a basis, and the steps of their charts; of a regulation higher apps know."""
    if not isinstance(source, LegalBasis):
        return []
    cited = PowerBasis.objects.filter(power=OuterRef("pk"), basis=source)
    return powers_and_steps(Power.objects.filter(Exists(cited)), by)


def powers_and_steps(found: QuerySet[Power], by: Person | None) -> list[TouchedRows]:
    """Powers of `found` that live and their steps, of that what `by` may see."""
    found = found.filter(power_list__state__in=LIVING)
    if by is not None:
        found = found.filter(pk__in=powers.powers_for(by).values("pk"))
    rows = found.select_related("power_list__department").order_by("code", "id")
    steps = FlowStep.objects.filter(flow__power__in=found.order_by().values("pk"))
    steps = steps.select_related("flow__power__power_list__department").order_by("code", "id")
    return [TouchedRows("power", rows, ("lineage",), _power), TouchedRows("step", steps, ("lineage",), _step)]


def _power(power: Power) -> Touched:
    return Touched(
        kind="power",
        key=str(power.lineage_id),
        code=power.code,
        label=power.name,
        url=power.get_absolute_url(),
        **_place(power),
    )


def _step(step: FlowStep) -> Touched:
    power = step.flow.power
    return Touched(
        kind="step",
        key=str(step.lineage_id),
        code=step.code,
        label=f"{power.name} · {step}",
        url=f"{power.get_absolute_url()}#flow-{step.flow.kind}",
        **_place(power),
    )


def _place(power: Power) -> dict[str, Any]:
    department = power.power_list.department
    return {"state": power.power_list.state, "department_id": department.pk, "department": department.name}


def powers_citing(source: Any, keys: Collection[str]) -> set[str]:
    """Lineages, of these, whose power in force cites the basis."""
    if not isinstance(source, LegalBasis):
        return set()
    links = PowerBasis.objects.filter(basis=source, power__power_list__state=ListState.IN_FORCE)
    found = links.filter(power__lineage__in=[UUID(key) for key in keys])
    return {str(lineage) for lineage in found.values_list("power__lineage", flat=True)}


def marks_of_powers(things: Collection[KeyedRows]) -> dict[KeyedRows, str]:
    """Hash of the content of each power by lineage: of the edition in force, else of the one being worked on."""
    lineages = [UUID(key) for key, _rows in things]
    found = Power.objects.filter(lineage__in=lineages, power_list__state__in=LIVING)
    rows: Sequence[tuple[Any, str, str]] = list(found.values_list("lineage", "power_list__state", "content_hash"))
    ordered = sorted(rows, key=lambda row: row[1] == ListState.IN_FORCE)
    hashes = {str(lineage): content_hash for lineage, _state, content_hash in ordered}
    return {(key, rows): hashes[key] for key, rows in things if key in hashes}
