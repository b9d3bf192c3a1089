"""What a reader types into the search box, made into words that are looked for; and where they stand in a text."""

import re
import unicodedata
from dataclasses import dataclass

from core import calculations

MOST_TERMS, MOST_PIECES, LONGEST = 6, 16, 30
HAN = r"\u3400-\u9fff"
NOISE = re.compile(
    "请问|我想要?|我要|需要|怎么样|怎么办理?|怎么|怎样|如何|多少钱|收多少费|多少|多久|哪里|在哪|什么|可以|能不能|吗|呢|的"
)
"""Words of a question that name nothing to be found."""
KEPT_MARKS = "-._/#"
"""They stand inside codes."""


@dataclass(frozen=True)
class Asked:
    """`terms`: every one should be found. `pieces`: where nothing has them all, what has half of these, rounded down, comes near."""

    text: str
    terms: tuple[str, ...]
    pieces: tuple[str, ...]

    @property
    def needed(self) -> int:
        """How many pieces come near."""
        return max(len(self.pieces) // 2, 1)

    @property
    def near_terms(self) -> tuple[str, ...]:
        """Of several words those of which one alone comes near."""
        return tuple(term for term in self.terms if _tells(term)) if len(self.terms) > 1 else ()

    @property
    def is_junk(self) -> bool:
        """Nothing but marks and single letters, which stand in everything's pinyin."""
        return not any(_tells(term) or re.match(f"[{HAN}]", term) for term in self.terms)


def _tells(word: str) -> bool:
    """A word of two letters or characters at least."""
    return sum(mark.isalnum() for mark in word) > 1


def asked(query: str) -> Asked:
    """Full-width and half-width, capitals, marks, spaces between characters and words of a question make no difference."""
    words = _words(query) or calculations.search_terms(query)
    useful = NOISE.sub(" ", " ".join(words)).split()
    terms = tuple(dict.fromkeys(_joined(useful or words)))[:MOST_TERMS]
    pieces = dict.fromkeys(piece for term in terms for piece in _pieces(term) if _tells(piece))
    return Asked(text="".join(words), terms=terms, pieces=tuple(pieces)[:MOST_PIECES])


def _words(query: str) -> list[str]:
    """Normalized words, marks between them gone, Chinese apart from Latin: `CT检查` is found in `CT 检查` too."""
    text = "".join(mark if _is_letter(mark) else " " for mark in " ".join(calculations.search_terms(query)))
    apart = re.sub(f"(?<=[{HAN}])(?=[^{HAN} ])|(?<=[^{HAN} ])(?=[{HAN}])", " ", text)
    return [word[:LONGEST] for word in apart.split()]


def _is_letter(mark: str) -> bool:
    return mark in KEPT_MARKS or unicodedata.category(mark)[0] not in "PSC"


def _joined(words: list[str]) -> list[str]:
    """Single characters typed one by one are one word: `药 品 采 购`."""
    found: list[str] = []
    was_single = False
    for word in words:
        is_single = len(word) == 1 and re.match(f"[{HAN}]", word) is not None
        if is_single and was_single:
            found[-1] += word
        else:
            found.append(word)
        was_single = is_single
    return found


def _pieces(term: str) -> list[str]:
    """Pairs of neighbouring characters of a Chinese word; of any other the word itself."""
    if len(term) < 3 or not re.match(f"[{HAN}]", term):
        return [term]
    return [term[place : place + 2] for place in range(len(term) - 1)]


AROUND = 28
LENGTH = 96


def snippet(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """The part of `text` around the first of `words` that stands in it, cut into pieces and whether each was asked for."""
    folded = text.lower()
    places = [place for word in words if (place := folded.find(word)) >= 0] if len(folded) == len(text) else []
    start = max(min(places, default=0) - AROUND, 0)
    shown = text[start : start + LENGTH]
    if start:
        shown = f"…{shown}"
    if start + LENGTH < len(text):
        shown = f"{shown}…"
    return marked(shown, words)


def marked(text: str, words: tuple[str, ...]) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether it is one of `words`."""
    if not words:
        return [(text, False)]
    pattern = re.compile(
        "(" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")", re.IGNORECASE
    )
    return [(piece, place % 2 == 1) for place, piece in enumerate(pattern.split(text)) if piece]
