"""Names of departments in a text, of which one may be a part of another."""

from collections.abc import Iterable


def without(text: str, names: Iterable[str]) -> str:
    """The text with these names taken out, the longest first, so that what is left of it names others."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "\n")
    return text
