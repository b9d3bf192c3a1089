"""Markdown of what the system writes itself: a table, escaped so that no cell can break out of it."""

from collections.abc import Iterable, Sequence
from typing import Any


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """A table in Markdown; numbers stand on the right."""
    lines = [list(row) for row in rows]
    sample = lines[0] if lines else head
    marks = ["---:" if isinstance(value, int) else "---" for value in sample]
    return "\n".join([_line(head), _line(marks), *map(_line, lines)])


def _line(cells: Sequence[Any]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(value: Any) -> str:
    text = str(value).replace("\\", "\\\\").replace("|", "\\|")
    return " ".join(text.split())
