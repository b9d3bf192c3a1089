"""The machinery of list pages: filters and sort in the address, keyset paging, htmx part, export of what is shown."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, reduce
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import calculations, forms
from core.queries import paging
from core.views import exports, parts

Value = str | Callable[[Any], Any]
Text = str | Promise
Told = Callable[[Sequence[Any], str], None]
PART = "rows"
"""Element id, partial name and HX-Target of the part of a list that changes."""
CURSORS = ("after", "before")
SHARED = "components/cells/"
"""Cells in this folder read `value`, `code` and today alone, so one drawing a day serves every row with the same."""


@dataclass(frozen=True)
class Column:
    """One column. `value` is a field path (`department__name`) or a callable of the row; default: the key.

    `sort` are the fields (indexed together with id) that its heading sorts by; empty: no sorting. `labels` turn codes
    into words. `cell` is a template that gets `row` and `value`; `note` a second, muted line. `export` differs from
    `value` only where the sheet should hold something else; field paths everywhere make the export fast.
    """

    key: str
    label: Text
    value: Value = ""
    sort: tuple[str, ...] = ()
    labels: Mapping[Any, Any] = field(default_factory=dict)
    cell: str = ""
    note: Value = ""
    export: Value = ""
    width: str = ""
    """`narrow`, `wide` or nothing: a class, for there are no style attributes."""
    sheet_width: int = 16
    is_numeric: bool = False
    is_exported: bool = True
    is_hidden_on_phone: bool = False

    @property
    def css(self) -> str:
        """The classes of the column's cells."""
        names = (self.width, "is-numeric" if self.is_numeric else "", "off-phone" if self.is_hidden_on_phone else "")
        return " ".join(name for name in names if name)


@dataclass(frozen=True)
class BatchAction:
    """A button of the selection bar: posts the picked keys as `picked` to `url`."""

    label: Text
    url: Text
    is_primary: bool = False
    is_destructive: bool = False


def by_search_text(rows: QuerySet, text: str) -> QuerySet:
    """Rows whose `search_text` has every word of `text` (words, pinyin or initials)."""
    return by_text_of(rows, text, "search_text")


def by_text_of(rows: QuerySet, text: str, field: str) -> QuerySet:
    """As `by_search_text`, for rows that are found by the words of what they belong to, reached by `field`."""
    terms = calculations.search_terms(text)
    return reduce(lambda found, term: found.filter(**{f"{field}__contains": term}), terms, rows)


def own_address(row: Any) -> str:
    return row.get_absolute_url()


@dataclass(frozen=True)
class Listing:
    """What a list page shows and how; one constant a list, beside its view."""

    name: Text
    """Plural name of the rows in Chinese: caption of the table, title of the sheet."""
    columns: tuple[Column, ...]
    default_sort: str
    """A column's key; `-` in front descends."""
    filters: type[forms.Filters] = forms.Filters
    search: Callable[[QuerySet, str], QuerySet] | None = by_search_text
    """None takes the search box away."""
    search_help: Text = ""
    enrich: Callable[[QuerySet], QuerySet] | None = None
    """Annotates what cells read beyond the model's fields; the rows shown and exported get it, the count does not."""
    row_url: Callable[[Any], str] | None = own_address
    """Where the row opens; None: rows do not open."""
    row_key: Callable[[Any], Any] = lambda row: row.pk
    """What the checkbox of a row posts as `picked`."""
    batch_actions: tuple[BatchAction, ...] = ()
    empty: Text = ""
    empty_help: Text = ""
    """What to do next when there is nothing."""
    empty_label: Text = ""
    empty_url: Text = ""
    per_page: int = 50
    is_exportable: bool = True

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class Cell:
    """One cell ready for the template."""

    html: Any
    """The value as text, or what the column's template made of it."""
    value: Any
    note: Any
    attributes: str
    """Of its element: the column's classes, and its label for the card on a phone."""

    @property
    def element(self) -> SafeString:
        """The whole `<td>`, drawn here because a page has five hundred of them."""
        note = format_html('<span class="cell-note">{}</span>', localize(self.note)) if self.note else ""
        return format_html("<td{}>{}{}</td>", self.attributes, localize(self.html), note)


