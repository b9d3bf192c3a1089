"""What the year's supervision prints to a file or reads from one."""

from collections.abc import Callable
from typing import Any

from approvals.documents import Official, draw
from supervision.documents.scheme import scheme

DRAWN: dict[str, Callable[[Any], Official]] = {"scheme": scheme}
"""Paper → its words, from what is printed of it; `draw` lays them out."""

__all__ = ["DRAWN", "draw", "scheme"]
