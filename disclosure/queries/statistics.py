"""意见建议 and 评议 in numbers: by month, kind, department; every number is a question that the list answers too."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, CharField, Count, F, Min, Q, Value, When
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models import Rating, Suggestion
from disclosure.queries import handling, slips
from disclosure.states import HandlingState, Level, SuggestionKind
from organization.models import Person

NUMBERS: dict[str, tuple[Any, dict[str, str]]] = {
    "received": (gettext_lazy("收到"), {}),
    "open": (gettext_lazy("办理中"), {"state": "open"}),
    "answered": (gettext_lazy("已答复"), {"state": "answered"}),
    "refused": (gettext_lazy("不予受理"), {"state": "refused"}),
    "on_time": (gettext_lazy("按期办结"), {"outcome": "on_time"}),
    "late": (gettext_lazy("逾期办结"), {"outcome": "late"}),
    "overdue": (gettext_lazy("逾期未办结"), {"overdue": "on"}),
    "public": (gettext_lazy("公开答复"), {"outcome": "public"}),
}
"""Number → its word, and how the list is narrowed to it."""


@dataclass(frozen=True)
class Figure:
    """One number with where it is listed."""

    value: int
    url: str


@dataclass(frozen=True)
class Cell:
    """One cell under its heading; a share and a nought have no address."""

    heading: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a table: what it is of, its numbers by their keys, and shares in words, under their headings."""

    label: str
    figures: Mapping[str, Figure]
    shares: Mapping[str, str]
    headings: Mapping[str, str]

    def cells(self) -> list[Cell]:
        """In the order of the headings."""
        shown = {key: (str(figure.value), figure.url if figure.value else "") for key, figure in self.figures.items()}
        shown |= {key: (text, "") for key, text in self.shares.items()}
        return [Cell(word, *shown[key]) for key, word in self.headings.items()]

    def row(self) -> dict[str, Any]:
        """As plain values, for a sheet."""
        return {
            "label": self.label,
            **{key: figure.value for key, figure in self.figures.items()},
            **self.shares,
        }


@dataclass(frozen=True)
class Table:
    """A table: its code, title, heading of the first column, headings of the numbers and shares, and rows."""

    code: str
    title: str
    heading: str
    headings: Mapping[str, str]
    lines: list[Line]


def share(part: int, whole: int) -> str:
    """`83.3%`, or a dash where there is nothing to divide."""
    return f"{part / whole:.1%}" if whole else "—"


def suggestion_tables(by: Person, year: int) -> list[Table]:
    """Suggestions received in a year that `by` may read: one query for all three tables."""
    counts = list(_counted(by, year))
    headings = {key: str(word) for key, (word, _narrowed) in NUMBERS.items()}
    headings |= {"on_time_share": _("按期率"), "public_share": _("公开率")}
    kinds = dict(SuggestionKind.choices)
    tables = (
        ("months", _("按月份"), _("月份"), "month", lambda row: _("%(month)d月") % {"month": row["month"]}),
        ("kinds", _("按类型"), _("类型"), "kind", lambda row: str(kinds[row["kind"]])),
        ("departments", _("按承办部门"), _("承办部门"), "place", lambda row: row["name"] or _("未转办（党办）")),
    )
    return [
        Table(code, title, heading, headings, list(_lines(counts, field, label, year, headings)))
        for code, title, heading, field, label in tables
    ]


def first_year(this_year: int) -> int:
    """The year in which the first suggestion came in or the first rating was given; this year where nothing ever was."""
    received = Suggestion.objects.aggregate(first=Min("received_at__year"))["first"]
    rated = Rating.objects.aggregate(first=Min("rated_on__year"))["first"]
    return min(received or this_year, rated or this_year)


def _counted(by: Person, year: int) -> Iterable[dict[str, Any]]:
    found = handling.suggestions_for(by).filter(received_at__year=year).order_by()
    is_open = Q(state__in=HandlingState.open())
    by_day = Q(handling__closed_at__date__lte=F("due_on"))
    numbers = {
        "received": Count("pk"),
        "open": Count("pk", filter=is_open),
        "answered": Count("pk", filter=Q(state__in=[HandlingState.ANSWERED, HandlingState.CORRECTING])),
        "refused": Count("pk", filter=Q(state=HandlingState.REFUSED)),
        "on_time": Count("pk", filter=by_day),
        "late": Count("pk", filter=Q(handling__closed_at__date__gt=F("due_on"))),
        "overdue": Count("pk", filter=is_open & Q(due_on__lt=timezone.localdate())),
        "public": Count("pk", filter=handling.is_public()),
    }
    name = Case(When(handling__department__isnull=False, then=F("handling__department__name")), default=Value(""))
    rows = found.annotate(
        month=ExtractMonth("received_at"),
        place=F("handling__department"),
        name_=name,
        path=F("handling__department__path"),
    ).values("month", "kind", "place", "name_", "path")
    for row in rows.annotate(**numbers).order_by("month", "path", "kind"):
        yield {**row, "name": row["name_"]}


