"""What `/open/` reads: the views of what stands open to society, and nothing else."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, ExtractYear, RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _

from core import calculations as core_calculations
from disclosure.calculations import searching
from disclosure.models import OpenFile, OpenItem, OpenLink, OpenPublication
from disclosure.models.publications import page_of as place_of
from disclosure.queries import public_search
from disclosure.states import Period, PublicationKind, PublicationState, Topic

GROUPED = (
    *("kind", "topic", "category", "department_code", "department_name", "item_code", "item_name"),
    "published_in",
)
"""By these open publications are counted."""
UNSTATED: dict[str, dict[str, Any]] = {
    "limit": {"content__limit": "", "content__steps": []},
    "fee": {"content__fee_basis": ""},
}
"""What a list of powers may be narrowed to: those that do not leave it open."""
OWN_LISTS = {
    Topic.POWERS: (PublicationKind.POWER, "disclosure:powers"),
    Topic.ANSWERS: (PublicationKind.ANSWER, "disclosure:answers"),
}
"""Topics whose publications are listed apart from the items of the catalogue."""


@dataclass(frozen=True)
class Overview:
    """How many publications are open, by what they are filed under, and the version of that set.

    `groups` are rows of `GROUPED` with how many there are (`n`), how many have every word searched for (`hits`) or come
    near (`near`), and the last of them.
    """

    version: str
    groups: tuple[dict[str, Any], ...]

    def total(self, *, of: str = "n", **asked: str) -> int:
        """How many there are of what is asked for; an empty word asks for nothing."""
        return sum(group[of] for group in self._of(asked))

    def counts(self, *by: str, of: str = "n", **asked: str) -> list[tuple[Any, ...]]:
        """(what they are filed under, …, how many), by that; without those of which there are none."""
        found: Counter[tuple[Any, ...]] = Counter()
        for group in self._of(asked):
            found[tuple(group[name] for name in by)] += group[of]
        return [(*key, number) for key, number in sorted(found.items()) if number]

    def items(self, **asked: str) -> list[tuple[str, str, int]]:
        """Code, name under which it was last published, and how many, of each item of the catalogue."""
        names = {
            group["item_code"]: group["item_name"] for group in sorted(self._of(asked), key=lambda group: group["last"])
        }
        return [(code, names[code], number) for code, number in self.counts("item_code", **asked)]

    def last_at(self, **asked: str) -> Any:
        """When the newest of what is asked for was published."""
        return max((group["last_at"] for group in self._of(asked)), default=None)

    def _of(self, asked: Mapping[str, str]) -> list[dict[str, Any]]:
        wanted = {name: value for name, value in asked.items() if value}
        return [group for group in self.groups if all(str(group[name]) == value for name, value in wanted.items())]


def overview(text: str = "") -> Overview:
    """Counts of all open publications, and among them of what `text` finds, in one query.

    Publications never change and sequences only rise, so the highest sequence and their sum name the set exactly.
    """
    asked = searching.asked(text)
    counted = {
        "n": Count("id"),
        "last": Max("sequence"),
        "sum": Sum("sequence"),
        "last_at": Max("published_at"),
        **{name: Count("id", filter=Q(pk__in=found.values("pk"))) for name, found in _found(asked).items()},
    }
    groups = tuple(
        OpenPublication.objects.annotate(published_in=ExtractYear("published_at"))
        .order_by(*GROUPED)
        .values(*GROUPED)
        .annotate(**counted)
    )
    version = f"{max((group['last'] for group in groups), default=0)}-{sum(group['sum'] for group in groups)}"
    return Overview(version=version, groups=groups)


def _found(asked: searching.Asked) -> dict[str, QuerySet[OpenPublication]]:
    """What is counted besides, where something is searched for."""
    if not asked.terms:
        return {}
    return {"hits": public_search.matches(asked), "near": public_search.matches(asked, is_near=True)}


def publications(
    *, text: str = "", category: str = "", department: str = "", way: str = ""
) -> QuerySet[OpenPublication]:
    """Open powers that have every word of `text`, of a category, of a department, with what a list says of each.

    `way` leaves those that state a fee (`fee`) or a limit (`limit`).
    """
    found = _light(OpenPublication.objects.filter(kind=PublicationKind.POWER))
    asked = searching.asked(text)
    if asked.terms:
        found = found.filter(pk__in=public_search.matches(asked).values("pk"))
    if category:
        found = found.filter(category=category)
    if department:
        found = found.filter(department_code=department)
    if way:
        found = found.exclude(**UNSTATED[way])
    return found.order_by("code", "id")


def _light(found: QuerySet[Any]) -> QuerySet[Any]:
    """Without the content, of a power with its limit and fee, and whether it has steps, which have limits of their own."""
    found = found.annotate(
        limit=KT("content__limit"), fee=KT("content__fee_basis"), first_step=KT("content__steps__0__name")
    )
    return found.defer("content", "search_text")


def listed(kind: str, *, topic: str = "", year: str = "", item: str = "") -> QuerySet[OpenPublication]:
    """Open publications of a kind and topic, the newest first; of a year, of one item of the catalogue."""
    asked = {"topic": topic, "item_code": item, "published_at__year": int(year or 0)}
    found = OpenPublication.objects.filter(kind=kind, **{name: value for name, value in asked.items() if value})
    return found.annotate(question=KT("content__question")).defer("content", "search_text").order_by("-sequence")


def page_of(found: QuerySet[Any], *, start: int, size: int) -> tuple[list[Any], int]:
    """`size` publications from the one at `start`, and how many there are in all: one query for both."""
    rows: list[Any] = list(found.annotate(of_all=Window(Count("id")))[start : start + size])
    return rows, rows[0].of_all if rows else 0


def publication(code: str, *kinds: str) -> OpenPublication | None:
    """The open publication of one of these kinds (a power), with its content and how many files it has (`file_count`)."""
    files = OpenFile.objects.filter(publication_id=OuterRef("pk")).order_by().values("publication_id")
    found = OpenPublication.objects.filter(kind__in=kinds or (PublicationKind.POWER,), code=code).defer("search_text")
    counted = Coalesce(Subquery(files.annotate(n=Count("pk")).values("n")), Value(0))
    return found.annotate(file_count=counted).order_by("-sequence").first()


def files(publication: OpenPublication) -> list[OpenFile]:
    """Files of an open publication, attachments first, without their bytes."""
    return list(OpenFile.objects.filter(publication_id=publication.pk).defer("data").order_by("kind", "id"))


@dataclass(frozen=True)
class Ended:
    """What stood under a code and stands no more: its last link, its tombstone, and what took its place."""

    link: OpenLink
    tombstone: OpenLink | None
    successor: OpenLink | None

    @property
    def successor_url(self) -> str:
        """Where what took its place is read."""
        place = self.successor
        return place_of(place.kind, code=place.code, sequence=place.sequence) if place else ""

    @property
    def reason(self) -> str:
        """Why it was withdrawn."""
        return str(((self.tombstone and self.tombstone.content) or {}).get("reason", ""))


def ended(code: str, *kinds: str) -> Ended | None:
    """What once stood open under the code, by the chain, which forgets nothing; None where nothing ever did."""
    of_code = OpenLink.objects.filter(code=code, kind__in=kinds)
    found = OpenLink.objects.filter(
        Q(code=code) | Q(lineage_key__in=of_code.values("lineage_key"), kind__in=kinds)
    ).order_by("-sequence")
    links = list(found)
    last = next((link for link in links if link.code == code and link.kind in kinds), None)
    if last is None:
        return None
    buried = [link for link in links if link.kind == PublicationKind.WITHDRAWAL and link.content]
    open_now = [link for link in links if link.state == PublicationState.PUBLISHED and link.kind in kinds]
    return Ended(
        link=last,
        tombstone=next((link for link in buried if link.content and link.content["of"] == last.sequence), None),
        successor=next((link for link in open_now if link.lineage_key == last.lineage_key), None),
    )


def latest(limit: int = 6) -> dict[str, list[OpenPublication]]:
    """What was published last, of each kind, in one query."""
    place = Window(RowNumber(), partition_by="kind", order_by="-sequence")
    placed: QuerySet[Any] = OpenPublication.objects.annotate(place=place)
    found = _light(placed).filter(place__lte=limit).order_by("-sequence")
    kinds: dict[str, list[OpenPublication]] = {kind: [] for kind in PublicationKind.of_content()}
    for each in found:
        kinds[each.kind].append(each)
    return kinds


@dataclass(frozen=True)
class CatalogueLine:
    """One item of 公开目录 with what last was published of it."""

    item: Any
    url: str
    last_at: Any
    count: int
    is_of_item: bool
    """Published under the item itself, not one by one outside of the catalogue."""

    @property
    def clock(self) -> str:
        """By when it must be public."""
        words = {"period": self.item.get_period_display(), "days": self.item.clock_days}
        if self.item.period == Period.EVENT:
            return _("%(period)s %(days)d 个工作日内") % words
        return _("%(period)s一次，期满后 %(days)d 个工作日内") % words


def catalogue(found: Overview) -> list[CatalogueLine]:
    """公开目录 by topic, with the newest publication of each item: one sees what is missing."""
    under = OpenPublication.objects.filter(item_code=OuterRef("code"), kind=PublicationKind.ITEM)
    newest = under.order_by("-sequence")
    items = OpenItem.objects.annotate(last_code=Subquery(newest.values("code")[:1])).order_by("position", "code")
    places = {topic: place for place, topic in enumerate(Topic.values)}
    return sorted((_line(item, found) for item in items), key=lambda line: places[line.item.topic])


def _line(item: Any, found: Overview) -> CatalogueLine:
    """Powers and answers are published one by one, outside of the catalogue: they stand for an item that has nothing."""
    asked = {"kind": PublicationKind.ITEM, "item_code": item.code}
    url = reverse("disclosure:item", args=[item.last_code]) if item.last_code else ""
    if not url and item.topic in OWN_LISTS:
        kind, name = OWN_LISTS[item.topic]
        asked, url = {"kind": kind}, reverse(name)
    last_at = found.last_at(**asked)
    return CatalogueLine(
        item=item,
        url=url if last_at else "",
        last_at=last_at,
        count=found.total(**asked),
        is_of_item=bool(item.last_code),
    )


def catalogue_version(lines: Sequence[CatalogueLine]) -> str:
    """Changes with the items; what was published under them is in the version of the overview."""
    names = (
        "code",
        "name",
        "topic",
        "aspect",
        "basis",
        "basis_status",
        "department_name",
        "form",
        "period",
        "clock_days",
    )
    return core_calculations.sha256([[str(getattr(line.item, name)) for name in names] for line in lines])
