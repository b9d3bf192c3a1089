"""The libraries of legal bases and regulations, open to everyone who does business here."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from core import calculations
from core.states import ListState
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from powers.models import LegalBasis, PowerBasis, Regulation
from powers.queries import powers


def bases(by: Person) -> QuerySet[LegalBasis]:
    """All bases, with how many powers in force or being worked on cite each (`citation_count`)."""
    living = [ListState.IN_FORCE, *ListState.working()]
    citing = Count(
        "power_links__power__lineage", filter=Q(power_links__power__power_list__state__in=living), distinct=True
    )
    return LegalBasis.objects.filter(queries.is_business(by)).annotate(citation_count=citing)


def basis(by: Person, code: str) -> LegalBasis | None:
    """One basis by its code."""
    return LegalBasis.objects.filter(queries.is_business(by), code=code).first()


def powers_citing(by: Person, basis: LegalBasis) -> QuerySet:
    """Powers in force or being worked on that rest on `basis` and that `by` may see."""
    living = [ListState.IN_FORCE, *ListState.working()]
    cited = PowerBasis.objects.filter(power=OuterRef("pk"), basis=basis)
    rows = powers.powers_for(by).filter(Exists(cited), power_list__state__in=living)
    return rows.select_related("handling_department", "power_list").order_by("code", "id")


def bases_found(by: Person, text: str, *, limit: int = 12) -> list[LegalBasis]:
    """The first bases that have every word of `text` (words, pinyin, initials), valid ones first."""
    rows = LegalBasis.objects.filter(queries.is_business(by))
    for term in calculations.search_terms(text):
        rows = rows.filter(search_text__contains=term)
    return list(rows.order_by(F("status").desc(), "code")[:limit])


def bases_of_keys(by: Person, keys: list[int]) -> list[LegalBasis]:
    """Bases by their keys, in the order of the keys, each once."""
    found = LegalBasis.objects.filter(queries.is_business(by)).in_bulk(keys)
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def regulations(by: Person) -> QuerySet[Regulation]:
    """All regulations of the hospital."""
    return Regulation.objects.filter(queries.is_business(by)).select_related("department")


def regulation(by: Person, code: str) -> Regulation | None:
    """One regulation by its code."""
    return regulations(by).filter(code=code).first()


def departments_citing(basis: LegalBasis) -> QuerySet[Department]:
    """Departments with a power in force or being worked on that rests on `basis`."""
    living = [ListState.IN_FORCE, *ListState.working()]
    cited = PowerBasis.objects.filter(
        basis=basis, power__power_list__state__in=living, power__power_list__department=OuterRef("pk")
    )
    return Department.objects.filter(Exists(cited)).order_by("path", "id")


def filers_of(department: Department) -> QuerySet[Person]:
    """Who files for the department."""
    return queries.holders(Action.FILE, department)


def may_keep_library(by: Person) -> bool:
    """May `by` add and change bases and regulations? For showing the buttons; the rule decides again."""
    return queries.may_anywhere(by, Action.KEEP_LIBRARY)