@dataclass(frozen=True)
class Row:
    """One row ready for the template: `thing` is the model instance."""

    thing: Any
    url: str
    key: Any
    first: Cell
    rest: list[Cell]


@dataclass(frozen=True)
class Heading:
    """A column's heading: where a click on it leads and how it is sorted now."""

    column: Column
    url: str = ""
    direction: str = ""
    """`ascending`, `descending` or empty: the words of aria-sort."""


@dataclass(frozen=True)
class Page:
    """Everything `components/list.html` shows."""

    listing: Listing
    rows: list[Row]
    headings: list[Heading]
    filters: forms.Filters
    search_text: str = ""
    count: int = 0
    sort: str = ""
    path: str = ""
    previous_url: str = ""
    next_url: str = ""
    clear_url: str = ""
    export_urls: dict[str, str] = field(default_factory=dict)
    batch_actions: tuple[BatchAction, ...] = ()
    is_filtered: bool = False
    is_counted: bool = True

    @property
    def is_searchable(self) -> bool:
        return self.listing.search is not None

    @property
    def count_text(self) -> str:
        """`共 12 条`, or `共 1000+ 条`."""
        limit = paging.COUNT_LIMIT
        return _("共 %(count)s 条") % {"count": f"{limit}+" if self.count > limit else self.count}


def page(
    request: HttpRequest,
    listing: Listing,
    *,
    rows: QuerySet,
    template: str = "components/list_page.html",
    context: Mapping[str, Any] | None = None,
    told: Told | None = None,
) -> HttpResponseBase:
    """The list page as `request` asks for it: whole, its part for htmx, or as a sheet.

    `rows` must already be only what the person may see, with `select_related` for what the cells read. The template
    gets `page` besides `context`, and includes `components/list.html`. `told` is called with the very things that are
    about to be shown, and as what: `list`, `xlsx`, `csv`.
    """
    query = _Query(request, listing, rows)
    kind = request.GET.get("export", "")
    if listing.is_exportable and kind in ("xlsx", "csv"):
        return exports.answer(listing, _told(query.ordered(rows), told, kind), kind=kind)
    built = _build(query, rows)
    if told:
        told([row.thing for row in built.rows], "list")
    name = f"components/list.html#{PART}" if parts.is_part(request, PART) else template
    response = render(request, name, {**(context or {}), "page": built})
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _told(rows: QuerySet, told: Told | None, kind: str) -> Iterable[Any]:
    """The rows to export; where somebody is told of them, read once, so that what is told is what is exported."""
    if told is None:
        return rows
    read = list(rows)
    told(read, kind)
    return read


def build(request: HttpRequest, listing: Listing, *, rows: QuerySet) -> Page:
    """The `Page` alone, for a view that renders more than a list."""
    return _build(_Query(request, listing, rows), rows)


def still(listing: Listing, rows: Iterable[Any]) -> Page:
    """A `Page` of rows at hand, without filters, sort or paging: a small table inside a thing's page."""
    shown = _rows(listing, rows)
    headings = [Heading(column) for column in listing.columns]
    return Page(listing, shown, headings, forms.Filters(), count=len(shown), is_counted=False)


