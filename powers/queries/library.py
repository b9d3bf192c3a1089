"""The library of legal bases, open to everyone who does business here."""

from django.db.models import Count, F, Q, QuerySet

from core import calculations
from core.states import ListState
from organization import queries
from organization.models import Department, Person
from organization.roles import Action
from powers.models import LegalBasis


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


def filers_of(department: Department) -> QuerySet[Person]:
    """Who files for the department."""
    return queries.holders(Action.FILE, department)


def may_keep_library(by: Person) -> bool:
    """May `by` add and change bases and regulations? For showing the buttons; the rule decides again."""
    return queries.may_anywhere(by, Action.KEEP_LIBRARY)