def _lines(
    counts: list[dict[str, Any]], field: str, label: Callable[[Any], str], year: int, headings: Mapping[str, str]
) -> Iterable[Line]:
    """The rows of one table, and what they come to."""
    groups: dict[Any, Counter[str]] = {}
    labels: dict[Any, str] = {}
    orders: dict[str, Callable[[Any], Any]] = {
        "month": lambda row: row["month"],
        "kind": lambda row: SuggestionKind.values.index(row["kind"]),
        "place": lambda row: row["path"] or "",
    }
    ordered = sorted(counts, key=orders[field])
    for row in ordered:
        labels.setdefault(row[field], label(row))
        groups.setdefault(row[field], Counter()).update({key: row[key] for key in NUMBERS})
    for key, numbers in groups.items():
        yield _line(labels[key], numbers, _narrowed(field, key, year), headings)
    if groups:
        total = Counter[str]()
        for numbers in groups.values():
            total.update(numbers)
        yield _line(_("合计"), total, {"year": str(year)}, headings)


def _narrowed(field: str, key: Any, year: int) -> dict[str, str]:
    if field == "month":
        return {"month": f"{year}-{key:02d}"}
    if field == "place":
        return {"year": str(year), **({"department": str(key)} if key else {"unassigned": "on"})}
    return {"year": str(year), field: str(key)}


def _line(label: str, numbers: Mapping[str, int], narrowed: dict[str, str], headings: Mapping[str, str]) -> Line:
    url = reverse("disclosure_desk:suggestions")
    figures = {
        key: Figure(numbers.get(key, 0), f"{url}?{urlencode({**narrowed, **more})}")
        for key, (_word, more) in NUMBERS.items()
    }
    closed = numbers["on_time"] + numbers["late"]
    shares = {
        "on_time_share": share(numbers["on_time"], closed + numbers["overdue"]),
        "public_share": share(numbers["public"], numbers["answered"]),
    }
    return Line(label, figures, shares, headings)


def rating_tables(by: Person, year: int) -> list[Table]:
    """评议 of a year by department and by what was rated, with the shares of 满意 and of 满意加基本满意: one query."""
    found = slips.ratings_for(by).filter(rated_on__year=year).order_by()
    rows = found.values("batch__department", "batch__department__name", "batch__department__path", "batch__title")
    levels: dict[str, Any] = {level: Count("pk", filter=Q(level=level)) for level in Level.values}
    counts: list[Any] = list(
        rows.annotate(all=Count("pk"), **levels).order_by("batch__department__path", "batch__title")
    )
    headings = {"all": _("评议份数"), **{level: str(word) for level, word in Level.choices}}
    headings |= {"fair_share": _("满意率（含基本满意）"), "good_share": _("其中满意")}
    departments: dict[int, Counter[str]] = {}
    names: dict[int, str] = {}
    for row in counts:
        names[row["batch__department"]] = row["batch__department__name"]
        numbers = {key: row[key] for key in ("all", *Level.values)}
        departments.setdefault(row["batch__department"], Counter()).update(numbers)
    base = {"year": str(year)}
    of_departments = [
        _rated(names[pk], numbers, {**base, "department": str(pk)}, headings) for pk, numbers in departments.items()
    ]
    of_things = [
        _rated(
            row["batch__title"],
            row,
            {**base, "department": str(row["batch__department"]), "title": row["batch__title"]},
            headings,
        )
        for row in counts
    ]
    return [
        Table("rated_departments", _("评议（按部门）"), _("部门"), headings, of_departments),
        Table("rated_things", _("评议（按评议对象）"), _("评议对象"), headings, of_things),
    ]


def _rated(label: str, numbers: Mapping[str, Any], narrowed: dict[str, str], headings: Mapping[str, str]) -> Line:
    url = reverse("disclosure_desk:ratings")
    figures = {"all": Figure(numbers["all"], f"{url}?{urlencode(narrowed)}")}
    figures |= {
        level: Figure(numbers[level], f"{url}?{urlencode({**narrowed, 'level': level})}") for level in Level.values
    }
    satisfied = numbers[Level.GOOD] + numbers[Level.FAIR]
    shares = {
        "fair_share": share(satisfied, numbers["all"]),
        "good_share": share(numbers[Level.GOOD], numbers["all"]),
    }
    return Line(label, figures, shares, headings)


def reasons(by: Person, year: int, *, most: int = 20) -> list[Rating]:
    """The latest reasons given in a year, the dissatisfied first."""
    rank = Case(
        When(level=Level.POOR, then=Value("0")),
        When(level=Level.FAIR, then=Value("1")),
        default=Value("2"),
        output_field=CharField(),
    )
    found = slips.ratings_for(by).filter(rated_on__year=year).exclude(reason="")
    return list(found.order_by(rank, "-rated_on", "pk")[:most])
