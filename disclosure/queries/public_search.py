"""Search over everything that stands open: what has every word first, then what comes near."""

from collections.abc import Iterable
from functools import reduce
from operator import add

from django.db.models import Case, Expression, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import ExtractYear
from django.db.models.lookups import GreaterThanOrEqual

from disclosure.calculations import searching
from disclosure.models import OpenPublication

BY_TITLE, BY_TERM_IN_TITLE = 40, 10
"""A title that has all that was asked stands before one that has a word of it, and this before any other place."""
FACETS = {"kind": "kind", "topic": "topic", "department": "department_code", "year": "published_in"}
"""What results are narrowed by, each with the column of `queries.public.GROUPED` that counts it."""
TEXTS = ("content", "body", "question", "answer")
"""Where in the content the words stand from which a piece is shown."""


def has_all(asked: searching.Asked) -> Q:
    """Every word is found: in names, texts, codes, pinyin or initials."""
    found = Q()
    for term in asked.terms:
        found &= Q(search_text__contains=term)
    return found


def comes_near(asked: searching.Asked) -> Q:
    """About half of the pairs of characters are found: a word mistyped, left out or turned around."""
    return Q(GreaterThanOrEqual(_score(("search_text__contains", piece, 1) for piece in asked.pieces), asked.needed))


def results(
    asked: searching.Asked, *, is_near: bool, is_newest_first: bool, **filters: str
) -> QuerySet[OpenPublication]:
    """What is found, the best first, or the newest; with the texts of which a piece is shown instead of the content."""
    narrowed = {FACETS[name]: value for name, value in filters.items() if value}
    found = OpenPublication.objects.annotate(published_in=ExtractYear("published_at")).filter(**narrowed)
    if asked.terms:
        found = found.filter(comes_near(asked) if is_near else has_all(asked))
    found = found.annotate(**{f"of_{name}": KT(f"content__{name}") for name in TEXTS}).defer("content", "search_text")
    if is_newest_first or not asked.terms:
        return found.order_by("-sequence")
    weights = [
        ("title__icontains", asked.text, BY_TITLE),
        *(("title__icontains", term, BY_TERM_IN_TITLE) for term in asked.terms),
        *(("search_text__contains", piece, 1) for piece in asked.pieces),
    ]
    return found.annotate(score=_score(weights)).order_by(F("score").desc(), "-sequence")


def _score(weights: Iterable[tuple[str, str, int]]) -> Expression:
    """The sum of the weights of what holds: (lookup, word, weight) each."""
    cases = [
        Case(When(**{lookup: word}, then=Value(weight)), default=Value(0), output_field=IntegerField())
        for lookup, word, weight in weights
    ]
    return reduce(add, cases, Value(0))
