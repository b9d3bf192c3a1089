"""The 公开目录 as everybody who does business here reads it, each item with where it stands."""

from datetime import date, timedelta

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from core import calculations as core_calculations
from disclosure.calculations import clock
from disclosure.calculations.standard_catalogue import STANDARD, TOPIC_PREFIXES, StandardItem, keeper_of
from disclosure.models import DisclosureItem, DueDisclosure, Publication
from disclosure.queries import desk_publications, inside
from disclosure.states import SOON_DAYS, Face, ItemSource, ItemStanding, Period, PublicationKind
from organization import queries as organization_queries
from organization.models import Department, Person
from organization.roles import Action
from powers.states import DisclosureScope

OPEN = Q(met_by__isnull=True, waived_reason="")
"""Due disclosures of which nothing has become yet."""


def items_for(by: Person) -> QuerySet[DisclosureItem]:
    """All items for who does business here, with `open_count` and the worst of their dues as `standing`."""
    is_open = Q(dues__met_by__isnull=True, dues__waived_reason="", dues__isnull=False)
    today = timezone.localdate()
    late = DueDisclosure.objects.filter(OPEN, item=OuterRef("pk"), due_on__lt=today)
    waiting = DueDisclosure.objects.filter(OPEN, item=OuterRef("pk"))
    soon = waiting.filter(due_on__lte=today + timedelta(days=SOON_DAYS))
    published = Publication.objects.filter(item=OuterRef("pk"), kind__in=PublicationKind.of_content())
    is_periodic = ~Q(period=Period.EVENT) & ~Q(scope=DisclosureScope.NONE) & ~Q(source=ItemSource.POWERS)
    return (
        DisclosureItem.objects.filter(organization_queries.is_business(by))
        .select_related("department")
        .annotate(
            open_count=Count("dues", filter=is_open),
            standing=Case(
                When(is_retired=True, then=Value(str(ItemStanding.RETIRED))),
                When(Exists(late), then=Value(str(ItemStanding.OVERDUE))),
                When(Exists(soon), then=Value(str(ItemStanding.SOON))),
                When(Exists(waiting), then=Value(str(ItemStanding.DUE))),
                When(is_periodic & ~Exists(published), then=Value(str(ItemStanding.NEVER))),
                default=Value(str(ItemStanding.NORMAL)),
            ),
        )
    )


def item_for(by: Person, pk: int) -> DisclosureItem | None:
    """One item, with where it stands."""
    return items_for(by).filter(pk=pk).first()


def search_items(rows: QuerySet[DisclosureItem], text: str) -> QuerySet[DisclosureItem]:
    """Items that have every word of `text`: in code, name, basis or department, pinyin too."""
    return rows.filter(pk__in=items_found(text))


def items_found(text: str) -> list[int]:
    """Keys of the items that have every word of `text`.

    The catalogue has some dozens of rows: it is read once rather than kept a second time as text to search.
    """
    terms = core_calculations.search_terms(text)
    words = DisclosureItem.objects.values_list("pk", "code", "name", "basis", "department__name")
    told = ((pk, core_calculations.search_text(*texts, pinyin_of=texts[1])) for pk, *texts in words)
    return [pk for pk, known in told if all(term in known for term in terms)]


def may_keep_catalogue(by: Person) -> bool:
    """May `by` add and change items? For showing the buttons; the rule decides again."""
    return organization_queries.may_for_whole(by, Action.PUBLISH)


def next_span(item: DisclosureItem, today: date) -> clock.Span | None:
    """The period that runs now and will be due after its end; None for what is due by event, or is retired."""
    if item.is_retired or item.period == Period.EVENT:
        return None
    return clock.span_of(item.period, today)


def published_of(by: Person, item: DisclosureItem) -> QuerySet[Publication]:
    """What was published of an item, the latest first: to society, and inside as far as `by` reads it; each as it is told
    to `by` (`told_as`): a title that should not have been public is in no list either.

    Powers publish themselves and name no item: they are those of the item whose source they are.
    """
    of_item = Q(item=item, kind__in=PublicationKind.of_content())
    if item.source == ItemSource.POWERS:
        of_item |= Q(kind=PublicationKind.POWER)
    content = Publication.objects.filter(of_item)
    is_readable = Q(face=Face.OPEN) | Q(pk__in=inside.readable(by).values("pk"))
    found = desk_publications.named_for(by, content.filter(is_readable))
    return found.defer("content", "search_text").order_by("-published_at", "-pk")


def departments_to_keep(by: Person) -> QuerySet[Department]:
    """Departments that may answer for an item, as the forms of the catalogue offer them."""
    return Department.objects.active().filter(organization_queries.is_business(by)).order_by("path")


def standard_to_add(by: Person) -> list[tuple[StandardItem, int | None]]:
    """Items of the standard whose code is not there yet, each with the key of the department that likely answers for it."""
    there = set(DisclosureItem.objects.values_list("code", flat=True))
    missing = [item for item in STANDARD if item.code not in there]
    known = list(departments_to_keep(by).values_list("pk", "name")) if missing else []
    return [(item, keeper_of(item, known)) for item in missing]


def item_counts(by: Person) -> dict[str, int]:
    """How many items are in use, and how many of them are overdue and soon due."""
    rows = DisclosureItem.objects.filter(organization_queries.is_business(by), is_retired=False)
    waiting = DueDisclosure.objects.filter(OPEN, item=OuterRef("pk"))
    today = timezone.localdate()
    late, soon = waiting.filter(due_on__lt=today), waiting.filter(due_on__lte=today + timedelta(days=SOON_DAYS))
    return rows.aggregate(
        used=Count("pk"),
        overdue=Count("pk", filter=Exists(late)),
        due_soon=Count("pk", filter=Exists(soon) & ~Exists(late)),
    )


def next_code(topic: str) -> str:
    """The next unused code of a topic: `GK-CG-08`."""
    prefix = TOPIC_PREFIXES[topic]
    codes = DisclosureItem.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    serials = [int(tail) for code in codes if (tail := code.removeprefix(prefix)).isdigit()]
    return f"{prefix}{max(serials, default=0) + 1:02d}"
