"""Texts of publications as words, to hold pasted text against."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from disclosure.calculations import markdown

BLANK = re.compile(r"\s+")
MARKER = re.compile(r"^(?:[•·▪◦*-]|[(（]?\d{1,3}[.)、．）])\s*")
NOT_TEXT = frozenset({"svg", "schema", "kind", "files", "replaces", "category", "item"})
"""Keys of content that nobody reads as words; the item's own are `ITEM_TEXT`."""
ITEM_TEXT = ("name", "basis")
UNSEARCHED = frozenset({"nature", "of", "of_hash", "sheets"})
"""Keys of content whose words are no Chinese."""
STEP_SEARCHED = ("name", "post", "limit", "note")
MARKDOWN = frozenset({"body", "answer"})
"""Keys of content whose text is Markdown, as the page shows it; every other text is as it was typed."""
SHOWN_MISSING = 20


@dataclass(frozen=True)
class Comparison:
    """What was pasted, held against one publication: how many lines are in it, which are not, and is it all of the text?"""

    found: int
    missing: tuple[str, ...]
    is_whole: bool


def words_of(text: str) -> str:
    """A text without its blanks and in one form of each character: two copies of it are equal in this."""
    return BLANK.sub("", unicodedata.normalize("NFKC", text))


def texts_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Everything in the content of a publication that is read as words, in its order."""
    for key, value in content.items():
        if key == "item" and isinstance(value, Mapping):
            yield from (value[name] for name in ITEM_TEXT if name in value)
        elif key not in NOT_TEXT:
            yield from _leaves(value, is_markdown=key in MARKDOWN)


def searched(content: Mapping[str, Any]) -> Iterator[str]:
    """Everything a reader of the page may look for: what `texts_of` has but for how steps follow, and names of files."""
    steps = [{name: step[name] for name in STEP_SEARCHED} for step in content.get("steps", ())]
    yield from texts_of({key: value for key, value in content.items() if key not in UNSEARCHED} | {"steps": steps})
    yield from (file["name"] for file in content.get("files", ()))


def _leaves(value: Any, *, is_markdown: bool = False) -> Iterator[str]:
    if isinstance(value, str):
        yield markdown.plain(value) if is_markdown else value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield str(value)


def compare(content: Mapping[str, Any], pasted: str) -> Comparison:
    """Hold each pasted line against the publication's text; blanks, line ends and list marks do not count."""
    whole = words_of("".join(texts_of(content)))
    pieces = [piece.strip() for piece in re.split(r"[\n\t\r]+", pasted) if words_of(piece)]
    missing = tuple(piece for piece in pieces if not _stands_in(piece, whole))
    body = next((words_of(text) for key in ("body", "answer", "content") if (text := _text(content, key))), "")
    return Comparison(len(pieces) - len(missing), missing, is_whole=bool(body) and body in words_of(pasted))


def _text(content: Mapping[str, Any], key: str) -> str:
    return "".join(_leaves(content.get(key, ""), is_markdown=key in MARKDOWN))


def _stands_in(piece: str, whole: str) -> bool:
    return words_of(piece) in whole or words_of(MARKER.sub("", piece)) in whole


def longest_words(text: str, *, count: int = 3, limit: int = 30) -> list[str]:
    """The longest runs of letters and characters in a text, to look for where they stand."""
    runs = set(re.findall(r"[^\W_]{2,}", unicodedata.normalize("NFKC", text).lower()))
    return [run[:limit] for run in sorted(runs, key=lambda run: (-len(run), run))[:count]]
