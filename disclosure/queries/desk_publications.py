"""What was published, as the desk sees it: both faces, with what was taken off."""

from django.db.models import Case, F, Q, QuerySet, When

from disclosure.models import Draft, Publication, Suggestion
from disclosure.queries.handling import suggestions_for
from disclosure.states import DraftState, Face, PublicationKind, PublicationState
from organization import queries
from organization.models import Person
from organization.roles import Action


def publications_for(by: Person) -> QuerySet[Publication]:
    """What society may read, for everybody; what is open inside only, and what was taken off, for who sees the drafts of
    the department."""
    places = queries.departments_for(by, Action.SEE_DRAFTS).values("code")
    public = Q(face=Face.OPEN, state=PublicationState.PUBLISHED)
    found = Publication.objects.filter(public | Q(department_code__in=places), kind__in=PublicationKind.of_content())
    return found.select_related("item").defer("content", "search_text").order_by("-pk")


def named_for(by: Person, rows: QuerySet[Publication]) -> QuerySet[Publication]:
    """The rows with `told_as`: the title of what stands open, of what has ended its code alone, but for who may see it."""
    known = Q(state=PublicationState.PUBLISHED) | Q(pk__in=publications_for(by).order_by().values("pk"))
    return rows.annotate(told_as=Case(When(known, then=F("title")), default=F("code")))


def publication_for(by: Person, pk: int) -> Publication | None:
    """One of them with its content, or None."""
    return publications_for(by).select_related("item__department").defer(None).filter(pk=pk).first()


def versions_of(by: Person, publication: Publication) -> QuerySet[Publication]:
    """Every version of the same thing that `by` may see, the latest first."""
    found = publications_for(by).filter(kind=publication.kind, lineage_key=publication.lineage_key)
    return found.order_by("-pk")


def tombstone_of(publication: Publication) -> Publication | None:
    """The link that says why it was taken off."""
    if publication.state != PublicationState.WITHDRAWN:
        return None
    stones = Publication.objects.filter(face=publication.face, kind=PublicationKind.WITHDRAWAL)
    return stones.filter(lineage_key=f"tombstone-{publication.sequence}").first()


def suggestion_of(by: Person, publication: Publication) -> Suggestion | None:
    """What a public answer answers, for who may read it: there it is corrected."""
    if publication.kind != PublicationKind.ANSWER:
        return None
    return suggestions_for(by).filter(replies__publication=publication).first()


def correction_of(publication: Publication) -> Draft | None:
    """The draft that corrects it and is not public yet."""
    ended = [DraftState.PUBLISHED, DraftState.DROPPED]
    return Draft.objects.filter(corrects=publication).exclude(state__in=ended).first()
