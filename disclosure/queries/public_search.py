"""Search over everything that stands open: what has every word first, then what comes near."""

from collections.abc import Iterable
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.db.models import BooleanField, Case, Expression, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import ExtractYear
from django.db.models.lookups import GreaterThanOrEqual

from disclosure.calculations import searching
from disclosure.models import OpenPublication

FACETS = {"kind": "kind", "topic": "topic", "department": "department_code", "year": "published_in"}
"""What results are narrowed by, each with the column of `queries.public.GROUPED` that counts it."""
TEXTS = ("content", "body", "question", "answer", "fee_basis", "supervision_channels")
"""Where in the content the words stand from which a piece is shown."""
WHOLE, WORD, PIECE = 40, 10, 1
"""Weights of a title that has all that was asked, a word of it, a pair of characters of it."""


class Contains(Func):
    """Whether the text has the word; on PostgreSQL by the index of pairs of characters first."""

    template = "instr(%(expressions)s) > 0"
    output_field = BooleanField()
    arity = 2

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Both questions: the index finds what has all pairs of characters, not that they stand side by side."""
        (text, text_values), (word, word_values) = map(compiler.compile, self.source_expressions)
        plain = f"strpos({text}, {word}) > 0"
        if len(word_values[0]) < 2:
            return plain, [*text_values, *word_values]
        sql = f"(disclosure_pieces({text}) @> disclosure_pieces({word}) AND {plain})"
        return sql, [*text_values, *word_values, *text_values, *word_values]


def matches(asked: searching.Asked, *, is_near: bool = False) -> QuerySet[OpenPublication]:
    """Open publications in which every word is found: in names, texts, codes, pinyin or initials.

    `is_near`: those that have one of several words, or a title with about half of the pairs of characters: a word
    mistyped, left out or turned around.
    """
    if asked.terms and asked.is_junk:
        return OpenPublication.objects.none()
    words = [_has(term) for term in (asked.near_terms if is_near else asked.terms)]
    if not is_near:
        return OpenPublication.objects.filter(reduce(and_, words, Q()))
    pieces = _score(("title__icontains", piece, 1) for piece in asked.pieces)
    near = Q(GreaterThanOrEqual(pieces, asked.needed))
    return OpenPublication.objects.filter(reduce(or_, words, near))


def _has(word: str) -> Q:
    return Q(Contains("search_text", Value(word)))


def results(asked: searching.Asked, *, is_near: bool, is_newest_first: bool, **filters: str) -> QuerySet[Any]:
    """What is found, the best first, or the newest; with the texts of which a piece is shown instead of the content."""
    narrowed = {FACETS[name]: value for name, value in filters.items() if value}
    found = matches(asked, is_near=is_near).annotate(published_in=ExtractYear("published_at")).filter(**narrowed)
    found = found.annotate(**{f"of_{name}": KT(f"content__{name}") for name in TEXTS}).defer("content", "search_text")
    if is_newest_first or not asked.terms:
        return found.order_by("-sequence")
    weights = [(asked.text, WHOLE), *((term, WORD) for term in asked.terms), *((each, PIECE) for each in asked.pieces)]
    score = _score(("title__icontains", word, weight) for word, weight in weights)
    return found.annotate(score=score).order_by(F("score").desc(), "-sequence")


def _score(weights: Iterable[tuple[str, str, int]]) -> Expression:
    """The sum of the weights of what holds: (lookup, word, weight) each."""
    cases = [
        Case(When(**{lookup: word}, then=Value(weight)), default=Value(0), output_field=IntegerField())
        for lookup, word, weight in weights
    ]
    return reduce(add, cases, Value(0))