class _Query:
    """What the address asks of a listing; anything that can't be read counts as absent."""

    def __init__(self, request: HttpRequest, listing: Listing, rows: QuerySet):
        self.request = request
        self.listing = listing
        self.filters = listing.filters(request.GET, by=request.user, rows=rows)
        self.text = request.GET.get("q", "").replace("\x00", "").strip()[:100] if listing.search else ""
        self.sort = self._sort()

    def _sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        column = self.listing.column(asked.removeprefix("-"))
        return asked if column and column.sort else self.listing.default_sort

    def order(self) -> list[str]:
        column = self.listing.column(self.sort.removeprefix("-"))
        if column is None:
            raise LookupError(f"{self.listing.name}: no column {self.sort}")
        fields = column.sort or (column.key,)
        return [_turned(name) for name in fields] if self.sort.startswith("-") else list(fields)

    def narrowed(self, rows: QuerySet) -> QuerySet:
        rows = self.filters.narrow(rows)
        return self.listing.search(rows, self.text) if self.listing.search and self.text else rows

    def enriched(self, rows: QuerySet) -> QuerySet:
        return self.listing.enrich(rows) if self.listing.enrich else rows

    def ordered(self, rows: QuerySet) -> QuerySet:
        return paging.in_order(self.enriched(self.narrowed(rows)), order=self.order())

    def url(self, **changes: str) -> str:
        """This address with `changes`; paging starts again, empty fields drop out."""
        query = QueryDict(mutable=True)
        for name, values in self.request.GET.lists():
            kept = [value for value in values if value]
            if kept and name not in (*CURSORS, "export", *changes):
                query.setlist(name, kept)
        for name, value in changes.items():
            if value:
                query[name] = value
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def clear_url(self) -> str:
        names = {*self.filters.fields, "q"}
        return self.url(**dict.fromkeys(names, ""))

    def heading(self, column: Column) -> Heading:
        if not column.sort:
            return Heading(column)
        is_up, is_down = self.sort == column.key, self.sort == f"-{column.key}"
        direction = "ascending" if is_up else "descending" if is_down else ""
        return Heading(column, self.url(sort=f"-{column.key}" if is_up else column.key), direction)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _build(query: _Query, rows: QuerySet) -> Page:
    listing, get = query.listing, query.request.GET
    rows = query.narrowed(rows)
    cut = paging.page(
        query.enriched(rows),
        order=query.order(),
        size=listing.per_page,
        after=get.get("after", ""),
        before=get.get("before", ""),
    )
    is_whole = not (cut.previous or cut.next)
    exports = {kind: query.url(export=kind) for kind in ("xlsx", "csv")} if listing.is_exportable else {}
    return Page(
        listing=listing,
        rows=_rows(listing, cut.rows),
        headings=[query.heading(column) for column in listing.columns],
        filters=query.filters,
        search_text=query.text,
        count=len(cut.rows) if is_whole else paging.count(rows),
        sort=query.sort if query.sort != listing.default_sort else "",
        path=query.request.path,
        previous_url=query.url(before=cut.previous) if cut.previous else "",
        next_url=query.url(after=cut.next) if cut.next else "",
        clear_url=query.clear_url(),
        export_urls=exports,
        batch_actions=listing.batch_actions,
        is_filtered=bool(query.text) or any(True for _chosen in query.filters.chosen()),
    )


def _rows(listing: Listing, things: Iterable[Any]) -> list[Row]:
    attributes = [_attributes(column, is_first=not number) for number, column in enumerate(listing.columns)]
    return [_row(listing, thing, attributes) for thing in things]


def _row(listing: Listing, thing: Any, attributes: Sequence[str]) -> Row:
    first, *rest = (_cell(column, thing, text) for column, text in zip(listing.columns, attributes, strict=True))
    return Row(thing, listing.row_url(thing) if listing.row_url else "", listing.row_key(thing), first, rest)


def _cell(column: Column, thing: Any, attributes: str) -> Cell:
    code = exports.read(column.value or column.key, thing)
    value = _worded(column, code)
    note = exports.read(column.note, thing) if column.note else ""
    html: Any = "" if value is None else value
    if column.cell:
        is_shared = column.cell.startswith(SHARED)
        html = (
            _shared(column.cell, value, code, timezone.localdate())
            if is_shared
            else _drawn(column.cell, value, code, thing)
        )
    return Cell(html, value, note, attributes)


@lru_cache(maxsize=4096)
def _shared(template: str, value: Hashable, code: Hashable, today: date) -> SafeString:
    """A cell that is the same for every row with the same value: a grade, a state, a day (`今天` until tomorrow)."""
    return _drawn(template, value, code, None)


def _drawn(template: str, value: Any, code: Any, row: Any) -> SafeString:
    text = get_template(template).render({"value": value, "code": code, "row": row})
    return mark_safe(text.strip())  # noqa: S308 — a rendered template has escaped its values


def _attributes(column: Column, *, is_first: bool) -> str:
    css = format_html(' class="{}"', column.css) if column.css else ""
    return css if is_first else format_html(' data-label="{}"{}', column.label, css)


def _worded(column: Column, value: Any) -> Any:
    return column.labels.get(value, value) if column.labels else value
