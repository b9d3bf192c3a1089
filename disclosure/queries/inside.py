"""院内公开: what was published to the hospital, its Party members or some departments, for whom each is meant."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, Replace

from disclosure.calculations import names as calculations
from disclosure.models import Publication, PublicationFile
from disclosure.queries.desk_publications import named_for
from disclosure.states import Face, PublicationKind, PublicationState
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from powers.states import DisclosureScope


def readable(by: Person) -> QuerySet[Publication]:
    """Whatever was published inside, in force or ended, that its scope shows to `by`; one query for their departments.

    全院: everybody who does business here. 院内党员: who is one by their account. 院内相关科室: people of the responsible
    department and of departments that the text names, not as part of another's name. 科室内 and 服务对象: people of the responsible department. 党办, which
    publishes for the whole hospital, reads all of it.
    """
    content = Publication.objects.filter(face=Face.INSIDE, kind__in=PublicationKind.of_content())
    business = content.filter(organization_queries.is_business(by))
    if organization_queries.may_for_whole(by, Action.PUBLISH):
        return business
    is_own = Exists(organization_queries.own_departments(by).filter(pk=OuterRef("pk")))
    places = list(Department.objects.annotate(is_own=is_own).values_list("code", "name", "is_own"))
    seen = Q(scope=DisclosureScope.HOSPITAL) | Q(department_code__in=[code for code, _name, mine in places if mine])
    if by.is_party_member:
        seen |= Q(scope=DisclosureScope.PARTY_MEMBERS)
    texts = {}
    for number, name in enumerate(name for _code, name, mine in places if mine):
        longer = [other for _other, other, _mine in places if name in other != name]
        texts[f"text_{number}"] = _without(longer)
        seen |= Q(**{f"text_{number}__contains": name}, scope=DisclosureScope.RELATED)
    return business.alias(**texts).filter(seen)


def departments_named(publication: Publication) -> list[str]:
    """Departments whose people read it because its text names them, as `readable` finds them; of 院内相关科室 alone."""
    if publication.scope != DisclosureScope.RELATED:
        return []
    text = f"{publication.title}\n{publication.content.get('body', '')}"
    names = list(Department.objects.order_by("path").values_list("name", flat=True).distinct())
    return [
        name for name in names if name in calculations.without(text, (each for each in names if name in each != name))
    ]


def _without(names: Iterable[str]) -> Any:
    """Title and body with these names taken out: 外科 is not named by 骨外科."""
    body = Coalesce(Cast(KT("content__body"), TextField()), Value(""), output_field=TextField())
    text: Any = Concat("title", Value("\n"), body, output_field=TextField())
    for name in sorted(names, key=len, reverse=True):
        text = Replace(text, Value(name), Value("\n"), output_field=TextField())
    return text


def inside_for(by: Person) -> QuerySet[Publication]:
    """What stands open inside now, for `by`."""
    return readable(by).filter(state=PublicationState.PUBLISHED).select_related("item")


def inside_link(by: Person, sequence: int) -> Publication | None:
    """One publication inside, also where it has ended: its page then says so and shows its hash alone."""
    return named_for(by, readable(by)).select_related("item").filter(sequence=sequence).first()


def successor_of(by: Person, publication: Publication) -> Publication | None:
    """What came after a publication that has ended: its tombstone, or the version that took its place, where `by` reads
    that one too."""
    later = Publication.objects.filter(face=publication.face, sequence__gt=publication.sequence)
    if publication.state == PublicationState.WITHDRAWN:
        later = later.filter(kind=PublicationKind.WITHDRAWAL, content__of=publication.sequence)
    else:
        later = readable(by).filter(sequence__gt=publication.sequence, kind=publication.kind)
        later = named_for(by, later).filter(lineage_key=publication.lineage_key)
    return later.order_by("sequence").first()


def files_of(publication: Publication) -> QuerySet[PublicationFile]:
    """Its files without what is in them."""
    return PublicationFile.objects.filter(publication=publication).defer("data").order_by("name", "pk")


def file_for(by: Person, sequence: int, sha256: str) -> PublicationFile | None:
    """One file of what stands open inside, for who reads the publication."""
    found = PublicationFile.objects.filter(publication__in=inside_for(by).values("pk"))
    return found.filter(publication__sequence=sequence, sha256=sha256).first()
