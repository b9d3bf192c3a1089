"""Powers: which a person may see, in an edition, in force and through the years."""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from core.registry import registry
from core.states import ListState
from organization import queries
from organization.models import Person
from powers.models import FlowStep, LegalBasis, Power, PowerBasis, PowerList
from powers.queries import lists
from powers.states import BasisStatus, DisclosureScope


def powers_in(power_list: PowerList) -> QuerySet[Power]:
    """The powers of an edition that the caller may already see."""
    return with_bases(Power.objects.filter(power_list=power_list)).select_related(
        "handling_department", "responsible_post__department"
    )


def with_bases(rows: QuerySet[Power]) -> QuerySet[Power]:
    """Powers with what their legal bases lack: `has_no_basis`, `has_repealed_basis`, `has_unchecked_basis`."""
    cited = PowerBasis.objects.filter(power=OuterRef("pk"))
    return rows.annotate(
        has_no_basis=~Exists(cited),
        has_repealed_basis=Exists(cited.filter(basis__status=BasisStatus.REPEALED)),
        has_unchecked_basis=Exists(cited.filter(basis__status=BasisStatus.UNCHECKED)),
    )


def seen_by_scope(by: Person) -> Q:
    """The condition on a power in force, with `scope` annotated, under which its scope shows it to `by` (院内公开)."""
    own = queries.own_departments(by).values("pk")
    steps = FlowStep.objects.filter(flow__power=OuterRef("pk"), post__department__in=own)
    open_to_all = [DisclosureScope.SOCIETY, DisclosureScope.HOSPITAL]
    if by.is_party_member:
        open_to_all.append(DisclosureScope.PARTY_MEMBERS)
    return queries.is_business(by) & (
        Q(scope__in=open_to_all)
        | Q(Q(Exists(steps)), scope=DisclosureScope.RELATED)
        | Q(handling_department__in=own)
        | Q(power_list__department__in=own)
    )


def with_scope(rows: QuerySet[Power]) -> QuerySet[Power]:
    """Powers with the scope that holds (`scope`): the one settled in review, else the one filed."""
    settled = [expression() for expression in registry.settled_scopes]
    return rows.annotate(scope=Coalesce(*settled, F("disclosure_scope")) if settled else F("disclosure_scope"))


def _through_list(by: Person) -> Q:
    """The condition on a power under which `by` sees all of its edition."""
    return Q(power_list__in=PowerList.objects.filter(lists.seen_through_list(by)).values("pk"))


def powers_for(by: Person) -> QuerySet[Power]:
    """All powers `by` may see: through their edition, or because they are in force and open to them."""
    return with_scope(Power.objects.all()).filter(
        _through_list(by) | Q(seen_by_scope(by), power_list__state=ListState.IN_FORCE)
    )


def powers_in_force(by: Person) -> QuerySet[Power]:
    """Powers in force open to `by`, the hospital over."""
    rows = powers_for(by).filter(power_list__state=ListState.IN_FORCE)
    return rows.select_related("handling_department", "responsible_post__department", "power_list")


def power_for(by: Person, pk: int) -> Power | None:
    """One power with its edition, or None where `by` may not know of it; `is_list_open`: may they see all of it?
    `is_fileable`: do they file for its department?"""
    related = ("power_list__department", "handling_department", "responsible_post__department", "lineage", "filed_by")
    is_open = Case(When(_through_list(by), then=True), default=False)
    fileable = lists.is_fileable(by, "power_list__department")
    rows = powers_for(by).annotate(is_list_open=is_open, is_fileable=fileable)
    return rows.select_related(*related).filter(pk=pk).first()


def editions_of_power(by: Person, power: Power) -> QuerySet[Power]:
    """The same power in every edition `by` may see, the latest first."""
    rows = powers_for(by).filter(lineage=power.lineage_id).select_related("power_list")
    return rows.order_by("-power_list__year", "-power_list__number", "-id")


def mergeable(power: Power) -> list[Power]:
    """Other powers of the same edition and category that rest on exactly the same bases: to be merged, part 二(二)."""
    return [other for other in _same_bases(power.power_list_id).get(power.pk, []) if other.pk != power.pk]


def merge_groups(power_list_id: int) -> list[list[Power]]:
    """Groups of powers of one edition and category that rest on exactly the same bases."""
    groups = {tuple(power.pk for power in group): group for group in _same_bases(power_list_id).values()}
    return list(groups.values())


def _same_bases(power_list_id: int) -> dict[int, list[Power]]:
    rows = Power.objects.filter(power_list=power_list_id).order_by("code", "id")
    cited: dict[int, set[int]] = {}
    for power_id, basis_id in PowerBasis.objects.filter(power__power_list=power_list_id).values_list(
        "power_id", "basis_id"
    ):
        cited.setdefault(power_id, set()).add(basis_id)
    groups: dict[Any, list[Power]] = {}
    for power in rows:
        if power.pk in cited:
            groups.setdefault((power.category, frozenset(cited[power.pk])), []).append(power)
    return {power.pk: group for group in groups.values() if len(group) > 1 for power in group}


def bases_of(power: Power) -> QuerySet[LegalBasis]:
    """A power's bases in the department's order."""
    return LegalBasis.objects.filter(power_links__power=power).order_by("power_links__position", "pk")
