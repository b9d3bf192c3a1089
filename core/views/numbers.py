"""Whole numbers that a request brings, within what a database column holds."""

from collections.abc import Iterable

MOST_DIGITS = 9


def number(text: str | None) -> int | None:
    """What `text` says in plain digits; None for anything else, or too many of them."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > MOST_DIGITS:
        return None
    return int(text)


def numbers(texts: Iterable[str]) -> list[int]:
    """Those of `texts` that are a `number`."""
    return [found for text in texts if (found := number(text)) is not None]
