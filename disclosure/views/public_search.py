"""Search over everything that stands open: facets with counts, pieces of text, the nearest where nothing fits."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from disclosure import queries
from disclosure.calculations import markdown, searching
from disclosure.queries import public_search
from disclosure.states import PublicationKind, Topic
from disclosure.views import paging, shell

KINDS = [(kind, PublicationKind(kind).label) for kind in PublicationKind.of_content()]


@require_safe
@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """Everything open that has the words, by kind, topic, department and year; the best first or the newest."""
    found = queries.overview(shell.asked(request, "q", length=100))
    return shell.answer(
        request, "disclosure/search.html", version=found.version, context=lambda: _results(request, found)
    )


def _results(request: HttpRequest, found: queries.Overview) -> dict[str, Any]:
    text = shell.asked(request, "q", length=100)
    asked, filters = searching.asked(text), _filters(request)
    of = "n" if not asked.terms else "hits" if found.total(of="hits") else "near"
    sort = "new" if shell.asked(request, "sort") == "new" else ""
    rows = public_search.results(asked, is_near=of == "near", is_newest_first=bool(sort), **filters)
    page = paging.page(request, rows, q=text, sort=sort, **filters)
    words = (*asked.terms, *(asked.pieces if of == "near" else ()))
    for row in page["rows"]:
        row.title_pieces, row.text_pieces = searching.marked(row.title, words), _text_pieces(row, words)
    return {
        **page,
        "text": text,
        "sort": sort,
        "filters": filters,
        "is_narrowed": any(filters.values()),
        "is_near": of == "near",
        "all_count": found.total(of=of),
        "wide_url": paging.url(q=text, sort=sort),
        "sorts": [
            (label, sort == code, paging.url(q=text, sort=code, **filters))
            for code, label in (("", _("最相关")), ("new", _("最新")))
        ],
        **_facets(found, filters, of=of, q=text, sort=sort),
    }


def _filters(request: HttpRequest) -> dict[str, str]:
    """What can't be meant asks for nothing."""
    filters = {name: shell.asked(request, name) for name in public_search.FACETS}
    filters["kind"] = filters["kind"] if filters["kind"] in PublicationKind.of_content() else ""
    filters["year"] = shell.year(request)
    return filters


def _facets(found: queries.Overview, filters: dict[str, str], *, of: str, **words: str) -> dict[str, Any]:
    """What the results can be narrowed to, each with how many would be left."""

    def counts(name: str, *by: str) -> list[tuple[Any, ...]]:
        others = {column: filters[each] for each, column in public_search.FACETS.items() if each != name}
        return found.counts(*by, of=of, **others)

    kinds, topics = dict(counts("kind", "kind")), dict(counts("topic", "topic"))
    every = [("", _("全部"), sum(kinds.values()))]
    return {
        "kinds": [
            (label, count, filters["kind"] == kind, paging.url(**words, **{**filters, "kind": kind}))
            for kind, label, count in every + [(kind, label, kinds[kind]) for kind, label in KINDS if kind in kinds]
        ],
        "topics": [(topic, label, topics[topic]) for topic, label in Topic.choices if topic in topics],
        "departments": counts("department", "department_code", "department_name"),
        "years": [(str(year), count) for year, count in reversed(counts("year", "published_in"))],
    }


def _text_pieces(row: Any, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The part of its text that was asked for; of an answer the question first, of a power what it costs where that says it."""
    text = markdown.plain(row.of_body) if row.of_body else row.of_content or f"{row.of_question} {row.of_answer}"
    if row.kind == PublicationKind.POWER:
        told = [text, _("收费：%s") % row.of_fee_basis, _("监督渠道：%s") % row.of_supervision_channels]
        text = next((each for each in told if any(word in each.lower() for word in words)), text)
    return searching.snippet(" ".join(text.split()), words)
